"""What every proof has in common."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

SIZES = ("smoke", "full")
FINDINGS_KEPT = 50


@dataclass
class State:
    """How far a proof has come. Kept in a file, so that a stopped run goes on; `facts` are the proof's own."""

    path: Path
    key: list  # size, seed, commit: another key begins anew
    done: int = 0
    total: int = 0
    findings: list[str] = field(default_factory=list)
    facts: dict = field(default_factory=dict)
    is_finished: bool = False
    _saved_at: float = 0

    @classmethod
    def load(cls, path: Path, key: list) -> "State":
        """The state of an unfinished run of the same size, seed and commit, or a new one."""
        if path.exists():
            kept = cls.read(path)
            if kept.key == key and not kept.is_finished:
                return kept
        return cls(path=path, key=key)

    @classmethod
    def read(cls, path: Path) -> "State":
        """The state as a run has left it."""
        return cls(path=path, **json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def stored(cls):
        return [name for name in cls.__dataclass_fields__ if name not in ("path", "_saved_at")]

    def find(self, *lines: str) -> None:
        """Something is wrong. The first lines are kept, all are counted."""
        self.facts["findings"] = self.facts.get("findings", 0) + len(lines)
        self.findings += lines[: max(0, FINDINGS_KEPT - len(self.findings))]

    def count(self, name: str, number: int = 1) -> None:
        self.facts[name] = self.facts.get(name, 0) + number

    def save(self, *, now=True) -> None:
        """Write the file; with now=False at most every two seconds."""
        if now or time.monotonic() - self._saved_at > 2:
            self._saved_at = time.monotonic()
            held = {name: value for name, value in asdict(self).items() if name in self.stored()}
            new = self.path.with_suffix(".new")
            new.write_text(json.dumps(held), encoding="utf-8")
            new.replace(self.path)


class Proof:
    """One proof. `steps` does the work and yields after every piece of it; `lines` says what has been seen so far.

    `keeps_database`: a run that goes on needs the database of the run before it. `on_both`: is run on PostgreSQL too.
    """

    name: str
    proves: str
    sizes: dict[str, int]
    keeps_database = False
    on_both = False

    def __init__(self, size: int, seed: int, state: State):
        self.size, self.seed, self.state = size, seed, state

    def steps(self) -> Iterator[None]:
        raise NotImplementedError

    def lines(self) -> list[str]:
        raise NotImplementedError
