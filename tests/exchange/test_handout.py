"""The printed sheet: one page that is tagged, in both languages; large print; codes to scan only with an address."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner

from birddog import catalog
from birddog.cli import main
from birddog.core.chart.chart import fold
from birddog.core.content.values import BirddogError, Disposition
from birddog.core.log.events import IntakeAnswered
from birddog.exchange import handout
from birddog.exchange.handout import DANGER, Handout

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 2, 12)
HOME = "https://clinic.example.org"
PEOPLE = {"student-22-strong-pain": 3, "mother-to-be-31": 4, "gardener-67-no-floor": 5}
"""People of the examples, and how many exercises their first session has."""


def sheet(name: str, language: str = "en", **more: Any) -> Handout:
    content = catalog.load_language(language)
    value = json.loads((ROOT / "examples" / "intakes" / f"{name}.json").read_text())
    start = IntakeAnswered(id="e0", at=NOW, intake=catalog.read_intake(value, content))
    return handout.of_chart(fold([start], content, NOW), NOW, **more)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def tags(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """Every element of the structure tree with its alternative text."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for part in node:
                walk(part)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S), str(node.get("/Alt", ""))))
            walk(node.get("/K"))

    walk(pdf.Root.StructTreeRoot.K)
    return found


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", PEOPLE)
def test_three_to_five_exercises_fit_one_page_that_says_what_it_is(name, language):
    made = sheet(name, language, address=HOME)
    assert len(made.exercises) == PEOPLE[name]
    pdf = opened(handout.pdf(made))
    assert len(pdf.pages) == 1
    assert str(pdf.Root.Lang) == language
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert told["dc:title"] == made.title
    every = tags(pdf)
    alts = [alt for kind, alt in every if kind == "/Figure"]
    assert set(alts) == {e.alt for e in made.exercises} | {e.qr_alt for e in made.exercises}
    assert len(alts) == 2 * len(made.exercises)
    headings = [kind for kind, _ in every if kind in ("/H1", "/H2", "/H3")]
    assert headings == ["/H1", *["/H2"] * (len(made.exercises) + len(made.danger))]
    items = sum(len(e.steps) for e in made.exercises) + sum(len(part.signs) for part in made.danger)
    assert [kind for kind, _ in every].count("/LI") == items


def test_large_print_is_large_and_keeps_each_exercise_together():
    made = sheet("mother-to-be-31")
    pdf = opened(handout.pdf(made, large=True))
    assert len(pdf.pages) == len(made.exercises) + 1
    drawn = [row for page in pdf.pages for row in pikepdf.parse_content_stream(page)]
    sizes = [float(row.operands[1]) for row in drawn if str(row.operator) == "Tf"]
    assert max(sizes) > 20
    assert sum(size >= 18 for size in sizes) > len(sizes) / 2


def test_the_same_sheet_is_the_same_bytes():
    assert handout.pdf(sheet("mother-to-be-31")) == handout.pdf(sheet("mother-to-be-31"))


def test_codes_to_scan_only_where_there_is_an_address():
    assert all(row.qr is None for row in sheet("mother-to-be-31").exercises)
    with_codes = sheet("mother-to-be-31", address=HOME + "/").exercises
    assert all(f"{HOME}/library/" in row.qr_alt for row in with_codes)
    for wrong in ("example.org", "javascript:alert(1)", "https://", "https://a b"):
        with pytest.raises(BirddogError, match="allowed: one such as"):
            sheet("mother-to-be-31", address=wrong)


def test_every_danger_sign_that_is_asked_again_is_on_paper_under_its_action():
    content = catalog.load_default()
    held = [sign for signs in DANGER.values() for sign in signs]
    assert sorted(held) == sorted(content.recheck_items)
    for signs in DANGER.values():
        assert len({content.items_by_id[sign].yes for sign in signs}) == 1
    pregnant, other = sheet("mother-to-be-31"), sheet("gardener-67-no-floor")
    assert [part.action for part in other.danger] == [content.phrase(name) for _, name in handout.ACTIONS]
    mine = content.phrase("handout-danger-pregnant")
    assert mine in pregnant.danger[0].signs
    assert mine not in other.danger[0].signs
    assert content.items_by_id["pregnancy_warning"].yes == Disposition.EMERGENCY


def test_where_exercise_is_stopped_there_is_no_sheet_but_what_to_do():
    with pytest.raises(BirddogError, match="Call your emergency number now"):
        sheet("waiter-35-numb")


def test_the_command_writes_a_whole_file_or_none(tmp_path: Path):
    out, chart = tmp_path / "sheet.pdf", str(ROOT / "examples" / "charts" / "good-course.jsonl")
    told = ["handout", chart, "--now", "2026-03-20", "--language", "es", "--paper", "us-letter", "-o"]
    assert CliRunner().invoke(main, [*told, str(out)]).exit_code == 0
    pdf = opened(out.read_bytes())
    assert [round(float(n)) for n in pdf.pages[0].mediabox] == [0, 0, 612, 792]
    refused = CliRunner().invoke(main, [*told, str(tmp_path / "sheet.txt")])
    assert refused.exit_code == 1
    assert "must end in .pdf" in refused.output
    stopped = str(ROOT / "examples" / "intakes" / "waiter-35-numb.json")
    none = tmp_path / "none.pdf"
    assert CliRunner().invoke(main, ["handout", stopped, "--now", "2026-03-20", "-o", str(none)]).exit_code == 1
    assert not none.exists()
