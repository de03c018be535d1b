"""A therapist's morning by hand: who needs something is looked at and answered, and what that took is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

MOST_CLICKS, MOST_A_PATIENT, MOST_WORDS = 60, 4, 1500
"""For 12 patients of 80: clicks in all, clicks for one of them, words that come into sight."""
IN_SIGHT = """() => {
  const rows = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const holder = walker.currentNode.parentElement;
    if (!text || !holder.checkVisibility() || holder.closest(".visually-hidden, option")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (box.bottom > 0 && box.top < innerHeight && box.width > 0) rows.push(text);
  }
  return rows;
}"""
"""The texts of a page that are in its window without scrolling."""


@dataclass
class Morning:
    """What it took. A text that was in sight before is not read again."""

    page: Page
    clicks: int = 0
    most: int = 0
    patients: list[str] = field(default_factory=list)
    read: set[str] = field(default_factory=set)

    @property
    def words(self) -> int:
        """Words of all texts that came into sight."""
        return sum(len(re.findall(r"\w+", text)) for text in self.read)

    def __str__(self) -> str:
        took = f"{self.clicks} clicks, at most {self.most} for one, {self.words} words in sight"
        return f"{len(self.patients)} patients: {took}"

    def click(self, what: Locator) -> None:
        """One click that leads to another page; what is in sight there is read."""
        self.clicks += 1
        with self.page.expect_navigation(wait_until="load"):
            what.click()
        self.look()

    def look(self) -> None:
        """Read what is in sight."""
        self.read |= set(self.page.evaluate(IN_SIGHT))


def morning(page: Page) -> Morning:
    """Look at everybody who needs something, answer who has written, and say that it was seen."""
    told = Morning(page)
    page.goto("/clinic/patients/")
    told.look()
    told.click(page.locator(".groups a", has_text="Need you"))
    while (name := _next(told)) is not None:
        before = told.clicks
        told.click(page.locator("a.patient", has_text=name))
        if page.get_by_text("You have not read it.").count():
            told.clicks += 1
            page.get_by_label("Write to your patient").fill("Yes, with light weights at first.")
            told.click(page.get_by_role("button", name="Send", exact=True))
        seen = page.get_by_role("button", name="I have seen this")
        told.click(seen if seen.count() else page.locator(".back a"))
        told.patients.append(name)
        told.most = max(told.most, told.clicks - before)
    return told


def _next(told: Morning) -> str | None:
    """The first on the list who needs something and was not looked at yet."""
    names = told.page.locator(".patient:not(.none) strong").all_inner_texts()
    return next((name for name in names if name not in told.patients), None)
