"""The time zones that a person can choose from, by region: those of the IANA table, without its old names.

The table says as well which country each is of, and so whom to call there.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

REGIONS: dict[str, Words] = {
    "Africa": _("Africa"), "America": _("America"), "Antarctica": _("Antarctica"), "Arctic": _("Arctic"),
    "Asia": _("Asia"), "Atlantic": _("Atlantic islands"), "Australia": _("Australia"), "Europe": _("Europe"),
    "Indian": _("Islands of the Indian Ocean"), "Pacific": _("Pacific islands"),
}  # fmt: skip
"""Regions as the table names them, in its order, and what a page calls them."""


@cache
def zones() -> tuple[tuple[Words, tuple[tuple[str, str], ...]], ...]:
    """Regions, each with its zones: name, and the place alone.

    >>> dict(zones()[1][1])["America/Argentina/Buenos_Aires"]
    'Argentina, Buenos Aires'
    """
    names = sorted(_countries())
    return tuple(
        (label, tuple((name, place(name)) for name in names if name.startswith(f"{region}/")))
        for region, label in REGIONS.items()
    )


def country_of(zone: str) -> str:
    """The country (ISO 3166 code) that a time zone is of, also by an old name of it; empty when it is of none.

    >>> country_of("America/Chicago"), country_of("Europe/Madrid"), country_of("UTC")
    ('US', 'ES', '')
    >>> country_of("America/Indianapolis"), country_of("Asia/Calcutta"), country_of("Europe/Kiev"), country_of("EST")
    ('US', 'IN', 'UA', '')
    """
    if zone in OF_THEIR_OWN:
        return OF_THEIR_OWN[zone]
    seen = set()
    while zone not in _countries() and zone in _links() and zone not in seen:
        seen.add(zone)
        zone = _links()[zone]
    return _countries().get(zone, "")


OF_THEIR_OWN = {
    "Iceland": "IS", "Atlantic/Jan_Mayen": "NO", "America/Coral_Harbour": "CA", "America/Virgin": "VI",
    "Africa/Timbuktu": "ML", "Africa/Asmera": "ER", "Pacific/Ponape": "FM", "Pacific/Truk": "FM", "Pacific/Yap": "FM",
    "Antarctica/South_Pole": "", "CET": "", "EET": "", "MET": "", "WET": "", "EST": "", "MST": "", "HST": "",
}  # fmt: skip
"""Old names that the table links to a zone of another country with the same hours; and hours of no country."""


def countries() -> tuple[tuple[str, str], ...]:
    """Every country that a time zone is of: its code and its English name, by name.

    >>> dict(countries())["UA"]
    'Ukraine'
    """
    rows = (row.split("\t") for row in _table("iso3166.tab"))
    used = set(_countries().values())
    return tuple(sorted(((code, name) for code, name in rows if code in used), key=lambda row: row[1]))


@cache
def _links() -> dict[str, str]:
    """Old names, each with the name that it links to."""
    rows = (row.split() for row in _table("tzdata.zi") if row.startswith("L "))
    return {old: now for _, now, old in rows}


@cache
def _countries() -> dict[str, str]:
    rows = (row.split("\t") for row in _table("zone.tab"))
    return {zone: country for country, _where, zone, *_comment in rows}


def _table(name: str) -> list[str]:
    """The rows of a file of the IANA data, without remarks."""
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return [row for row in text.splitlines() if not row.startswith("#")]


def place(zone: str) -> str:
    """A time zone without its region, as one reads it.

    >>> place("America/New_York"), place("UTC")
    ('New York', 'UTC')
    """
    return zone.partition("/")[2].replace("_", " ").replace("/", ", ") or zone
