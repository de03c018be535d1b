"""The form in which a therapist writes an exercise of their own: its fields, what was filled in, and what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from birddog.core.content.content import Content
from birddog.core.content.values import STAGES, BirddogError
from birddog.core.log.clinician_events import HomeMade
from birddog.core.log.home_made import ASKED, LONGEST, MOST_LINES, exercise_of, words_of
from birddog.core.log.schema import build
from birddog.core.plan.dose_text import dose_of, written
from birddog.services.clinic.home_made import Written
from birddog.services.clinic.texts import one_line
from birddog.services.library.labels import CATEGORIES, EQUIPMENT

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

LANGUAGES: dict[str, Words] = {"en": gettext_lazy("In English"), "es": gettext_lazy("In Spanish")}
KINDS = {name: CATEGORIES[name] for name in ("mobility", "stabilization", "strengthening", "balance")}
POSITIONS: dict[str, Words] = {
    "back": gettext_lazy("Lying on the back"), "stomach": gettext_lazy("Lying on the stomach"),
    "side": gettext_lazy("Lying on the side"), "hands_and_knees": gettext_lazy("On hands and knees"),
    "kneeling": gettext_lazy("Kneeling upright"), "plank": gettext_lazy("Propped on forearms or hands, knees or feet"),
    "sitting": gettext_lazy("Sitting"), "standing": gettext_lazy("Standing"),
    "several": gettext_lazy("Several of these, or not sure"),
}  # fmt: skip
SIDES: dict[str, Words] = {
    "bilateral": gettext_lazy("Both sides together"), "unilateral": gettext_lazy("One side, then the other"),
    "alternating": gettext_lazy("Both sides in turn"),
}  # fmt: skip
THINGS = {name: label for name, label in EQUIPMENT.items()
          if name in ("wall", "chair", "table", "bed", "towel", "step", "strap", "band", "ball", "foam-roller",
                      "light-weights", "dowel")}  # fmt: skip
ANSWERS: dict[str, Words] = {
    "unsure": gettext_lazy("Not sure (counts as yes)"), "no": gettext_lazy("No"), "yes": gettext_lazy("Yes")
}  # fmt: skip
QUESTIONS: dict[str, Words] = {
    "bends_far": gettext_lazy("Does the low back bend forward as far as it goes?"),
    "curls_with_load": gettext_lazy("Does the trunk curl up or bend against its own weight or another load?"),
    "bends_standing": gettext_lazy("Does the trunk bend forward while standing?"),
    "rounds_upper_back": gettext_lazy("Does the upper back become round?"),
    "arches_far": gettext_lazy("Does the low back arch as far as it goes?"),
    "arches_on_stomach": gettext_lazy("Does it arch the back while lying on the stomach?"),
    "twists": gettext_lazy("Does the trunk twist?"),
    "twists_far": gettext_lazy("Does the trunk twist as far as it goes?"),
    "twists_with_load": gettext_lazy("Does the trunk twist with a load?"),
    "bends_sideways": gettext_lazy("Does the trunk bend to the side?"),
    "weight": gettext_lazy("Is a weight or a band lifted, pulled or carried?"),
    "heavy": gettext_lazy("Is the load on the back high, as in a sit-up or a heavy lift?"),
    "jolts": gettext_lazy("Are there jumps or jolts?"),
    "head_down": gettext_lazy("Is the head lower than the hips?"),
    "nerve": gettext_lazy("Does it stretch or slide the nerve of the leg?"),
    "one_leg": gettext_lazy("Does it ask for balance, as on one leg?"),
    "held_on": gettext_lazy("Is a hand on something firm the whole time?"),
    "kneels": gettext_lazy("Is there weight on a knee?"),
    "hands": gettext_lazy("Is there weight on the hands?"),
    "shoulders": gettext_lazy("Is there weight on the shoulders, or work above them?"),
    "hip_bends_far": gettext_lazy("Does a hip bend more than a right angle?"),
    "hip_turns_far": gettext_lazy("Does a hip turn, cross over or go back as far as it goes?"),
    "knee_bends_far": gettext_lazy("Does a knee bend deeply?"),
    "floor": gettext_lazy("Does it need the floor, where a firm bed would not do?"),
}
"""What a therapist is asked, in the order of the page."""
SAYS: tuple[tuple[str, Words], ...] = (
    ("may_use", gettext_lazy("Check that the clinic may use the picture, or leave the picture out.")),
    ("picture: it is none of", gettext_lazy("The picture must be a PNG, JPEG, WebP or GIF file. Drawings as SVG "
                                            "cannot be taken.")),
    ("picture: it cannot", gettext_lazy("We cannot read this picture. Save it again as JPEG or PNG.")),
    ("picture has", gettext_lazy("The picture is too large or too small: at most 12 MB and 50 megapixels, at least "
                                 "64 pixels on each side.")),
    ("exercises:", gettext_lazy("Your clinic has as many exercises as it can hold.")),
    ("name is", gettext_lazy("Another exercise has this name. Choose another one.")),
    ("home_made: its words", gettext_lazy("Write the name and at least one step, in English or in Spanish.")),
)  # fmt: skip
"""What the core and the services say in English, by its beginning, and the same on the page."""
LINES = ("steps", "mistakes", "stop_if")


def wrong(message: str) -> str | None:
    """What is wrong with an exercise, in the language of the page; ``None`` for what is about something else."""
    return next((str(says) for start, says in SAYS if message.startswith(start)), None) or _about_words(message)


def _about_words(message: str) -> str | None:
    place, _sep, rest = message.partition(" ")
    where, _sep, name = place.removeprefix("home_made.").rstrip(":").partition(".")
    if where not in LANGUAGES:
        return None
    if rest.startswith("has ") and name in ("name", "picture"):
        return _("%(language)s: a name has at most 60 letters, and what the picture shows at most 300.") % {
            "language": LANGUAGES[where]
        }
    if name == "picture":
        return _("%(language)s: say what the picture shows, for whoever cannot see it.") % {
            "language": LANGUAGES[where]
        }
    if name in ("name", "steps") and rest.startswith("is missing"):
        return _("%(language)s: the name and at least one step are needed.") % {"language": LANGUAGES[where]}
    told = {"language": LANGUAGES[where], "most": MOST_LINES, "longest": LONGEST}
    return _("%(language)s: at most %(most)s lines of %(longest)s letters each.") % told


def read_form(posted: Mapping[str, Any], things: list[str], picture: bytes | None) -> Written:
    """What was filled in. ``BirddogError`` for what no page of ours has sent."""
    told: dict[str, Any] = {name: words for name in LANGUAGES if (words := _words(posted, name)) is not None}
    for name, allowed in (("category", KINDS), ("position", POSITIONS), ("laterality", SIDES)):
        told[name] = _one(name, posted, allowed)
    told["stage"] = _one("stage", posted, STAGES)
    told["equipment"] = [thing for thing in THINGS if thing in things]
    told["answers"] = {name: posted[f"q-{name}"] for name in ASKED if posted.get(f"q-{name}") in ANSWERS}
    made = build(HomeMade, told)
    return Written(made, str(posted.get("dose", "")).strip(), picture, "may_use" in posted)


def _one(name: str, posted: Mapping[str, Any], allowed: Collection[str]) -> str:
    value = str(posted.get(name, ""))
    if value not in allowed:
        raise BirddogError(f"{name} is '{value[:40]}'; allowed: {', '.join(allowed)}")
    return value


def _words(posted: Mapping[str, Any], language: str) -> dict[str, Any] | None:
    """The words in one language; ``None`` where nothing of them is filled in."""
    lines = {name: _lines(str(posted.get(f"{name}_{language}", ""))) for name in LINES}
    name, seen = (one_line(str(posted.get(f"{part}_{language}", ""))) for part in ("name", "picture"))
    if not name and not seen and not any(lines.values()):
        return None
    return {"name": name, "picture": seen, **lines}


def _lines(text: str) -> list[str]:
    return [line for row in text.splitlines() if (line := one_line(row))]


def filled(made: HomeMade, language: str) -> dict[str, Any]:
    """An exercise as the form holds it."""
    out: dict[str, Any] = {f"q-{name}": answer for name, answer in made.answers.items()}
    out |= {"category": made.category, "stage": made.stage, "position": made.position, "laterality": made.laterality}
    for code, words in (("en", made.en), ("es", made.es)):
        if words is not None:
            out |= {f"name_{code}": words.name, f"picture_{code}": words.picture}
            out |= {f"{name}_{code}": "\n".join(getattr(words, name)) for name in LINES}
    exercise = exercise_of(made, language)
    return {**out, "dose": written(dose_of(made.dose, exercise, made.stage), language)}


def described(made: HomeMade, content: Content) -> tuple[str, str, str]:
    """An exercise in a list: its name, its dose as it is typed, and its first stage."""
    exercise = exercise_of(made, content.language)
    dose = written(dose_of(made.dose, exercise, made.stage), content.language)
    return words_of(made, content.language).name, dose, content.stages[made.stage].title


EMPTY: dict[str, Any] = {"dose": "2x8", "position": "several", "stage": "maintain"}
"""A form that nobody has filled in: what is chosen in it gives an exercise to the fewest."""
