"""A start that cannot be what was meant: one line that says why, an exit code, and nothing made."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.browser.serving import Server, free_port

from birddog.cli import main
from birddog.core.content.values import BirddogError
from birddog.server import run
from birddog.server.environment import read_environment
from birddog.services.kept_file import made_once

GOOD_SECRET = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    """No settings of the tests themselves, and no server that starts by mistake."""
    for name in [name for name in os.environ if name.startswith("BIRDDOG_")]:
        monkeypatch.delenv(name)
    environment = dict(os.environ)

    def started(*_args, **_kwargs):
        raise AssertionError("it would have started")

    monkeypatch.setattr(run, "configure", started)
    yield
    for name in os.environ.keys() - environment.keys():
        del os.environ[name]


def lines_of(folder: Path, *options: str, **environment: str) -> list[str]:
    """What a start that must fail says."""
    command = ["serve", "--port", str(free_port()), *options]
    answer = CliRunner().invoke(main, command, env={"BIRDDOG_HOME": str(folder), **environment})
    assert answer.exit_code == 1, (answer.output, answer.exception)
    return answer.output.splitlines()


WRONG = {
    "accounts neither yes nor no": {"BIRDDOG_ACCOUNTS": "si"},
    "accounts by a number": {"BIRDDOG_ACCOUNTS": "2"},
    "accounts misspelled": {"BIRDDOG_ACOUNTS": "1"},
    "accounts in small letters": {"birddog_accounts": "1"},
    "https as a word": {"BIRDDOG_HTTPS": "strict"},
    "sign-up as a word": {"BIRDDOG_SIGNUP": "closed"},
    "hosts without accounts": {"BIRDDOG_HOSTS": "example.org"},
    "hosts without accounts, beside one's own": {"BIRDDOG_HOSTS": "localhost, example.org", "BIRDDOG_ACCOUNTS": "no"},
    "any host": {"BIRDDOG_HOSTS": "*", "BIRDDOG_ACCOUNTS": "1"},
    "a host with https": {"BIRDDOG_HOSTS": "https://example.org", "BIRDDOG_ACCOUNTS": "1"},
    "a host with a port": {"BIRDDOG_HOSTS": "example.org:8000", "BIRDDOG_ACCOUNTS": "1"},
    "hosts apart by spaces": {"BIRDDOG_HOSTS": "example.org example.com", "BIRDDOG_ACCOUNTS": "1"},
    "a proxy by name": {"BIRDDOG_PROXIES": "proxy.example.org"},
    "any proxy": {"BIRDDOG_PROXIES": "*"},
    "an empty secret": {"BIRDDOG_SECRET_KEY": ""},
    "a short secret": {"BIRDDOG_SECRET_KEY": "secret"},
    "a secret of one sign": {"BIRDDOG_SECRET_KEY": "a" * 60},
    "a secret with a line break": {"BIRDDOG_SECRET_KEY": GOOD_SECRET + "\n" + GOOD_SECRET},
    "another kind of database": {"BIRDDOG_DATABASE_URL": "mysql://localhost/birddog"},
    "a database without a name": {"BIRDDOG_DATABASE_URL": "postgres://localhost/"},
    "a database with a strange port": {"BIRDDOG_DATABASE_URL": "postgres://localhost:99999/birddog"},
    "a database that is away": {"BIRDDOG_DATABASE_URL": "postgres://nobody@127.0.0.1:1/birddog"},
    "mail by another way": {"BIRDDOG_EMAIL_URL": "http://mail.example.org"},
    "mail without a host": {"BIRDDOG_EMAIL_URL": "smtp://"},
    "mail with a strange port": {"BIRDDOG_EMAIL_URL": "smtp://mail.example.org:smtp"},
    "a sender that is no address": {"BIRDDOG_EMAIL_FROM": "Birddog"},
    "a contact that is no address": {"BIRDDOG_CONTACT": "call us"},
    "a clock that is away": {"BIRDDOG_CLOCK_FILE": "/nowhere/clock"},
    "figures in a file": {"BIRDDOG_FIGURES": "/etc/passwd"},
    "figures below a file": {"BIRDDOG_FIGURES": "/etc/passwd/figures"},
    "figures where no file can be": {"BIRDDOG_FIGURES": "/proc/self/fd"},
    "numbers on no port": {"BIRDDOG_METRICS": "99999"},
    "numbers at a name": {"BIRDDOG_METRICS": "example.org:9464"},
    "numbers at a port that is a word": {"BIRDDOG_METRICS": "127.0.0.1:http"},
    "a log of another kind": {"BIRDDOG_LOG": "verbose"},
    "half a character": {"BIRDDOG_CONTACT": "mailto:a@b.org\udcff"},
    "the home of nobody": {"BIRDDOG_HOME": "~nobody-of-this-name/birddog"},
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_setting_that_is_not_understood_is_refused(tmp_path, wrong):
    home = tmp_path / "home"
    (line,) = lines_of(home, **WRONG[wrong])
    assert line.startswith("birddog: ")
    assert next(iter(WRONG[wrong])).upper().replace("ACOUNTS", "")[:12] in line.upper()
    assert not home.exists()


def test_pages_that_were_never_built(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "BUILT", ("web/static/birddog/nowhere.js",))
    (line,) = lines_of(tmp_path / "home")
    assert "make frontend" in line
    assert not (tmp_path / "home").exists()


def test_secrets_are_not_repeated(tmp_path):
    for name in ("BIRDDOG_DATABASE_URL", "BIRDDOG_EMAIL_URL", "BIRDDOG_SECRET_KEY"):
        (line,) = lines_of(tmp_path / "home", **{name: "ftp://me:mine@x"})
        assert "mine" not in line


@pytest.mark.parametrize("word", ["1", "true", "Yes", "ON", " 1 ", "0", "false", "no", "Off", ""])
def test_a_switch_means_what_it_says(tmp_path, word):
    on = word.strip().lower() in ("1", "true", "yes", "on")
    found = read_environment({"BIRDDOG_HOME": str(tmp_path), "BIRDDOG_ACCOUNTS": word, "BIRDDOG_HTTPS": word})
    assert (found.accounts, found.https) == (on, on)


def test_a_clock_that_is_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "clock")
    (line,) = lines_of(tmp_path / "home", BIRDDOG_CLOCK_FILE=str(tmp_path / "clock"))
    assert line.startswith("birddog: BIRDDOG_CLOCK_FILE")


@pytest.mark.parametrize("options", [("--host", ""), ("--host", "nowhere.invalid", "--accounts"), ("--host", "0.0.0.0"),
                                     ("--host", "999.1.1.1", "--accounts"), ("--host", "a..b", "--accounts"),
                                     ("--host", "192.0.2.1", "--accounts")])  # fmt: skip
def test_an_address_that_is_none_of_this_machine(tmp_path, options):
    (line,) = lines_of(tmp_path / "home", *options)
    assert options[1] in line
    assert not (tmp_path / "home").exists()


def test_a_port_that_is_taken(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        answer = CliRunner().invoke(
            main, ["serve", "--port", str(other.getsockname()[1])], env={"BIRDDOG_HOME": str(tmp_path / "home")}
        )
    assert (answer.exit_code, len(answer.output.splitlines())) == (1, 1)
    assert not (tmp_path / "home").exists()


# ------------------------------------------------------------------------------------------------ the folder


def a_file(home: Path) -> None:
    home.write_text("no folder")


def below_a_file(home: Path) -> None:
    home.parent.rmdir()
    home.parent.write_text("no folder")


def a_loop(home: Path) -> None:
    home.symlink_to(home)


def of_another_user(home: Path) -> None:
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, 12_345, 12_345)
    else:
        home.chmod(0o500)


def holding(name: str, content: bytes):
    def fill(home: Path) -> None:
        home.mkdir()
        (home / name).write_bytes(content)

    return fill


def with_a_folder(name: str):
    def fill(home: Path) -> None:
        (home / name).mkdir(parents=True)

    return fill


def with_a_pipe(name: str):
    def fill(home: Path) -> None:
        home.mkdir()
        os.mkfifo(home / name)

    return fill


def with_tables_of_another(name: str):
    def fill(home: Path) -> None:
        home.mkdir()
        with closing(sqlite3.connect(home / name)) as link:
            link.execute("CREATE TABLE records_event (wrong)")
            link.commit()

    return fill


FOLDERS = {
    "a file": a_file,
    "below a file": below_a_file,
    "a loop": a_loop,
    "of another user": of_another_user,
    "a binary secret": holding("secret-key", b"\xff\x00" * 40),
    "an empty secret": holding("secret-key", b""),
    "a short secret": holding("secret-key", b"abc\n"),
    "a secret that is a folder": with_a_folder("secret-key"),
    "a broken key": holding("vapid.pem", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"),
    "an empty key": holding("vapid.pem", b""),
    "no database": holding("birddog.sqlite3", b"this is no database at all"),
    "no database of jobs": holding("jobs.sqlite3", b"\0" * 4096),
    "a database that is a folder": with_a_folder("birddog.sqlite3"),
    "a database that is a pipe": with_a_pipe("birddog.sqlite3"),
    "a secret that is a pipe": with_a_pipe("secret-key"),
    "a key that is a pipe": with_a_pipe("vapid.pem"),
    "another program's database": with_tables_of_another("birddog.sqlite3"),
    "another program's jobs": with_tables_of_another("jobs.sqlite3"),
    "static files in a file": holding("static", b""),
    "figures in a file": holding("figures", b""),
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_in_which_nothing_good_can_come_of_it(tmp_path, folder):
    home = tmp_path / "parent" / "home"
    home.parent.mkdir()
    FOLDERS[folder](home)
    before = sorted(tmp_path.rglob("*"))
    (line,) = lines_of(home)
    assert str(tmp_path) in line
    assert sorted(tmp_path.rglob("*")) == before


def broken_inside(path: Path) -> None:
    link = sqlite3.connect(path)
    link.execute("CREATE TABLE t (a)")
    link.commit()
    link.close()
    data = bytearray(path.read_bytes())
    data[100:] = b"\xff" * (len(data) - 100)
    path.write_bytes(bytes(data))


def of_somebody_else(path: Path) -> None:
    link = sqlite3.connect(path)
    link.execute("CREATE TABLE django_migrations (wrong)")
    link.commit()
    link.close()


@pytest.mark.parametrize("spoil", [broken_inside, of_somebody_else])
def test_a_database_that_is_found_to_be_broken_late(tmp_path, spoil):
    home = tmp_path / "home"
    home.mkdir()
    spoil(home / "birddog.sqlite3")
    answer = subprocess.run(
        [sys.executable, "-m", "birddog", "serve", "--port", str(free_port())],
        env={**os.environ, "BIRDDOG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "birddog.server.settings"},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert answer.returncode == 1
    (line,) = answer.stderr.splitlines()
    assert line.startswith("birddog: the database cannot be used")


def test_a_disk_without_room(tmp_path):
    home = tmp_path / "home"
    serve = [sys.executable, "-m", "birddog", "serve", "--port", str(free_port())]
    answer = subprocess.run(
        ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *serve],
        env={**os.environ, "BIRDDOG_HOME": str(home)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert answer.returncode == 1
    (line,) = answer.stderr.splitlines()
    assert line.startswith("birddog: ")
    assert list(home.iterdir()) == []


def test_a_secret_that_could_not_be_written_leaves_nothing(tmp_path):
    def no_room() -> bytes:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        made_once(tmp_path / "secret-key", no_room)
    assert list(tmp_path.iterdir()) == []


def test_everything_else_starts(tmp_path):
    found = run.checked(tmp_path / "home")
    assert not (tmp_path / "home").exists()
    assert found.home == tmp_path / "home"
    with pytest.raises(BirddogError, match="BIRDDOG_LOG"):
        run.checked(tmp_path / "home", BIRDDOG_LOG="loud")


# ------------------------------------------------------------------------------------------------- two at once


def test_three_that_start_on_a_fresh_folder_all_serve(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    servers = [Server(home, fresh=True) for _ in range(3)]
    servers[0].at("2026-03-02T08:00:00+00:00")
    try:
        for server in servers:
            server.launch()
        for server in servers:
            server.wait()
        styles = list((home / "static").glob("v-*/birddog/app.css"))
        assert len(styles) == 1
    finally:
        for server in servers:
            server.stop()
