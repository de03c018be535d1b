"""One entry of the content as a clinician reads it before they sign: everything that it says and does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from birddog.catalog.entries import kind_of
from birddog.catalog.overlay import Edition, packaged
from birddog.core.content.content import Content, Rule, Source, bits
from birddog.core.content.exercise import Exercise
from birddog.core.plan.dose_text import written

ASKED = {
    "yes": gettext_lazy("After a yes"), "unsure": gettext_lazy("After “not sure”"),
    "level": gettext_lazy("What it leads to"),
}  # fmt: skip
LEVELS = {
    "emergency": gettext_lazy("emergency"), "urgent": gettext_lazy("to be seen today"),
    "clinician_first": gettext_lazy("a clinician first"), "clinician_alongside": gettext_lazy("a clinician alongside"),
    "self_care": gettext_lazy("continues alone"),
}  # fmt: skip
HEADINGS = {
    "summary": "", "question": "", "says": "", "steps": gettext_lazy("How to do it"),
    "breathing": gettext_lazy("Breathing"), "cues": gettext_lazy("Think of"), "cautions": gettext_lazy("Take care"),
    "practice": "", "points": "",
}  # fmt: skip
"""What a person reads of an entry, by its name in the files, and under which heading."""
TONGUES = {"en": "English", "es": "Español"}


@dataclass(frozen=True, slots=True)
class Part:
    """Something that an entry says, under a heading. ``lang``: the language, where it is not that of the page."""

    heading: str
    lines: tuple[str, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """All that is read before signing. ``words`` are what a person reads, in each language."""

    title: str
    figure: str
    parts: tuple[Part, ...]
    words: tuple[tuple[str, str, tuple[Part, ...]], ...]
    sources: tuple[Source, ...]


def page_of(entry: str, edition: Edition, title: str, language: str) -> Page:
    """The page of an entry. Raises ``KeyError`` if there is none."""
    kind, name = kind_of(entry)
    row = edition.files.row(entry)
    # What is not used is not in the edition, and read all the same: as the packaged content has it.
    read = edition if _has(edition.contents["en"], kind, name) else packaged()
    content = read.contents[language]
    parts = tuple(part for part in PARTS[kind](content, name, language, row) if any(part.lines))
    words = tuple((code, TONGUES[code], tuple(_words(kind, name, edition, code))) for code in sorted(edition.contents))
    ids = dict.fromkeys([*row.get("sources", ()), *(s for p in row.get("points", ()) for s in p["sources"])])
    return Page(
        title, name if kind == "exercise" else "", parts, words,
        tuple(content.sources[one] for one in ids if one in content.sources),
    )  # fmt: skip


def _has(content: Content, kind: str, name: str) -> bool:
    return kind != "exercise" or name in content.index


# ----------------------------------------------------------------------------------------------- what is read


def _exercise(content: Content, name: str, language: str, row: Mapping[str, Any]) -> Iterator[Part]:
    exercise = content.exercise(name)
    yield Part(_("Doses, from first to highest"), tuple(_doses(exercise, content, language)))
    pain = exercise.max_pain
    yield Part(_("Limit on pain"), (_("%(pain)s of 10") % {"pain": pain} if pain is not None else "",))
    yield Part(_("What it is"), (", ".join(plain(tag) for tag in sorted(exercise.tags)),))
    bit = 1 << content.index[name]
    barred = tuple(veto.clinical or veto.says for veto, mask in content.veto_masks if mask & bit)
    yield Part(_("Who does not get it"), barred)
    yield Part(
        _("Rules it follows"),
        _rules(content, [*exercise.rules, *(r for d in exercise.doses.values() for r in d.rules)]),
    )
    yield Part(_("Easier and harder ones"), tuple(content.called(i) for i in (*exercise.easier, *exercise.harder)))
    yield Part(_("Instead"), tuple(content.called(i) for i in row.get("avoid", {}).get("instead", ())))


def _doses(exercise: Exercise, content: Content, language: str) -> Iterator[str]:
    for stage, dose in exercise.doses.items():
        title, first, most = content.stages[stage].title, written(dose.start, language), written(dose.most, language)
        yield f"{title}: {first} – {most}" if first != most else f"{title}: {first}"
    for stage, told in exercise.aerobic.items():
        slots = {"stage": content.stages[stage].title, "first": told.minutes, "most": told.most_minutes,
                 "times": told.per_day, "days": told.days_per_week}  # fmt: skip
        yield _("%(stage)s: %(first)s to %(most)s minutes, %(times)s times a day, %(days)s days a week") % slots


def _sign(content: Content, name: str, language: str, row: Mapping[str, Any]) -> Iterator[Part]:
    del name, language
    told = [(ASKED[key], row[key]) for key in ("yes", "unsure", "level") if key in row]
    yield Part(_("What it leads to"), tuple(f"{key}: {LEVELS[level]}" for key, level in told))
    if "of" in row:
        signs = tuple(content.called(sign) if "=" not in sign else plain(sign) for sign in row["of"])
        yield Part(_("At least %(n)s of these") % {"n": row["at_least"]}, signs)
    if "fact" in row:
        yield Part(_("When"), (f"{plain(row['fact'])}: {', '.join(plain(value) for value in row['values'])}",))
    yield Part(_("Asked of"), (plain(row.get("only_if", "")) or _("everybody"),) if "question" in row else ())
    yield Part(_("Asked again"), (_("every week, in a flare-up, and with leg symptoms"),) if row.get("recheck") else ())
    yield Part(_("For the record"), (row["clinical"],))
    yield Part(_("Rules it follows"), _rules(content, row.get("follows", ())))


def _veto(content: Content, name: str, language: str, row: Mapping[str, Any]) -> Iterator[Part]:
    del language
    yield Part(_("When"), (f"{plain(row['fact'])}: {', '.join(plain(value) for value in row['values'])}",))
    yield Part(_("It takes out exercises tagged"), tuple(plain(tag) for tag in row["tags"]))
    yield Part(_("But not those also tagged"), tuple(plain(tag) for tag in row.get("unless_tags", ())))
    mask = next(mask for veto, mask in content.veto_masks if veto.id == name) & content.offered
    yield Part(_("Exercises that it takes out"), (", ".join(content.exercises[bit].name for bit in bits(mask)),))
    yield Part(_("Never overridden at"), tuple(plain(value) for value in row.get("never", ())))
    yield Part(_("For the record"), (row["clinical"],))
    yield Part(_("Rules it follows"), _rules(content, row.get("follows", ())))


def _rule(content: Content, name: str, language: str, row: Mapping[str, Any]) -> Iterator[Part]:
    del language
    rule = content.rules[name]
    yield Part(_("What it says"), (rule.statement, rule.clinician))
    yield Part(_("Numbers"), tuple(_number(key, told) for key, told in row["values"].items()))
    yield Part(_("Where it applies"), (rule.acts,))
    using = tuple(exercise.name for exercise in content.exercises if _follows(exercise, rule))
    yield Part(_("Exercises that follow it"), (", ".join(using),))


def _follows(exercise: Exercise, rule: Rule) -> bool:
    return rule.id in exercise.rules or any(rule.id in dose.rules for dose in exercise.doses.values())


def _number(name: str, told: Mapping[str, Any]) -> str:
    value = told["value"]
    said = " – ".join(map(str, value)) if isinstance(value, list) else str(value)
    bounds = f" ({told['min']} – {told['max']})" if "min" in told else ""
    return f"{plain(name)}: {said} {told.get('unit', '')}{bounds}"


def _lesson(content: Content, name: str, language: str, row: Mapping[str, Any]) -> Iterator[Part]:
    del name, language
    yield Part(_("Shown when"), (", ".join(row["topics"]),))
    yield Part(_("Rules it follows"), _rules(content, [point.get("rule", "") for point in row["points"]]))


PARTS = {"exercise": _exercise, "sign": _sign, "veto": _veto, "rule": _rule, "lesson": _lesson}


def _rules(content: Content, ids: Any) -> tuple[str, ...]:
    return tuple(content.rules[one].statement for one in dict.fromkeys(ids) if one in content.rules)


def plain(word: str) -> str:
    """An id of the content as words."""
    return word.replace("_", " ").replace("=", ": ").replace("|", ", ")


def _words(kind: str, name: str, edition: Edition, code: str) -> Iterator[Part]:
    """What a person reads of it, in one language."""
    row = edition.files.row(f"{kind}-{name}")
    told = row if code == "en" else edition.files.words(f"{kind}-{name}", code)
    if kind == "rule":
        yield Part("", (edition.contents[code].rules[name].patient,), code)
        return
    for key, heading in HEADINGS.items():
        value = told.get(key, ())
        lines = (value,) if isinstance(value, str) else tuple(v["text"] if isinstance(v, dict) else v for v in value)
        if lines:
            yield Part(str(heading), lines, code)
    mistakes = tuple(" ".join(m[key] for key in ("feels", "what", "fix")) for m in told.get("mistakes", ()))
    if mistakes:
        yield Part(_("If it does not feel right"), mistakes, code)
