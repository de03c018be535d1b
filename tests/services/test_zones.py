"""Every zone that a browser can name leads to the country it is in, and none to another."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from birddog.services.intake.emergency_numbers import EVERYWHERE, crisis_line, emergency_numbers
from birddog.services.person.zones import countries, country_of

OLD = {
    "America/Indianapolis": "US", "US/Pacific": "US", "America/Buenos_Aires": "AR", "Asia/Calcutta": "IN",
    "Asia/Katmandu": "NP", "Asia/Saigon": "VN", "Europe/Kiev": "UA", "Europe/Belfast": "GB", "GB": "GB", "Eire": "IE",
    "Iceland": "IS", "Atlantic/Jan_Mayen": "NO", "America/Coral_Harbour": "CA", "Africa/Asmera": "ER", "Japan": "JP",
    "Asia/Istanbul": "TR", "America/Montreal": "CA", "Australia/ACT": "AU", "NZ": "NZ", "Pacific/Yap": "FM",
}  # fmt: skip


@pytest.mark.parametrize(("zone", "country"), OLD.items())
def test_old_names_are_of_their_own_country(zone: str, country: str):
    assert country_of(zone) == country


@pytest.mark.parametrize("zone", ["EST", "CET", "UTC", "Etc/GMT+5", "EST5EDT", "", "Nowhere/Atlantis"])
def test_hours_without_a_country_name_none(zone: str):
    assert country_of(zone) == "" and emergency_numbers(country_of(zone)) == EVERYWHERE


def test_every_zone_with_a_region_has_a_country():
    regions = ("Africa/", "America/", "Asia/", "Australia/", "Europe/", "Indian/", "Pacific/", "US/", "Canada/")
    without = [zone for zone in available_timezones() if zone.startswith(regions) and not country_of(zone)]
    assert without == []


def test_the_numbers_of_old_names_are_those_of_the_new():
    assert emergency_numbers(country_of("Asia/Calcutta")) == emergency_numbers(country_of("Asia/Kolkata"))
    assert crisis_line(country_of("America/Indianapolis")) == "988"
    assert emergency_numbers(country_of("Europe/Kiev")) == ("112",)


def test_every_country_can_be_chosen_once():
    codes = [code for code, _name in countries()]
    assert len(codes) == len(set(codes)) > 200
