"""Who to call, by country (ISO 3166 code). To be confirmed, each by someone who knows the country."""

from __future__ import annotations

EVERYWHERE = ("112", "911", "999")
"""Shown when the country is not known."""
EUROPE_112 = (
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "TR", "UA",
)  # fmt: skip
CALLS_911 = ("AR", "CA", "CR", "DO", "EC", "HN", "MX", "PA", "PH", "PR", "PY", "SV", "US", "UY", "VE")
AMBULANCE = {
    "GB": "999", "NO": "113", "AU": "000", "NZ": "111", "ZA": "112", "IN": "112", "CL": "131", "CO": "123", "PE": "106",
    "BR": "192", "JP": "119", "KR": "119", "CN": "120", "HK": "999", "SG": "995", "IL": "101",
}  # fmt: skip
CRISIS = {
    "US": "988", "CA": "988", "GB": "116 123", "IE": "116 123", "ES": "024", "DE": "0800 111 0 111", "FR": "3114",
    "AU": "13 11 14", "NZ": "1737",
}  # fmt: skip
"""Lines for people who think of harming themselves."""


def emergency_numbers(country: str) -> tuple[str, ...]:
    """The number of the ambulance; the most common ones if the country is not known."""
    code = country.strip().upper()
    if code in EUROPE_112:
        return ("112",)
    if code in CALLS_911:
        return ("911",)
    return (AMBULANCE[code],) if code in AMBULANCE else EVERYWHERE


def crisis_line(country: str) -> str:
    """A line to talk to; empty if none is known for the country."""
    return CRISIS.get(country.strip().upper(), "")
