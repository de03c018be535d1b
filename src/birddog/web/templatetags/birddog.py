"""Figures, pain scales and small words for templates."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.dateformat import format as written
from django.utils.dateformat import time_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from birddog import figures
from birddog.core.log.home_made import PREFIX
from birddog.services.library import labels
from birddog.services.person.preferences import Preferences

register = template.Library()


def figure_url(exercise_id: str, preferences: Preferences, kind: str = "still", view: str = "") -> str:
    """Address of a figure in the person's theme and tones; it changes when the drawing does.

    Of a home-made exercise, that of its picture: an id is one exercise for good.
    """
    if exercise_id.startswith(PREFIX):
        return f"{reverse('picture', args=[exercise_id])}?v=1"
    mine = preferences
    asked = figures.Asked(kind, view, mine.theme, mine.skin, mine.outfit, physique=mine.physique)  # type: ignore[arg-type]
    query = {"kind": kind, "theme": mine.theme, "skin": mine.skin, "outfit": mine.outfit, "physique": mine.physique}
    if view:
        query["view"] = view
    return f"{reverse('figure', args=[exercise_id])}?{urlencode({**query, 'v': figures.version(exercise_id, asked)})}"


@register.simple_tag(takes_context=True)
def figure(context: dict[str, Any], exercise_id: str, alt: str = "", kind: str = "still", view: str = "") -> SafeString:
    """An ``<img>`` of an exercise. ``alt`` empty: the name stands beside it already.

    On a page of a clinic about a patient the pictures of home-made exercises are those of that patient.
    """
    if exercise_id.startswith(PREFIX) and "me" in context and "care" in context:
        url = reverse("patient-picture", args=[context["care"].pk, exercise_id])
    else:
        url = figure_url(exercise_id, context["preferences"], kind, view)
    return format_html('<img class="figure" src="{}" alt="{}" loading="lazy" decoding="async">', url, alt)


@register.filter
def clock(at: datetime | time | str) -> str:
    """A time of day as the language of the page writes it, by the clock that the person had: 8:23 AM, 8:23.

    A chart counts days by the offset of each event, so its hours go by it too, not by the server's time zone.
    """
    # Translators: how a time of day is written, in Django's letters; it must agree with what browsers write.
    form = pgettext("time of day", "g:i A")
    if isinstance(at, datetime):
        return written(at, form)
    return time_format(time.fromisoformat(at) if isinstance(at, str) else at, form)


@register.filter
def short_date(on: date) -> str:
    """A day of this year, short, as the language of the page writes it: Jun 1, 1 jun."""
    return labels.short_day(on)


@register.filter
def get(values: Mapping[str, Any], name: str) -> Any:
    """What a mapping holds under a name that is no name of Python."""
    return values.get(name, "")


@register.simple_tag
def fresh_id() -> str:
    """An id for the event that a form will write, so that sending the form twice writes it once."""
    return str(uuid.uuid4())


@register.inclusion_tag("web/parts/scale.html")
def pain_scale(name: str, label: str, value: Any = None, hint: str = "", required: bool = False) -> dict[str, Any]:
    """A row of buttons from 0 to 10, with words at both ends; nothing is chosen unless ``value`` is given."""
    return {"name": name, "label": label, "value": value, "hint": hint, "required": required, "numbers": range(11)}
