"""Draws the picture of the pages for the README: Today, a session and the progress page on a phone.

``python docs/pages.py docs/images/pages.png`` starts the demonstration, opens it in Chromium, and puts three
screenshots side by side.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.browser.serving import Server  # noqa: E402

PHONE: ViewportSize = {"width": 390, "height": 780}
NOW = "2026-06-01T08:10:00+00:00"
CARD = """<style>body{margin:0;padding:28px;display:flex;gap:28px;background:#e9e0d2;width:max-content}
img{width:312px;border-radius:26px;border:7px solid #25232b;display:block}</style>"""


def shoot(page: Page) -> list[bytes]:
    """Today, the player in the middle of a movement, and progress."""
    shots = []
    page.goto("/")
    page.wait_for_load_state("networkidle")
    shots.append(page.screenshot())
    page.goto("/session/")
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator("#play").wait_for()
    for _ in range(120):
        if page.locator("#play").get_attribute("data-kind") in ("hold", "out"):
            break
        page.clock.run_for(1000)
    page.clock.run_for(1500)
    shots.append(page.screenshot())
    page.goto("/progress/")
    page.wait_for_load_state("networkidle")
    shots.append(page.screenshot())
    return shots


def main(target: Path) -> None:
    """Write the picture to ``target``."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.at(NOW)
        server.start("--demo")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport=PHONE, base_url=server.url, timezone_id="UTC")
            page.clock.install(time=NOW)
            shots = [base64.b64encode(shot).decode() for shot in shoot(page)]
            card = browser.new_page(viewport={"width": 1100, "height": 700})
            card.set_content(CARD + "".join(f'<img src="data:image/png;base64,{shot}">' for shot in shots))
            card.locator("body").screenshot(path=target)
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
