"""The cohort: every person with every behavior, their courses, and the distribution of each figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import mean, median
from typing import Any

from birddog.core.content.values import BirddogError
from birddog.simulate.behaviors import BEHAVIORS
from birddog.simulate.course import START, live
from birddog.simulate.figures import Seen
from birddog.simulate.models import MODELS, Rises
from birddog.simulate.people import people
from birddog.simulate.policies import POLICIES

FIGURES = (
    "red_share", "last_of_first", "last_of_week_2", "starved_days", "starved_run", "days_without", "days_back_most",
    "share_of_plan", "climbed", "pain_last", "pain_mean", "flare_days", "walked",
)  # fmt: skip
"""Figures of a course whose distribution is told."""
MORE_IS_WORSE = frozenset({"red_share", "starved_days", "starved_run", "days_without", "days_back_most", "pain_last",
                           "pain_mean", "flare_days"})  # fmt: skip
DEFAULT_WEEKS = 12


@dataclass(frozen=True)
class Lot:
    """One course to live: names of person, behavior, model and policy, the seed, and rises put in."""

    person: str
    behavior: str
    model: str
    policy: str = "engine"
    seed: int = 1
    weeks: int = DEFAULT_WEEKS
    rises: Rises = ()

    def live(self) -> Seen:
        """The course, with what follows from it."""
        made = people()[self.person]
        course = live(
            made, BEHAVIORS[self.behavior], MODELS[self.model], POLICIES[self.policy](made, START), self.seed,
            self.weeks, self.rises, self.policy,
        )  # fmt: skip
        return Seen(course)


@dataclass(frozen=True)
class Choice:
    """Which courses to live; empty means all. Raises ``BirddogError`` for a name that is not there."""

    people: tuple[str, ...] = ()
    behaviors: tuple[str, ...] = ()
    models: tuple[str, ...] = ("dose-response",)
    policies: tuple[str, ...] = ("engine",)
    seed: int = 1
    weeks: int = DEFAULT_WEEKS

    def __post_init__(self) -> None:
        _known("people", self.people, people())
        _known("behavior", self.behaviors, BEHAVIORS)
        _known("model", self.models, MODELS)
        _known("policy", self.policies, POLICIES)
        if not 1 <= self.weeks <= 52:
            raise BirddogError(f"weeks is {self.weeks}; allowed: 1 to 52")

    def lots(self) -> Iterator[Lot]:
        """The courses, person by person. Only someone who is pregnant gives birth."""
        for name in self.people or people():
            for behavior in self.behaviors or BEHAVIORS:
                if BEHAVIORS[behavior].birth and not people()[name].pregnant:
                    continue
                for model in self.models or MODELS:
                    for policy in self.policies or POLICIES:
                        yield Lot(name, behavior, model, policy, self.seed, self.weeks)


def _known(what: str, names: Iterable[str], rows: Iterable[str]) -> None:
    allowed = list(rows)
    for name in names:
        if name not in allowed:
            raise BirddogError(f"{what}: there is no '{name}'; allowed: {', '.join(allowed)}")


def run(choice: Choice, jobs: int = 1) -> dict[str, Any]:
    """Live the chosen courses and say what they come to, as JSON values."""
    rows = lived(list(choice.lots()), jobs)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(f"{row['policy']} / {row['model']}", []).append(row)
    return {
        "seed": choice.seed,
        "weeks": choice.weeks,
        "cohort": {name: distribution(group) for name, group in groups.items()},
        "courses": rows,
    }


def lived(lots: list[Lot], jobs: int = 1) -> list[dict[str, Any]]:
    """Each course as JSON values, in order, worked out in ``jobs`` processes."""
    if jobs <= 1:
        return [told(lot) for lot in lots]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(told, lots, chunksize=8))


def told(lot: Lot) -> dict[str, Any]:
    """One course as JSON values."""
    seen = lot.live()
    summary = dict(seen.summary)
    summary["days_without"] = sum(summary["without_program"].values())
    summary["days_back_most"] = max(summary["days_back"], default=None)
    weeks = [seen.week(number) for number in range(1, lot.weeks + 1)]
    who = {"person": lot.person, "behavior": lot.behavior, "model": lot.model, "policy": lot.policy, "seed": lot.seed}
    return {**who, **summary, "weeks": weeks}


def distribution(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """For each figure: mean, median, 5th and 95th percentile, and the worst course with its name."""
    given = [row for row in rows if row["program"]]
    out: dict[str, Any] = {"courses": len(rows), "with_program": len(given)}
    for name in FIGURES:
        pairs = [(row[name], row) for row in given if row.get(name) is not None]
        if not pairs:
            continue
        values = sorted(value for value, _ in pairs)
        pick = max if name in MORE_IS_WORSE else min
        worst, row = pick(pairs, key=lambda pair: pair[0])
        out[name] = {
            "mean": round(mean(values), 2), "median": round(median(values), 2), "p5": percentile(values, 5),
            "p95": percentile(values, 95), "worst": worst, "who": f"{row['person']} / {row['behavior']}",
        }  # fmt: skip
    return out


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which ``share`` percent lie, by the nearest rank.

    >>> percentile([1, 2, 3, 4], 5), percentile([1, 2, 3, 4], 50)
    (1, 2)
    """
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(share) // 100) - 1)]
