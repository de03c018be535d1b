"""Counting of checks and violations."""

from __future__ import annotations

from dataclasses import dataclass, field


class Caught(Exception):  # noqa: N818 - it is a signal, not an error
    """Raised at the first violation when only the fact of one matters (mutants)."""


@dataclass
class Tally:
    """How many checks were made and which failed; ``stop`` ends at the first failure."""

    stop: bool = False
    checked: int = 0
    violations: list[str] = field(default_factory=list)

    def ok(self, holds: object, *parts: object) -> None:
        """Count one check; ``parts`` describe the case when it does not hold."""
        self.checked += 1
        if not holds:
            self.violations.append(" ".join(str(part) for part in parts))
            if self.stop:
                raise Caught(self.violations[-1])
