"""Questions that answers lead to: about free text, about answers that contradict each other, and what follows a yes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from birddog.core.content.content import Content
from birddog.core.person.contradictions import PREGNANCY, contradictions
from birddog.core.person.facts import Facts
from birddog.core.person.health_facts import CLEARABLE, could_be_pregnant
from birddog.core.person.intake import Intake
from birddog.core.screen.heard import Heard, noted

LATER = ("after_birth_warning",)
"""Danger signs that were added after charts had been written: they are asked for, and their lack stops nothing."""
SIGN_OF = {
    "cancer": "cancer",
    "long_term_steroids": "steroids",
    "bladder_trouble": "bladder",
    "urine_leaking": "bladder",
}
"""Danger signs that a clinician may have cleared, and the clearance of each."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that an answer leads to. ``field`` is where its answer belongs in the intake.

    ``kind``: ``note`` (words that name a danger sign, in ``quote``), ``contradiction`` (two answers that do not fit;
    the cautious one holds until it is answered) or ``follow_up`` (more about a yes). ``certain``: the word with which
    the person confirms that both answers are so, where both can be (``Intake.certain``).
    """

    field: str
    kind: str
    question: str
    quote: str = ""
    certain: str = ""


Row = tuple[str, str, bool]
"""Field, phrase of the question, and whether it is asked."""


def questions(
    intake: Intake, known: Facts, answers: Mapping[str, str], words: Heard, content: Content, today: date
) -> tuple[Question, ...]:
    """All questions that are open: about the words first, then contradictions, then what follows an answer."""
    found = [
        Question(f"life.note_answers.signs.{sign}", "note", content.items_by_id[sign].question, quote)
        for sign, quote in words.open.items()
    ]
    quote = noted("pregnancy", intake, content) if _not_pregnant(intake, content) else ""
    if quote:
        found.append(Question(PREGNANCY, "contradiction", content.phrase("ask-pregnancy-noted"), quote))
    told = {sign: answer for sign, answer in answers.items() if sign not in words.open}
    found += [
        Question(row.field, "contradiction", content.phrase(row.phrase), certain=row.certain)
        for row in contradictions(intake, today, content.values)
    ]
    asked = follow_ups(intake, known, told)
    found += [Question(field, "follow_up", content.phrase(phrase)) for field, phrase, open_ in asked if open_]
    return tuple(found)


def _not_pregnant(intake: Intake, content: Content) -> bool:
    told = intake.conditions.pregnancy
    denied = told.status in ("no", "unanswered") and told.due is None
    return denied and could_be_pregnant(intake, content.values)


def told_elsewhere(intake: Intake, sign: str, answer: str) -> str:
    """The answer to a danger sign that another answer contradicts: a no on cancer with its kind told is unsure."""
    if sign == "cancer" and answer == "no" and intake.conditions.cancer.kind in ("other", "unsure"):
        return "unsure"
    return answer


def follow_ups(intake: Intake, known: Facts, answers: Mapping[str, str]) -> Iterator[Row]:
    """What is asked after an answer, because it makes the answer more or less pressing, or exercises safer."""
    told, conditions = intake.conditions.pregnancy, intake.conditions
    born = known.pregnancy in ("early_postpartum", "postpartum")
    yield "red_flags.after_birth_warning", "ask-after-birth", answers.get("after_birth_warning") == "unanswered"
    yield "conditions.pregnancy.birth", "ask-birth", born and told.birth is None
    yield "conditions.pregnancy.birth_kind", "ask-birth-kind", born and told.birth_kind == "unanswered"
    yield "conditions.pregnancy.check_up", "ask-check-up", born and told.check_up == "unanswered"
    yield "conditions.pregnancy.birth", "ask-due-passed", known.pregnancy == "due_passed"
    hip, spine = conditions.hip_operation, conditions.surgery
    new_hip = known.hip_replacement == "precautions"
    yield "conditions.hip_operation.date", "ask-hip-when", new_hip and hip.date is None
    yield "conditions.hip_operation.kind", "ask-hip-kind", new_hip and hip.kind == "unanswered"
    yield "conditions.hip_operation.precautions", "ask-hip-rules", new_hip and hip.precautions == "unanswered"
    operated = spine.had in ("yes", "unsure")
    yield "conditions.surgery.date", "ask-surgery-when", operated and spine.date is None
    yield "conditions.surgery.kind", "ask-surgery-kind", operated and spine.kind == "unanswered"
    there = {sign for sign, answer in answers.items() if answer in ("yes", "unsure")}
    episode = intake.episode
    fever = "fever" in there and episode.fever_ended_before == "unanswered"
    yield "episode.fever_ended_before", "ask-fever-before", fever
    crooked = "new_deformity" in there and known.crooked == "no" and episode.crooked_since_it_began == "unanswered"
    yield "episode.crooked_since_it_began", "ask-crooked", crooked
    yield "leg.from_back", "ask-from-back", known.site == "leg_only" and intake.leg.from_back == "unanswered"
    cancer = "cancer" in there and conditions.cancer.kind == "unanswered"
    yield "conditions.cancer.kind", "ask-cancer-kind", cancer
    for name in CLEARABLE:
        wanted = name in clearable(known, there) and getattr(known, f"cleared_{name}") == "no"
        yield f"clearances.{name}.said", "ask-cleared", wanted and getattr(intake.clearances, name).said == "unanswered"


def clearable(known: Facts, there: set[str]) -> set[str]:
    """Conditions that were told of and that a clinician could clear; ``there``: danger signs with a yes or unsure."""
    found = {name for sign, name in SIGN_OF.items() if sign in there}
    found |= {"fracture"} if known.bone == "spine_fracture" else set()
    found |= {"mid_back"} if known.site == "with_mid_back" else set()
    return found | ({"blood_pressure"} if known.blood_pressure == "uncontrolled" else set())
