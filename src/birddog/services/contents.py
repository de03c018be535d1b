"""Which clinical content a person's chart is made with: found from the chart's owner, never from the process.

It is the one that comes with the package, another that this server offers by name, or that of the clinic that cares for
them; with the home-made exercises that are in the chart.
"""

from __future__ import annotations

from collections.abc import Callable

from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.core.log.home_made import widened
from birddog.records.models import Person
from birddog.services import home_made
from birddog.services.clinic import editions

Load = Callable[[str], Content]
"""What gives a content in a language (``en``, ``es``)."""

_offered: dict[str, Load] = {}


def offer(name: str, load: Load) -> None:
    """From now on people whose ``content`` is ``name`` are served with what ``load`` gives; empty: everyone else."""
    _offered[name] = load


def content_of(person: Person, language: str = "en") -> Content:
    """The content of a person's chart in a language.

    Raises ``BirddogError`` if this server does not come with it: a chart is never read with somebody else's.
    """
    content = _of_everyone(person, language)
    return widened(content, home_made.known(person)) if person.home_made else content


def _of_everyone(person: Person, language: str) -> Content:
    if person.content.startswith(editions.PREFIX):
        return editions.content_named(person.content, language)
    if person.content not in _offered:
        raise BirddogError(f"content: there is no '{person.content}' on this server; it has {', '.join(_offered)}")
    return _offered[person.content](language)
