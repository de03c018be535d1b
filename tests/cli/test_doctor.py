"""``birddog doctor``: what a server would run with, and what is wrong; nothing is made."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from birddog.cli import main


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    for name in ("BIRDDOG_SECRET_KEY", "BIRDDOG_HOME", "BIRDDOG_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_it_says_what_the_settings_come_to(tmp_path):
    answer = CliRunner().invoke(
        main, ["doctor", "--data", str(tmp_path / "home"), "--json"],
        env={"BIRDDOG_ACCOUNTS": "yes", "BIRDDOG_SECRET_KEY": "abcdefghijklmnopqrstuvwxyz"},
    )  # fmt: skip
    found = json.loads(answer.output)
    rows = {row["name"]: (row["value"], row["from"]) for row in found["settings"]}
    assert rows["BIRDDOG_ACCOUNTS"] == ("on", "set")
    assert rows["BIRDDOG_HTTPS"] == ("off", "default")
    assert rows["BIRDDOG_SECRET_KEY"] == ("set, not shown", "set")
    assert "abcdefgh" not in answer.output
    assert [row["what"] for row in found["checks"] if not row["ok"]] == []
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "name, content", [("secret-key", b""), ("birddog.sqlite3", b"no database"), ("vapid.pem", b"x")]
)
def test_it_names_what_is_wrong_and_ends_so(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    answer = CliRunner().invoke(main, ["doctor", "--data", str(tmp_path)])
    assert answer.exit_code == 1
    assert f"{tmp_path / name}" in answer.output
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_it_names_a_setting_that_is_wrong():
    answer = CliRunner().invoke(main, ["doctor"], env={"BIRDDOG_HTTPS": "maybe"})
    assert answer.exit_code == 1
    assert "NOT OK  settings: BIRDDOG_HTTPS is 'maybe'" in answer.output
