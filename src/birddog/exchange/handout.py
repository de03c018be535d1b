"""The exercises of a session as a printed sheet: a tagged PDF (PDF/UA-1) with figures, doses and danger signs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from birddog import figures
from birddog.body.style import plain
from birddog.core.chart.chart import Folded
from birddog.core.content.content import Content
from birddog.core.content.exercise import Dose, Exercise
from birddog.core.content.pace import USUAL, Pace
from birddog.core.content.values import BirddogError, Disposition
from birddog.core.person.facts import Facts
from birddog.core.plan.limits import Item
from birddog.core.plan.planner import Session
from birddog.core.screen.screening import applies
from birddog.core.state.stages import training
from birddog.core.today import Stands, stands, today
from birddog.exchange.pictures import as_svg

if TYPE_CHECKING:
    import typst

Paper = Literal["a4", "us-letter"]
Pictures = Mapping[str, bytes]
NO_PICTURES: Pictures = {}
DANGER: dict[str, tuple[str, ...]] = {
    "handout-danger-numb": ("saddle_numbness", "back_passage_numbness", "sexual_feeling_lost"),
    "handout-danger-toilet": ("bladder_trouble", "bladder_feeling_lost", "urine_leaking", "bowel_control_lost"),
    "handout-danger-legs": ("both_legs_weak", "both_legs_numb_or_tingling"),
    "handout-danger-sudden": ("tearing_pain", "pulsing_belly"),
    "handout-danger-heart": ("collapse", "chest_pain", "breathless"),
    "handout-danger-self": ("self_harm",),
    "handout-danger-pregnant": ("pregnancy_warning",),
    "handout-danger-weak": ("leg_weakness",),
    "handout-danger-fever": ("fever",),
    "handout-danger-calf": ("calf_swollen",),
    "handout-danger-birth": ("after_birth_warning",),
}
"""Short sentences for paper, by the danger signs that each stands for; together all that are asked again."""
ACTIONS = ((Disposition.EMERGENCY, "handout-call-now"), (Disposition.URGENT, "handout-see-today"))
NOT_NOW: dict[Stands, str] = {
    "pause": "the person is on a pause, and the danger signs come before the next session",
    "questions": "the danger signs come first", "none": "none of the exercises suits this day",
}  # fmt: skip
"""Why there is nothing to print, where exercise is not stopped."""
SIZES: tuple[tuple[float, int], ...] = ((11.0, 32), (10.5, 28), (10.0, 26), (9.5, 24), (9.0, 22), (8.5, 19))
"""Points of the text and millimeters of a figure: the largest at which all fits one page, else more pages."""
LARGE = 18.0
"""Points of large print, on as many pages as it takes."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One exercise as it is printed; ``figure`` is a drawing, empty where there is none."""

    number: int
    name: str
    amount: str
    steps: tuple[str, ...]
    breathing: str
    figure: str
    alt: str
    qr: str | None
    qr_alt: str


@dataclass(frozen=True, slots=True)
class Danger:
    """What to do, and the signs at which to do it."""

    action: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """A sheet, its words in one language. ``figure_mm`` is the height of a figure."""

    language: str
    title: str
    subtitle: str
    exercises: tuple[Drawn, ...]
    danger: tuple[Danger, ...]
    stop: str
    footer: str
    paper: Paper


def handout(
    session: Session, known: Facts, days: tuple[int, int], day: date, content: Content,
    address: str = "", paper: Paper = "a4", kept: Path | None = None, looks: figures.Asked = figures.PLAIN,
    pictures: Pictures = NO_PICTURES,
) -> Handout:  # fmt: skip
    """The sheet of a session for a person with these facts.

    ``days``: training days a week and sessions a day. ``address``: where the pages can be reached from outside, such as
    ``https://example.org``; without one there are no codes to scan. ``kept``: a folder that keeps figures.
    ``looks``: of the figures. ``pictures``: of home-made exercises, by their ids; one without has none.
    """
    phrase = content.phrase

    def draw(exercise: Exercise) -> str:
        if exercise.made is None:
            return plain(figures.svg(exercise.id, looks, kept))
        return as_svg(pictures[exercise.id]) if exercise.id in pictures else ""

    rows = tuple(_drawn(number, item, content, address, draw) for number, item in enumerate(session.items, 1))
    often = phrase("handout-often", days=days[0]) if days[1] == 1 else phrase(
        "handout-often-a-day", days=days[0], times=days[1]
    )  # fmt: skip
    month = phrase("handout-months").split()[day.month - 1]
    told = phrase("handout-date", month=month, day=day.day, year=day.year)
    stage = content.stages[session.stage].title
    return Handout(
        content.language, phrase("handout-title"), phrase("handout-subtitle", date=told, stage=stage, often=often),
        rows, tuple(_danger(known, content)), content.rules["stop-any-exercise-worsens"].patient,
        phrase("handout-footer", version=content.version), paper,
    )  # fmt: skip


