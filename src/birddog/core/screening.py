"""Screening: danger-sign answers and findings to a disposition, the maximum over all of them.

Monotone by construction: every row gives a level that does not fall from ``no`` to ``unsure`` to
``yes``, clusters fire on counts, and the outcome is a maximum. Nothing can lower it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from birddog.core.content import Cluster, Content, Finding, ScreenItem
from birddog.core.facts import Facts, facts, flag
from birddog.core.intake import Intake
from birddog.core.values import Disposition, Reason

CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
"""The apostrophe that phones type."""
UNSAID = str.maketrans("", "", "\N{COMBINING ACUTE ACCENT}\N{COMBINING DIAERESIS}")
"""Accents that people leave out when they type; the sign on an ñ makes another letter and stays."""
DENIALS = frozenset({"no", "not", "without", "denies", "never", "sin", "ni", "niego", "nunca", "tampoco"})
"""Words that deny what stands after them, in every language; free text does not say which one it is in."""
DENIED_IN = 24
"""Letters before a word in which a denial of it is looked for, in the same sentence."""
SENTENCE_END = re.compile("[.!?]")
INABILITY = ("can't ", "cannot ", "can not ", "unable ", "not ", "have no ", "no ", "sin ")
"""How a sign begins that is itself a lack of something; a "no" before it belongs to something else."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Outcome of a screen: disposition, reasons (most pressing first) and safety questions still open."""

    disposition: Disposition
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]


def screen(intake: Intake, content: Content, today: date, known: Facts | None = None) -> Screen:
    """The disposition of an intake on a day, with every finding that spoke; ``known``: its facts, if at hand."""
    known = facts(intake, today, content.values) if known is None else known
    answers = answered(intake, content, known)
    found = [
        *(_item(content.items_by_id[item], answer, content) for item, answer in answers.items()),
        *(_cluster(cluster, answers, known) for cluster in content.clusters),
        *(_finding(finding, known) for finding in content.findings),
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
    if level <= Disposition.CLINICIAN_FIRST:
        reasons += content.because("screen-consult-before-starting", saw=level.word)
    return Screen(level, reasons, missing)


def answered(intake: Intake, content: Content, known: Facts) -> dict[str, str]:
    """The answer to each danger sign that applies to this person; free text can only raise it."""
    note = plain(" ".join((intake.life.note, *(own.activity for own in intake.life.own_activities))))
    out = {}
    for item in content.screen_items:
        answer = flag(intake, item.id)
        asked = item.only_if != "pregnant" or known.pregnancy in ("first", "later")
        if not asked and answer in ("no", "unanswered"):
            continue
        out[item.id] = "unsure" if answer in ("no", "unanswered") and mentions(note, item.words) else answer
    return out


def no_longer_asked(intake: Intake, content: Content) -> tuple[str, ...]:
    """Danger signs that were told, and that this content does not hold: they stop exercise until a new intake."""
    told = (item for item, answer in intake.red_flags.items() if answer in ("yes", "unsure"))
    return tuple(item for item in told if item not in content.items_by_id and item != "all_others")


def plain(text: str) -> str:
    """Text as it is compared: small letters, straight apostrophes, no accents.

    >>> plain("Perdí la fuerza; no lo noté este año")
    'perdi la fuerza; no lo note este año'
    """
    return normalize("NFC", normalize("NFD", text.lower().replace(CURLY, "'")).translate(UNSAID))


def mentions(note: str, words: tuple[str, ...]) -> bool:
    """Whether a note names one of ``words`` without a plain denial just before it.

    >>> mentions("i had a fever last night", ("fever",)), mentions("no fever, no chills", ("fever",))
    (True, False)
    >>> mentions("tengo fiebre", ("fiebre",)), mentions("sin fiebre", ("fiebre",))
    (True, False)
    >>> mentions("i did not sleep and cannot pee", ("cannot pee",))
    True
    """
    for word in words if note else ():
        start = note.find(word)
        while start >= 0:
            near = note[:start][-DENIED_IN - 1 :]
            whole = near[near.find(" ") + 1 :] if len(near) > DENIED_IN else near
            before = SENTENCE_END.split(whole)[-1].replace(",", " , ").split()
            if word.startswith(INABILITY) or not DENIALS & set(before[-3:]):
                return True
            start = note.find(word, start + 1)
    return False


def missing_answers(answers: dict[str, str], known: Facts) -> tuple[str, ...]:
    """Compulsory safety answers not given: danger signs, age, where it hurts, and key conditions."""
    missing = [f"red_flags.{item}" for item, answer in answers.items() if answer == "unanswered"]
    if known.age == "unknown":
        missing.append("person.age")
    if known.site == "unknown":
        missing.append("episode.where")
    for name in ("pregnancy", "surgery", "bone", "heart", "blood_pressure", "balance"):
        if getattr(known, name) == "unanswered":
            missing.append(f"conditions.{name}")
    return tuple(missing)


def item_level(item: ScreenItem, answer: str) -> Disposition:
    """How pressing one answer to one danger sign is."""
    if answer == "yes":
        return item.yes
    if answer == "unsure":
        return item.unsure
    return item.unanswered if answer == "unanswered" else Disposition.SELF_CARE


def _item(item: ScreenItem, answer: str, content: Content) -> tuple[Disposition, Reason] | None:
    """The row of an item that was answered; items without an answer are told of together."""
    level = item_level(item, answer)
    if level == Disposition.SELF_CARE or answer == "unanswered":
        return None
    says = item.says if answer == "yes" else content.phrase("not-sure", says=item.says)
    return level, Reason(
        item.id, f"{item.id}: {answer}", says, item.clinical, f"yes: {item.yes.word}", "",
        item.sources, item.follows,
    )  # fmt: skip


def _present(sign: str, answers: dict[str, str], known: Facts) -> bool:
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


def _finding(finding: Finding, known: Facts) -> tuple[Disposition, Reason] | None:
    value = getattr(known, finding.fact)
    if value not in finding.values:
        return None
    return finding.level, Reason(
        finding.id, f"{finding.fact}: {value}", finding.says, finding.clinical,
        f"{finding.fact} is one of: {', '.join(sorted(finding.values))}", "", finding.sources, finding.follows,
    )  # fmt: skip
