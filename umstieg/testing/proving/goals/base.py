"""What the proofs of goals have in common."""

from ..base import Proof


class Goal(Proof):
    """One goal: `measure` does a piece of it and yields; what it has counted stands in `facts`, `seen` tells of it."""

    def steps(self):
        self.state.done, self.state.facts, self.state.findings = 0, {}, []
        for _ in self.measure():
            self.state.done += 1
            self.state.total = max(self.state.total, self.state.done)
            yield

    def measure(self):
        raise NotImplementedError

    def seen(self) -> str:
        raise NotImplementedError

    def fact(self, name):
        return self.state.facts.get(name, 0)

    def must(self, holds, told) -> None:
        """Count one thing that was looked at; what does not hold is a finding."""
        self.state.count("looked at")
        if not holds:
            self.state.find(told)

    def lines(self):
        return [self.seen()]
