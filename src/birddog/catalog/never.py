"""What no clinician may let an exercise past: the `never` of a veto names it all."""

from __future__ import annotations

from collections.abc import Iterator

from birddog.core.content.content import Content, Veto
from birddog.core.content.values import Disposition
from birddog.core.person.facts import NOT_KNOWN, VALUES

DATED = {
    "surgery": frozenset(VALUES["surgery"]),
    "pregnancy": frozenset({"due_passed", "early_postpartum", "postpartum"}),
    "hip_replacement": frozenset({"precautions"}),
}
"""Values of facts that are bound to a date after an operation or a birth."""


def never_problems(veto: Veto, content: Content) -> Iterator[str]:
    """A clinician lets nothing past an answer that is urgent, not known, or bound to a date."""
    urgent = {
        value
        for finding in content.findings
        if finding.fact == veto.fact and finding.level >= Disposition.URGENT
        for value in finding.values
    }
    missing = veto.values & (urgent | NOT_KNOWN | DATED.get(veto.fact, frozenset())) - veto.never
    yield from (f"vetoes.toml [{veto.id}]: never lacks '{value}'" for value in sorted(missing))
    other = sorted(veto.never - veto.values)
    yield from (f"vetoes.toml [{veto.id}]: never holds '{value}', which does not bar" for value in other)
    if veto.not_known and not veto.values & NOT_KNOWN:
        yield f"vetoes.toml [{veto.id}]: not_known is never said: no value that is not known bars"
