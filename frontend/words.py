"""The words of the pages: found in templates and code, kept in ``.po`` files, compiled for Django.

``python frontend/words.py`` compiles; ``python frontend/words.py update`` brings every ``.po`` up to date with the
pages first, and says how many texts have no translation.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src" / "birddog"
LOCALE = SOURCE / "web" / "locale"
PACKAGES = ("web", "services", "exchange", "server")
CALLS = dict.fromkeys(
    ("gettext", "_", "gettext_lazy", "gettext_noop", "ngettext", "pgettext", "pgettext_lazy", "p_", "npgettext")
)

WITH_CONTEXT = ("pgettext", "pgettext_lazy", "p_", "npgettext")


def wanted() -> Catalog:
    """Every text that the pages ask a translation for, with the files it is in."""
    catalog = Catalog(charset="utf-8")
    for package in PACKAGES:
        for path in sorted((SOURCE / package).rglob("*")):
            for message, context in _texts(path):
                catalog.add(message, locations=[(path.relative_to(SOURCE).as_posix(), 0)], context=context)
    return catalog


def _texts(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """The texts of one file: message (or singular and plural), and its context if it has one."""
    if path.suffix == ".py":
        code = path.read_bytes()
    elif path.suffix in (".html", ".txt") and "templates" in path.parts:
        lines = templatize(path.read_text(encoding="utf-8")).splitlines()
        code = "\n".join(line.strip() for line in lines).encode()  # calls, one to a line; indents mean nothing
    else:
        return
    for _, function, messages, _ in extract_python(BytesIO(code), CALLS, [], {}):
        given = cast("str | tuple[str | None, ...] | None", messages)
        if given is None:
            continue  # a call with a variable: the text itself stands where it is named
        parts = [part for part in ([given] if isinstance(given, str) else given) if part]
        context = parts.pop(0) if function in WITH_CONTEXT and parts else None
        if parts:
            yield ((parts[0], parts[1]) if "ngettext" in function else parts[0]), context


def read(path: Path) -> Catalog:
    """A ``.po`` file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def update(path: Path) -> int:
    """Bring a ``.po`` file up to date; how many of its texts have no translation."""
    catalog = read(path)
    catalog.update(wanted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, catalog, width=110, omit_header=False, sort_output=True)
    return len(missing(catalog))


def missing(catalog: Catalog) -> list[str]:
    """The texts of a catalog that have no translation."""
    return [str(m.id) for m in catalog if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]


def main() -> None:
    """Compile every language; with ``update``, look for new texts first."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        if "update" in sys.argv[1:]:
            print(f"{path.parents[1].name}: {update(path)} texts without a translation")
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))


if __name__ == "__main__":
    main()
