"""Clinical content as frozen values, and the index that decisions look things up in.

``catalog`` reads the files and builds one ``Content``; everything in ``core`` takes it as an argument.
Sets of exercises are integers used as bit masks (bit *i* is ``content.exercises[i]``), so that a union
of vetoes is one OR.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from birddog.core.content.exercise import Exercise
from birddog.core.content.notes import Notes
from birddog.core.content.rule_values import RuleValues
from birddog.core.content.values import BirddogError, Disposition, Reason, StageName

if TYPE_CHECKING:
    from birddog.core.content.measures import Instrument


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence that decides: what it says to whom, its numbers with units, and who says so.

    Decisions read numbers from ``Content.values``; ``values`` is for sentences and checks. ``avoid``: ids of exercises
    that the rule says to leave alone.
    """

    id: str
    type: str
    statement: str
    patient: str
    clinician: str
    values: dict[str, Any]
    units: dict[str, str]
    sources: tuple[str, ...]
    articles: tuple[int, ...] = ()
    acts: str = ""
    confirmed: bool = False
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instead:
    """Another level for a danger sign or finding that a fact explains: known and checked, or not of this pain.

    ``phrase`` is what is said then; ``answers`` those of a danger sign that it holds for.
    """

    fact: str
    values: frozenset[str]
    level: Disposition
    phrase: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class ScreenItem:
    """One danger sign: the question, and how pressing a yes, an unsure and no answer at all are."""

    id: str
    group: str
    question: str
    yes: Disposition
    unsure: Disposition
    unanswered: Disposition
    says: str
    clinical: str
    sources: tuple[str, ...]
    follows: tuple[str, ...] = ()
    only_if: str = ""
    recheck: bool = False
    instead: Instead | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Danger signs that act together: at least ``at_least`` of ``of`` present."""

    id: str
    of: tuple[str, ...]
    at_least: int
    level: Disposition
    says: str
    clinical: str
    sources: tuple[str, ...]
    with_any: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Veto:
    """One answer that takes exercises out: ``fact`` having one of ``values`` bars these tags.

    ``never``: the values at which no clinician may let an exercise past it. ``not_known``: what it says instead of
    ``says`` while the answer is missing or unsure, if it bars then too.
    """

    id: str
    fact: str
    values: frozenset[str]
    tags: frozenset[str]
    unless_tags: frozenset[str]
    says: str
    clinical: str
    sources: tuple[str, ...]
    follows: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    not_known: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact of the answers (not a danger-sign question) that sets a disposition."""

    id: str
    fact: str
    values: frozenset[str]
    level: Disposition
    says: str
    clinical: str
    sources: tuple[str, ...]
    follows: tuple[str, ...] = ()
    instead: Instead | None = None


@dataclass(frozen=True, slots=True)
class StagePlan:
    """What a session of one stage is made of: how many of each category, at least and at most."""

    name: StageName
    title: str
    aim: str
    least: dict[str, int]
    most: dict[str, int]
    difficulty: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LessonPoint:
    """One thing a lesson says, and the rule it carries out."""

    text: str
    rule: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A short read, shown when one of its topics matters."""

    id: str
    title: str
    topics: frozenset[str]
    minutes: int
    points: tuple[LessonPoint, ...]


@dataclass(frozen=True, slots=True)
class Routine:
    """A ready-made session as an article gives it; vetoes still apply."""

    id: str
    name: str
    article: int
    summary: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Modality:
    """A treatment that is not exercise, and what may be said of it."""

    id: str
    name: str
    role: str
    advice: str
    why: str
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    articles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Retired:
    """Something that content held once: charts still name it, nothing new is made with it.

    ``replaced_by`` is the id of what took its place, empty when nothing did; ``direction`` that of an exercise;
    ``parts`` are the danger signs into which one was split, each of which its answer counts for.
    """

    id: str
    name: str
    replaced_by: str = ""
    direction: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from. ``flag``: verified, secondary, memory or proposal."""

    id: str
    title: str
    kind: str
    cite: str
    url: str
    flag: str


