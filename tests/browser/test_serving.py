"""The server starts, answers, and the fixtures work."""

from __future__ import annotations


def test_the_first_page_answers(page, filled):
    page.goto("/")
    assert "Birddog" in page.title()
