"""Instruments load as packs: a FHIR Questionnaire and a scoring table."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from birddog.catalog import content_folder, load
from birddog.catalog.measure_packs import read_pack
from birddog.core.content.measures import by_id, change, score
from birddog.core.content.values import BirddogError

SCORING = """
id = "my-scale"
title = "My scale"
method = "sum"
low = 0
high = 6
higher_is_better = false
matters = 2
recovered = 0
sources = ["birddog"]
licence = "made up"
"""


def pack(folder: Path, scoring: str = SCORING, **changes: object) -> Path:
    """A pack of two questions in a group, with changes to the questionnaire."""
    items = [{"linkId": n, "text": f"Question {n}", "type": "integer"} for n in ("a", "b")]
    value = {
        "resourceType": "Questionnaire",
        "status": "active",
        "item": [
            {"linkId": "intro", "text": "Read this.", "type": "display"},
            {"linkId": "g", "text": "Both", "type": "group", "item": items},
        ],
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "questionnaire.json").write_text(json.dumps(value | changes))
    (folder / "scoring.toml").write_text(scoring)
    return folder


def test_a_pack_gives_an_instrument_with_its_words(tmp_path: Path):
    scale = read_pack(pack(tmp_path / "mine"))
    assert scale.items == ("a", "b")
    assert scale.prompts == ("Question a", "Question b")
    assert score(scale, None, {"a": 2, "b": 3}) == 5


def test_roland_morris_counts_the_sentences_ticked():
    content = load(content_folder())
    roland = by_id(content.instruments, "rmdq-24")
    assert len(roland.items) == len(roland.prompts) == 24
    none = dict.fromkeys(roland.items, 0.0)
    assert score(roland, None, none) == 0
    assert score(roland, None, {**none, "q1": 1, "q24": 1}) == 2
    for unclear in ({}, {"q1": 1}, {**none, "q2": 0.5}, {**none, "q2": 2}):
        with pytest.raises(BirddogError, match=r"0 \(no\) or 1"):
            score(roland, None, unclear)
    assert change(roland, 14, 9, content).outcome == "better"
    assert change(roland, 14, 11, content).outcome == "same"
    assert change(roland, 14, 2, content).outcome == "recovered"


def test_packs_of_the_environment_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pack(tmp_path / "packs" / "mine")
    monkeypatch.setenv("BIRDDOG_MEASURES", str(tmp_path / "packs"))
    assert by_id(load(content_folder()).instruments, "my-scale").title == "My scale"
    monkeypatch.setenv("BIRDDOG_MEASURES", str(tmp_path / "nowhere"))
    with pytest.raises(BirddogError, match=r"BIRDDOG_MEASURES: .*nowhere is not a folder"):
        load(content_folder())


@pytest.mark.parametrize(
    ("scoring", "changes", "says"),
    [
        (SCORING.replace("matters = 2\n", ""), {}, "scoring.toml: 'matters' is missing"),
        (SCORING.replace('"sum"', '"median"'), {}, "method is 'median'; allowed: sum, mean"),
        (SCORING + 'items = ["a", "z"]\n', {}, "item 'z' is not in the questionnaire; it has a, b"),
        (SCORING, {"resourceType": "Patient"}, "resourceType must be 'Questionnaire'"),
        (SCORING, {"item": []}, "it has no items"),
    ],
    ids=["no threshold", "unknown method", "unknown item", "not a questionnaire", "no items"],
)
def test_a_bad_pack_is_refused_with_its_place(tmp_path: Path, scoring: str, changes: dict, says: str):
    with pytest.raises(BirddogError, match=re.escape(says)):
        read_pack(pack(tmp_path / "bad", scoring, **changes))


def test_the_same_id_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pack(tmp_path / "one", SCORING.replace("my-scale", "psfs"))
    monkeypatch.setenv("BIRDDOG_MEASURES", str(tmp_path))
    with pytest.raises(BirddogError, match="'psfs' is there twice"):
        load(content_folder())