@dataclass(frozen=True)
class Content:
    """All clinical content of one version."""

    version: str
    digest: str
    exercises: tuple[Exercise, ...]
    rules: dict[str, Rule]
    values: RuleValues
    screen_items: tuple[ScreenItem, ...]
    clusters: tuple[Cluster, ...]
    findings: tuple[Finding, ...]
    vetoes: tuple[Veto, ...]
    stages: dict[StageName, StagePlan]
    lessons: tuple[Lesson, ...]
    routines: tuple[Routine, ...]
    modalities: tuple[Modality, ...]
    sources: dict[str, Source]
    notes: Notes
    instruments: tuple[Instrument, ...] = ()
    phrases: dict[str, str] = field(default_factory=dict)
    language: str = "en"
    contradictions: tuple[dict[str, Any], ...] = ()
    defects: tuple[dict[str, Any], ...] = ()
    retired: dict[str, Retired] = field(default_factory=dict)
    """Exercises, danger signs and measures that are gone, by id."""
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """Pure results keyed by their arguments, so that the same question is worked out once."""

    @cached_property
    def index(self) -> dict[str, int]:
        """Exercise id to its bit number."""
        return {exercise.id: bit for bit, exercise in enumerate(self.exercises)}

    @cached_property
    def items_by_id(self) -> dict[str, ScreenItem]:
        """Danger-sign items by id."""
        return {item.id: item for item in self.screen_items}

    @cached_property
    def pain_limits(self) -> tuple[int, ...]:
        """The limits on pain that some drill states, ascending."""
        return tuple(sorted({e.max_pain for e in self.exercises if e.max_pain is not None}))

    @cached_property
    def recheck_items(self) -> tuple[str, ...]:
        """Ids of the items asked again weekly, in each flare and with each leg report (C1)."""
        return tuple(item.id for item in self.screen_items if item.recheck)

    @cached_property
    def prescribable(self) -> int:
        """Mask of the drills that a session may hold: kind ``exercise`` with a dose."""
        return self.mask_where(lambda e: e.kind == "exercise" and bool(e.doses))

    @cached_property
    def home_made(self) -> int:
        """Mask of the exercises that a clinic has made itself: only a therapist gives them."""
        return self.mask_where(lambda e: e.made is not None)

    @cached_property
    def offered(self) -> int:
        """Mask of the drills and aerobic activities: what can be left out of a program."""
        return self.mask_where(lambda e: e.kind not in ("avoid", "habit", "method"))

    @cached_property
    def activities(self) -> int:
        """Mask of the aerobic activities."""
        return self.mask_where(lambda e: e.kind == "aerobic")

    @cached_property
    def veto_masks(self) -> tuple[tuple[Veto, int], ...]:
        """Each veto with the mask of everything it bars, whatever the kind."""
        return tuple((veto, self._barred_by(veto)) for veto in self.vetoes)

    def _barred_by(self, veto: Veto) -> int:
        return self.mask_where(lambda e: _bars(veto, e))

    def mask_where(self, test: Callable[[Exercise], bool]) -> int:
        """Mask of the exercises for which ``test(exercise)`` is true."""
        return sum(1 << bit for bit, exercise in enumerate(self.exercises) if test(exercise))

    def mask_tagged(self, tags: frozenset[str]) -> int:
        """Mask of the exercises with at least one of these tags."""
        return self.mask_where(lambda e: bool(e.tags & tags))

    def mask_of(self, ids: Iterable[str]) -> int:
        """Mask of the exercises with these ids; ids that the content does not hold are passed over."""
        return sum(1 << self.index[i] for i in dict.fromkeys(ids) if i in self.index)

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise with this id. Raises ``BirddogError`` naming near ids if there is none."""
        if exercise_id not in self.index:
            near = ", ".join(self._near(exercise_id)) or "see `birddog exercises`"
            raise BirddogError(f"exercise: there is no '{exercise_id}' in the catalog; near it: {near}")
        return self.exercises[self.index[exercise_id]]

    def direction_of(self, exercise_id: str) -> str:
        """Which way an exercise moves the back, one that is gone among them; empty when that is not known."""
        if exercise_id in self.index:
            return self.exercise(exercise_id).direction
        return self.retired[exercise_id].direction if exercise_id in self.retired else ""

    def called(self, name: str) -> str:
        """What an exercise, danger sign or measure is called, one that is gone among them; else the id itself."""
        if name in self.index:
            return self.exercise(name).name
        if name in self.items_by_id:
            return self.items_by_id[name].question
        titles = (instrument.title for instrument in self.instruments if instrument.id == name)
        return next(titles, self.retired[name].name if name in self.retired else name)

    def _near(self, name: str) -> list[str]:
        """Ids of up to five exercises whose id, name or alias looks like ``name``."""
        spoken = name.lower().replace("-", " ")
        names = {alias.lower().replace("-", " "): e.id for e in self.exercises for alias in (*e.aliases, e.name, e.id)}
        like = get_close_matches(spoken, names, 8, 0.6)
        like += [other for other in names if len(spoken) > 2 and spoken in other]
        return list(dict.fromkeys(names[other] for other in like))[:5]

    def phrase(self, phrase_id: str, **slots: object) -> str:
        """A sentence that code makes up, in the language of this content, its ``{slots}`` filled in."""
        if phrase_id not in self.phrases:
            raise BirddogError(f"phrase: there is no '{phrase_id}' in the content")
        return self.phrases[phrase_id].format(**slots)

    def named(self, exercise_ids: Iterable[str]) -> str:
        """Exercises as a list in a sentence: by id in English, by name in other languages."""
        return ", ".join(
            self.phrase("exercise", exercise=self.exercise(i)) if i in self.index else self.called(i)
            for i in exercise_ids
        )

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id; ``BirddogError`` if the content has none."""
        if rule_id not in self.rules:
            raise BirddogError(f"rule: there is no '{rule_id}' in the content")
        return self.rules[rule_id]

    def because(
        self, rule_id: str, saw: str, *, limit: str = "", considered: str = "", about: tuple[str, ...] = ()
    ) -> tuple[Reason, ...]:
        """The reason a rule gives, or nothing when this content does not hold the rule; ``about``: see ``Reason``."""
        rule = self.rules.get(rule_id)
        if rule is None:
            return ()
        clinical = rule.clinician or rule.statement
        return (Reason(rule.id, saw, rule.patient, clinical, limit, considered, rule.sources, about=about),)


def _bars(veto: Veto, exercise: Exercise) -> bool:
    return bool(veto.tags & exercise.tags) and not (veto.unless_tags & exercise.tags)


@lru_cache(maxsize=4096)
def bits(mask: int) -> tuple[int, ...]:
    """Numbers of the bits set in ``mask``, ascending."""
    return tuple(bit for bit in range(mask.bit_length()) if mask >> bit & 1)
