"""What a person has set for themselves: how pages look and speak, not what is prescribed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args
from zoneinfo import available_timezones

from birddog.core.values import BirddogError
from birddog.records.models import Person

Theme = Literal["auto", "light", "dark"]
TextSize = Literal["normal", "large", "largest"]
Units = Literal["metric", "imperial"]
Skin = Literal["sand", "ivory", "honey", "umber", "cocoa", "ebony"]


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything has a usable default; ``language`` empty means: as the browser asks."""

    language: str = ""
    zone: str = ""
    theme: Theme = "auto"
    text_size: TextSize = "normal"
    units: Units = "metric"
    skin: str = "sand"
    outfit: str = "teal"
    voice: bool = True
    tones: bool = True
    lying_down: bool = False
    get_ready_s: int = 10
    country: str = ""
    reminder_time: str = ""
    reminder_days: tuple[int, ...] = ()


def preferences_of(person: Person) -> Preferences:
    """The person's preferences; what an older version kept and this one does not know is passed over."""
    known = {f.name for f in fields(Preferences)}
    kept = {name: value for name, value in person.preferences.items() if name in known}
    if "reminder_days" in kept:
        kept["reminder_days"] = tuple(kept["reminder_days"])
    return Preferences(**kept)


def checked(wanted: Preferences) -> Preferences:
    """``wanted`` itself. Raises ``BirddogError`` naming field, value and what is allowed."""
    for name, allowed in (("theme", get_args(Theme)), ("text_size", get_args(TextSize)), ("units", get_args(Units))):
        if (value := getattr(wanted, name)) not in allowed:
            raise BirddogError(f"{name} is {value!r}; allowed: {', '.join(allowed)}")
    if wanted.zone and wanted.zone not in available_timezones():
        raise BirddogError(f"zone is {wanted.zone!r}; allowed: a name of the IANA list, such as Europe/Madrid")
    if not 3 <= wanted.get_ready_s <= 30:
        raise BirddogError(f"get_ready_s is {wanted.get_ready_s}; allowed: 3 to 30")
    return wanted


def change(person: Person, **changes: Any) -> Preferences:
    """Set some preferences and keep them. Errors as in ``checked``; then nothing is changed."""
    wanted = checked(replace(preferences_of(person), **changes))
    person.preferences = asdict(wanted)
    person.save(update_fields=["preferences"])
    return wanted
