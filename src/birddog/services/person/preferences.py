"""What a person has set for themselves: how pages look and speak, not what is prescribed."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args
from zoneinfo import available_timezones

from birddog.body.physique import PHYSIQUES
from birddog.body.style import OUTFITS, SKINS
from birddog.catalog.language import LANGUAGES
from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.models import Person
from birddog.services.person.zones import countries

Theme = Literal["auto", "light", "dark"]
TextSize = Literal["normal", "large", "largest"]
CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
ALLOWED: dict[str, tuple[str, ...]] = {
    "theme": get_args(Theme), "text_size": get_args(TextSize), "language": ("", *LANGUAGES),
    "skin": tuple(SKINS), "outfit": tuple(OUTFITS), "physique": tuple(PHYSIQUES),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything has a usable default; ``language`` empty means: as the browser asks.

    ``reminder_time`` (hours and minutes, empty: no reminders) is when calendar and notifications speak up, on the days
    of the program. ``country`` (ISO 3166 code, empty: that of the time zone) is whose emergency number is shown.
    """

    language: str = ""
    zone: str = ""
    theme: Theme = "auto"
    text_size: TextSize = "normal"
    skin: str = "sand"
    outfit: str = "teal"
    physique: str = "average"
    voice: bool = True
    tones: bool = True
    lying_down: bool = False
    get_ready_s: int = 10
    country: str = ""
    reminder_time: str = ""


def preferences_of(person: Person) -> Preferences:
    """The person's preferences; what an older version kept and this one does not know is passed over."""
    known = {f.name for f in fields(Preferences)}
    return Preferences(**{name: value for name, value in person.preferences.items() if name in known})


def checked(wanted: Preferences) -> Preferences:
    """``wanted`` itself. Raises ``BirddogError`` naming field, value and what is allowed."""
    for name, allowed in ALLOWED.items():
        if (value := getattr(wanted, name)) not in allowed:
            raise BirddogError(f"{name} is {value!r}; allowed: {', '.join(allowed)}")
    if wanted.zone and wanted.zone not in available_timezones():
        raise BirddogError(f"zone is {wanted.zone!r}; allowed: a name of the IANA list, such as Europe/Madrid")
    if wanted.country and wanted.country not in dict(countries()):
        raise BirddogError(f"country is {wanted.country!r}; allowed: a code of ISO 3166, such as US")
    if not 3 <= wanted.get_ready_s <= 30:
        raise BirddogError(f"get_ready_s is {wanted.get_ready_s}; allowed: 3 to 30")
    if wanted.reminder_time and not CLOCK_TIME.fullmatch(wanted.reminder_time):
        raise BirddogError(f"reminder_time is {wanted.reminder_time!r}; allowed: a time such as 08:30")
    return wanted


def change(person: Person, **changes: Any) -> Preferences:
    """Set some preferences and keep them. Errors as in ``checked``; then nothing is changed."""
    with store.writing():
        now = preferences_of(store.locked(person))  # another page may have changed something else since
        wanted = checked(replace(now, **changes))
        person.preferences = asdict(wanted)
        person.save(update_fields=["preferences"])
    return wanted
