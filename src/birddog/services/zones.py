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
    """The country (ISO 3166 code) that a time zone is of; empty when it is of none, or an old name.

    >>> country_of("America/Chicago"), country_of("Europe/Madrid"), country_of("UTC")
    ('US', 'ES', '')
    """
    return _countries().get(zone, "")


@cache
def _countries() -> dict[str, str]:
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (row.split("\t") for row in table if not row.startswith("#"))
    return {zone: country for country, _where, zone, *_comment in rows}


def place(zone: str) -> str:
    """A time zone without its region, as one reads it.

    >>> place("America/New_York"), place("UTC")
    ('New York', 'UTC')
    """
    return zone.partition("/")[2].replace("_", " ").replace("/", ", ") or zone
