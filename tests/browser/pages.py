"""Every page that a person can open, and how a page is held against what all pages must be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

PAGES = {
    "today": "/",
    "program": "/program/",
    "start": "/start/",
    "start-step": "/start/about-you/",
    "emergency": "/emergency/",
    "session": "/session/",
    "session-done": "/session/done/session-1/",
    "pain-check": "/pain-check/",
    "morning": "/morning/",
    "safety": "/safety/",
    "changed": "/changed/",
    "leg": "/leg/",
    "flare": "/flare/",
    "reports": "/reports/",
    "report": "/reports/one/session-1/",
    "report-add": "/reports/add/pain/",
    "pause": "/pause/",
    "progress": "/progress/",
    "why": "/progress/why/",
    "summary": "/progress/summary/",
    "measure": "/measures/psfs/",
    "library": "/library/",
    "exercise": "/library/bird-dog/",
    "routines": "/routines/",
    "routine": "/routines/article3-essential-five/",
    "lessons": "/lessons/",
    "lesson": "/lessons/bending/",
    "settings": "/settings/",
    "settings-section": "/settings/program/",
    "erase": "/erase/",
    "goodbye": "/goodbye/",
    "offline": "/offline/",
}
"""Name of the address, and one example of it."""

CLINIC = {
    "export-messages", "join", "care", "care-leave", "clinic", "clinic-invite", "clinic-take-back",
    "clinic-member", "caseload", "patient", "clinic-log", "clinic-place", "patient-seen", "patient-message",
    "patient-note", "care-message", "care-read", "patient-program", "patient-program-save", "patient-proposal",
    "patient-handout",
    "clinic-content", "clinic-content-sheet", "clinic-content-version", "clinic-entry", "clinic-new",
    "patient-signs", "patient-link", "clinic-tasks", "clinic-happened", "clinic-file", "patient-task", "patient-join",
    "clinic-templates", "clinic-template", "patient-template", "patient-versions",
    "clinic-exercises", "clinic-exercise-new", "clinic-exercise", "clinic-exercise-picture", "patient-picture",
}  # fmt: skip
"""Addresses that are there with accounts only; ``test_clinic_journey.py`` opens their pages."""

VIEWS = (
    "/pain-check/?when=after&pain=6&before=3&leg=down&lasting=yes", "/measures/nprs_back/", "/measures/groc/",
    "/measures/rmdq-24/", "/library/?q=brige", "/library/full-crunch/", "/library/superman/",
    "/routines/article2-eight/", "/lessons/sciatica/", "/settings/display/", "/settings/voice/",
    "/settings/reminders/", "/settings/data/", "/reports/add/session/", "/reports/add/aerobic/", "/erase/?step=word",
)  # fmt: skip
"""Pages that look different from the example of their kind."""

FILES = {
    "session-plan", "log", "sync", "import", "calendar", "push", "export-jsonl", "export-csv", "export-told", "figure",
    "picture", "manifest", "service-worker", "offline-list", "healthz",
}  # fmt: skip
"""Addresses that are no pages."""

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def against_axe(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands: rule, first place, how often."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {AXE.read_text()} }}")
    found = page.evaluate(
        "async (rules) => (await axe.run(document, {runOnly: {type: 'tag', values: rules}})).violations"
        ".map(v => [v.id, v.nodes[0].target.join(' '), v.nodes.length, v.nodes[0].failureSummary])",
        RULES,
    )
    return [json.dumps(row, ensure_ascii=False) for row in found]


def against_axe_in_both_themes(page: Page) -> list[str]:
    """What axe finds wrong in the light and in the dark; a page changes nothing but its style between them."""
    found = []
    for scheme in THEMES:
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {row}" for row in against_axe(page)]
    return found


def too_small(page: Page) -> list[str]:
    """Links and controls in sight that are under 44 px in a direction; links inside a sentence may be."""
    return page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, select, textarea, summary, [role=button]")]
        .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
        .filter(e => !(e.matches("a") && getComputedStyle(e).display === "inline"))
        .filter(e => !e.closest("label") && e.type !== "hidden" && !e.matches(".skip-link, .visually-hidden"))
        .map(e => [e, e.getBoundingClientRect()])
        .filter(([e, r]) => r.width > 0 && r.height > 0 && (r.width < 44 || r.height < 44))
        .map(([e, r]) => `${e.outerHTML.slice(0, 80)} ${Math.round(r.width)}x${Math.round(r.height)}`)"""
    )


def overflows(page: Page) -> bool:
    """Whether the page is wider than the screen."""
    return page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
