"""Screening: danger-sign answers and findings to a disposition, the maximum over all of them.

Monotone by construction: every row gives a level that does not fall from ``no`` to ``unsure`` to
``yes``, clusters fire on counts, and the outcome is a maximum. Nothing can lower it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from birddog.core.content.content import Cluster, Content, Finding, Instead, ScreenItem
from birddog.core.content.values import Disposition, Reason
from birddog.core.person.contradictions import PREGNANCY
from birddog.core.person.facts import Facts, facts, flag
from birddog.core.person.health_facts import no_longer_cleared
from birddog.core.person.intake import Intake
from birddog.core.screen.heard import Heard, heard
from birddog.core.screen.questions import LATER, Question, clearable, questions, told_elsewhere


@dataclass(frozen=True, slots=True)
class Screen:
    """Outcome of a screen: disposition, reasons (most pressing first) and safety questions still open.

    ``missing`` are compulsory answers that were not given; ``asks`` questions that other answers lead to.
    """

    disposition: Disposition
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    asks: tuple[Question, ...] = ()


CONSULT = "screen-consult-before-starting"
CONSULTED = ("self_care", "clinician_alongside", "clinician_first")
"""The dispositions of which that rule has a sentence; the more urgent ones have their own."""
NO_ANSWERS: Mapping[str, str] = MappingProxyType({})
APPLIES = {
    "": (),
    "pregnant": ("pregnancy=first|later|due_passed",),
    "postpartum": ("pregnancy=due_passed|early_postpartum|postpartum",),
    "fragile_bone": ("bone=osteoporosis|spine_fracture|unsure|unanswered", "steroids=yes", "long_term_steroids",
                     "age_70=yes", "age=unknown"),
}  # fmt: skip
"""What there must be, any one of these facts and danger signs, for a sign to be asked; without any: of everyone."""


def applies(item: ScreenItem, known: Facts, answers: Mapping[str, str] = NO_ANSWERS) -> bool:
    """Whether a danger sign is asked of a person with these facts, and these ``answers`` to the other signs.

    A fact that nobody has answered yet counts as there. ``answers`` may hold what free text raises above the facts.
    """
    asked_of = APPLIES[item.only_if]
    return not asked_of or any(_present(sign, answers, known) for sign in asked_of)


def screen(intake: Intake, content: Content, today: date, known: Facts | None = None) -> Screen:
    """The disposition of an intake on a day, with every finding that spoke; ``known``: its facts, if at hand."""
    known = facts(intake, today, content.values) if known is None else known
    words = heard(intake, content)
    answers = answered(intake, content, known, words)
    found = [
        *(_item(content.items_by_id[item], answer, known, content, words) for item, answer in answers.items()),
        *(_cluster(cluster, answers, known) for cluster in content.clusters),
        *(_finding(finding, known, content) for finding in content.findings),
    ]
    missing = missing_answers(answers, known)
    silent = [content.items_by_id[item].unanswered for item, answer in answers.items() if answer == "unanswered"]
    rows = sorted((row for row in found if row is not None), key=lambda row: -row[0])
    level = max([row[0] for row in rows] + silent, default=Disposition.SELF_CARE)
    reasons = tuple(row[1] for row in rows)
    if missing:
        level = max(level, Disposition.CLINICIAN_FIRST)
        reasons += content.because("birddog-safety-answers-missing", saw=", ".join(missing))
    if gone := no_longer_asked(intake, content):
        level = max(level, Disposition.CLINICIAN_FIRST)
        reasons += content.because("birddog-seen-first", saw=", ".join(gone))
    there = {item for item, answer in answers.items() if answer in ("yes", "unsure")}
    if ended := sorted(clearable(known, there) & no_longer_cleared(intake, today, known.weeks, content.values)):
        reasons += content.because("birddog-clearance-lapses", saw=", ".join(ended))
    asked = questions(intake, known, answers, words, content, today)
    if any(question.field == PREGNANCY and question.quote for question in asked):
        level = max(level, Disposition.CLINICIAN_FIRST)
    reasons += consult(level, content)
    if any(question.kind == "contradiction" for question in asked):
        reasons += content.because("birddog-answers-differ", saw=", ".join(q.field for q in asked))
    return Screen(level, reasons, missing, asked)


def consult(level: Disposition, content: Content) -> tuple[Reason, ...]:
    """What the answers come to: start, start and see someone, or see someone first; nothing where it is more urgent."""
    if level.word not in CONSULTED:
        return ()
    said = content.because(CONSULT, saw=level.word)
    return tuple(replace(reason, says=consult_says(level.word, content)) for reason in said)


def consult_says(word: str, content: Content) -> str:
    """The sentence of ``consult``, by the word of a disposition."""
    return content.phrase(f"consult-{word}")


def at_level(reasons: tuple[Reason, ...], level: Disposition, content: Content) -> tuple[Reason, ...]:
    """``reasons`` with what they come to at ``level``, to which more than the answers of the screen has led."""
    others = tuple(reason for reason in reasons if reason.rule != CONSULT)
    return others if others == reasons else others + consult(level, content)


def answered(intake: Intake, content: Content, known: Facts, words: Heard | None = None) -> dict[str, str]:
    """The answer to each danger sign that applies to this person; free text can only raise it.

    ``words``: what the free text names, if at hand.
    """
    told = every_answer(intake, content, words)
    return {
        sign: answer for sign, answer in told.items()
        if answer not in ("no", "unanswered") or applies(content.items_by_id[sign], known, told)
    }  # fmt: skip


def every_answer(intake: Intake, content: Content, words: Heard | None = None) -> dict[str, str]:
    """The answer to each danger sign, asked of this person or not, with what free text raises."""
    words = heard(intake, content) if words is None else words
    return {
        item.id: words.raised(item.id, told_elsewhere(intake, item.id, flag(intake, item.id)))
        for item in content.screen_items
    }


def no_longer_asked(intake: Intake, content: Content) -> tuple[str, ...]:
    """Danger signs that were told, and that this content does not hold: they stop exercise until a new intake."""
    told = (item for item, answer in intake.red_flags.items() if answer in ("yes", "unsure"))
    return tuple(item for item in told if item not in content.items_by_id and item != "all_others")


def missing_answers(answers: dict[str, str], known: Facts) -> tuple[str, ...]:
    """Compulsory safety answers not given: danger signs, age, where it hurts, and key conditions."""
    missing = [f"red_flags.{item}" for item, answer in answers.items() if answer == "unanswered" and item not in LATER]
    if known.age == "unknown":
        missing.append("person.age")
    if known.site == "unknown":
        missing.append("episode.where")
    for name in ("pregnancy", "surgery", "bone", "heart", "blood_pressure", "balance"):
        if getattr(known, name) == "unanswered":
            missing.append(f"conditions.{name}")
    return tuple(missing)


def item_level(item: ScreenItem, answer: str, known: Facts | None = None) -> Disposition:
    """How pressing one answer to one danger sign is; a fact of ``known`` may explain it (``Instead``)."""
    if known is not None and _explained(item.instead, known, answer):
        assert item.instead is not None
        return item.instead.level
    if answer == "yes":
        return item.yes
    if answer == "unsure":
        return item.unsure
    return item.unanswered if answer == "unanswered" else Disposition.SELF_CARE


def _explained(instead: Instead | None, known: Facts, answer: str) -> bool:
    """Whether a fact explains a danger sign that was answered so, or a finding (``yes``)."""
    return instead is not None and answer in instead.answers and getattr(known, instead.fact) in instead.values


def _item(
    item: ScreenItem, answer: str, known: Facts, content: Content, words: Heard
) -> tuple[Disposition, Reason] | None:
    """The row of an item that was answered; items without an answer are told of together."""
    level = item_level(item, answer, known)
    if level == Disposition.SELF_CARE or answer == "unanswered":
        return None
    quote = words.open.get(item.id, "")
    if quote:
        return level, words_reason(item, quote, content, answer)
    says = item.says if answer == "yes" else content.phrase("not-sure", says=item.says)
    if item.instead is not None and _explained(item.instead, known, answer):
        says = content.phrase(item.instead.phrase)
    return level, _reason(item, f"{item.id}: {answer}", says)


def words_reason(item: ScreenItem, quote: str, content: Content, answer: str = "unsure") -> Reason:
    """Why words that name a danger sign count, until it has been asked about."""
    says = content.phrase("you-wrote", quote=quote, says=item.says)
    return _reason(item, f"{item.id}: {answer}, from the words “{quote}”", says)


def _reason(item: ScreenItem, saw: str, says: str) -> Reason:
    return Reason(item.id, saw, says, item.clinical, f"yes: {item.yes.word}", "", item.sources, item.follows)


def _present(sign: str, answers: Mapping[str, str], known: Facts) -> bool:
    """Whether a danger sign (by id) or a fact (``name=value|value``) is there; unsure counts."""
    if "=" in sign:
        name, values = sign.split("=")
        return getattr(known, name) in values.split("|")
    return answers.get(sign) in ("yes", "unsure")


def _cluster(cluster: Cluster, answers: dict[str, str], known: Facts) -> tuple[Disposition, Reason] | None:
    there = [sign for sign in cluster.of if _present(sign, answers, known)]
    extra = [sign for sign in cluster.with_any if _present(sign, answers, known)]
    if len(there) < cluster.at_least or (cluster.with_any and not extra):
        return None
    saw = ", ".join(there + extra)
    limit = f"{len(there)} of {len(cluster.of)}; {cluster.at_least} or more counts"
    return cluster.level, Reason(
        cluster.id, saw, cluster.says, cluster.clinical, limit, "", cluster.sources, cluster.follows
    )


def _finding(finding: Finding, known: Facts, content: Content) -> tuple[Disposition, Reason] | None:
    value = getattr(known, finding.fact)
    if value not in finding.values:
        return None
    level, says = finding_level(finding, known), finding.says
    if finding.instead is not None and _explained(finding.instead, known, "yes"):
        says = content.phrase(finding.instead.phrase)
    return level, Reason(
        finding.id, f"{finding.fact}: {value}", says, finding.clinical,
        f"{finding.fact} is one of: {', '.join(sorted(finding.values))}", "", finding.sources, finding.follows,
    )  # fmt: skip


def finding_level(finding: Finding, known: Facts) -> Disposition:
    """How pressing a finding is for a person with these facts."""
    explained = _explained(finding.instead, known, "yes")
    return finding.instead.level if explained and finding.instead else finding.level
