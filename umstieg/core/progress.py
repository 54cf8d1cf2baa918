"""Saying on the terminal that a long command is still at work, at most once a second."""

import time


class Progress:
    """Counts and tells: `progress = Progress(self.stderr, "rows"); progress.add(500, "cases_client")`."""

    def __init__(self, stream, noun: str, *, every: float = 1.0):
        self.stream, self.noun, self.every = stream, noun, every
        self.count, self.told_at = 0, time.monotonic()

    def add(self, number: int, where: str = "") -> None:
        self.count += number
        if time.monotonic() - self.told_at >= self.every:
            self.told_at = time.monotonic()
            self.stream.write(f"… {self.count:,} {self.noun} {where}".rstrip())
