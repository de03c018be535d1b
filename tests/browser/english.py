"""Finds English on a page that should have none: known texts of ours, and words that only English has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import words
from playwright.sync_api import Page
from tests.browser.conftest import ROOT

from birddog.catalog.language import FREE, ID, load_language, texts

PO = ROOT / "src/birddog/web/locale/es/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")
TELLING = re.compile(
    r"(?i:(?<![\w-])(?:the|and|you|your|with|from|this|that|of|is|are|was|were|have|will|not|when|what|which|how|"
    r"should|could|would|please|must|only|than|they|there|here|week|weeks|day|days|today|minutes|session|exercise)(?![\w-]))"
)
"""Words that no Spanish sentence has."""

COLLECT = """() => {
    const found = [], dropped = "script, style, noscript, [lang=en]";
    const copy = document.documentElement.cloneNode(true);
    for (const script of copy.querySelectorAll("script[type='application/json']")) {
        const into = (value) => {
            if (typeof value === "string" && /[ A-Z]/.test(value)) found.push(value);
            else if (value && typeof value === "object") Object.values(value).forEach(into);
        };
        into(JSON.parse(script.textContent));
    }
    for (const gone of copy.querySelectorAll(dropped)) gone.remove();
    for (const e of copy.querySelectorAll("*"))
        for (const name of ["aria-label", "aria-description", "aria-valuetext", "title", "alt", "placeholder"])
            if (e.getAttribute(name)) found.push(e.getAttribute(name));
    const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) found.push(walker.currentNode.data);
    const whole = "title, p, li, dd, dt, td, th, label, legend, summary, a, button, h1, h2, h3, h4";
    for (const e of copy.querySelectorAll(whole)) found.push(e.textContent);
    return found.map(text => text.replace(/\\{\\w+\\}/g, "").replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""
"""Every text of the page, shown or still hidden: of elements, of attributes that are read out, of JSON for scripts."""


def english_on(page: Page) -> list[str]:
    """The texts of the page that are English."""
    given = dict.fromkeys(page.evaluate(COLLECT))
    whole = "\n".join(given)
    known = [text for text in known_english() if text in whole]
    pattern = re.compile("|".join([TELLING.pattern, *(rf"(?<!\w){re.escape(text)}(?!\w)" for text in known)]))
    return [text for text in given if pattern.search(text)]


@cache
def spanish() -> dict[str, str]:
    """What the pages say in Spanish for an English text that stands alone."""
    return {str(m.id): str(m.string) for m in words.read(PO) if isinstance(m.id, str) and m.id and not m.context}


@cache
def known_english() -> tuple[str, ...]:
    """The English texts of pages and content that Spanish says otherwise."""
    both = {*_of_pages(), *_of_content(texts(load_language("en")), texts(load_language("es")))}
    return tuple(sorted(both))


def _of_pages() -> Iterator[str]:
    """Pieces of three words and more, without what is filled in."""
    for message in words.read(PO):
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        said = message.string if isinstance(message.string, str) else " ".join(message.string or ())
        for text in ids:
            for piece in PLACEHOLDER.split(text):
                piece = " ".join(piece.split())
                if len(piece.split()) >= 3 and piece not in said:
                    yield piece


def _of_content(english: Any, spanish: Any) -> Iterator[str]:
    if isinstance(english, dict):
        for key, inner in english.items():
            if key not in (*FREE, ID):
                yield from _of_content(inner, spanish[key])
    elif isinstance(english, list):
        for one, other in zip(english, spanish, strict=True):
            yield from _of_content(one, other)
    elif english != spanish and english not in spanish:
        pieces = [" ".join(piece.split()) for piece in PLACEHOLDER.split(english)]
        yield from (piece for piece in pieces if len(piece.split()) >= 3 or (pieces == [piece] and piece.istitle()))