def of_chart(
    folded: Folded, now: datetime, address: str = "", paper: Paper = "a4", kept: Path | None = None,
    pace: Pace = USUAL, looks: figures.Asked = figures.PLAIN, pictures: Pictures = NO_PICTURES,
) -> Handout:  # fmt: skip
    """The sheet of the next session of a chart. ``BirddogError`` where there is none, with what to do instead."""
    content, state, day = folded.course.content, folded.state, now.date()
    shown = today(folded, now, pace)
    first = stands(shown, state)
    if first != "open" or shown.session is None or state.intake is None:
        why = NOT_NOW.get(first) or content.phrase(f"advice-{shown.disposition.word}")
        raise BirddogError(f"handout: there is no session on {day}: {why}")
    days = training(state.intake, content, state.stage)
    known = folded.course.known(state, day)
    return handout(shown.session, known, days, day, content, address, paper, kept, looks, pictures)


def _drawn(number: int, item: Item, content: Content, address: str, draw: Callable[[Exercise], str]) -> Drawn:
    exercise = content.exercise(item.exercise)
    link = f"{_checked(address)}/library/{exercise.id}/" if address else ""
    stop = content.phrase("handout-when-to-stop", when=" ".join(exercise.cautions)) if _stops(exercise) else ""
    return Drawn(
        number, exercise.name, amount(item.dose, content), exercise.steps, exercise.breathing or stop,
        draw(exercise), exercise.summary, _qr(link) if link else None,
        content.phrase("handout-watch", name=exercise.name, address=link) if link else "",
    )  # fmt: skip


def _stops(exercise: Exercise) -> bool:
    """Whether an exercise says when to stop: those of the catalog say what to take care of."""
    return exercise.made is not None and bool(exercise.cautions)


def _checked(address: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", address):
        raise BirddogError(f"address is '{address}'; allowed: one such as https://example.org")
    return address.rstrip("/")


def _qr(link: str) -> str:
    """A code to scan, as SVG."""
    from qrcode.main import QRCode

    code = QRCode(border=2)
    code.add_data(link)
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, cell in enumerate(row) if cell)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}"><path d="{dark}"/></svg>'


def _danger(known: Facts, content: Content) -> Iterator[Danger]:
    """Danger signs of those to whom they apply, the most pressing action first."""
    items = content.items_by_id
    levels = {
        name: max((items[sign].yes for sign in signs if sign in items and applies(items[sign], known)), default=None)
        for name, signs in DANGER.items()
    }
    for level, action in ACTIONS:
        signs = tuple(content.phrase(name) for name, found in levels.items() if found == level)
        if signs:
            yield Danger(content.phrase(action), signs)


def amount(dose: Dose, content: Content) -> str:
    """A dose in plain words.

    >>> from birddog.catalog import load_language
    >>> amount(Dose(2, 8, 5, rest_s=30, sides=2), load_language("en"))
    '2 sets of 8 times on each side, hold 5 seconds, rest 30 seconds between sets'
    >>> amount(Dose(1, 3, hold_breaths=4), load_language("es"))
    '3 veces, mantén la posición 4 respiraciones'
    """
    phrase = content.phrase
    told = phrase("handout-once") if dose.reps == 1 else phrase("handout-times", reps=dose.reps)
    if dose.sets > 1:
        alone = dose.reps == 1
        told = phrase("handout-times", reps=dose.sets) if alone else phrase("handout-sets", sets=dose.sets, told=told)
    parts = [phrase("handout-each-side", told=told) if dose.sides == 2 else told]
    if dose.hold_breaths:
        parts.append(phrase("handout-hold-breaths", breaths=dose.hold_breaths))
    elif dose.hold_s:
        parts.append(phrase("handout-hold-one" if dose.hold_s == 1 else "handout-hold", seconds=dose.hold_s))
    if dose.sets > 1 and dose.rest_s:
        parts.append(phrase("handout-rest", seconds=dose.rest_s))
    return ", ".join(parts)


def pdf(sheet: Handout, large: bool = False) -> bytes:
    """The sheet as PDF/UA-1, in large print or on one page where that is readable.

    ``BirddogError`` where the compiler finds that it is not accessible.
    """
    if large:
        return _compiled(sheet, LARGE, 0, large)
    for size, mm in SIZES:
        made = _compiled(sheet, size, mm, large)
        if _pages(made) == 1:
            return made
    return _compiled(sheet, *SIZES[0], large)


def _pages(made: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", made))


def _compiled(sheet: Handout, size: float, figure_mm: int, large: bool) -> bytes:
    import typst

    data = {**asdict(sheet), "figure_mm": figure_mm}
    inputs = {"data": json.dumps(data), "size": str(size), "large": "yes" if large else "no"}
    source = files("birddog.exchange").joinpath("handout.typ").read_bytes()
    try:
        return typst.compile(
            source, format="pdf", sys_inputs=inputs, pdf_standards="ua-1", font_paths=fonts(), timestamp=0
        )
    except typst.TypstError as error:
        raise BirddogError(f"handout: {error}") from error


@cache
def fonts() -> typst.Fonts:
    """The font of the pages where it was built, and those that come with the compiler: never those of the machine."""
    import typst

    folder = Path(str(files("birddog.exchange").joinpath("fonts")))
    return typst.Fonts(include_system_fonts=False, font_paths=[folder] if folder.is_dir() else [])
