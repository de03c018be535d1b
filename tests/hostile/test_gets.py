"""To look changes nothing: no GET writes, signs out, or makes a browser forget, so no other site's page can."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.hostile.routes import PATHS
from tests.web.filled import fill

from birddog.services.person.people import the_one_person

WRITES = ("INSERT", "UPDATE", "DELETE", "DROP", "ALTER", "CREATE")


@pytest.fixture
def told(db, settings, tmp_path, client):
    """A chart, and a browser that has been here before."""
    fill("good-course", "2026-03-20T08:00:00", tmp_path / "clock", settings)
    client.get("/")
    return the_one_person()


def test_a_get_has_no_effect(told, client):
    for path in PATHS:
        for method in (client.get, client.head, client.options):
            with CaptureQueriesContext(connection) as queries:
                answer = method(path)
            assert [q["sql"][:80] for q in queries if q["sql"].lstrip().upper().startswith(WRITES)] == [], path
            assert "Clear-Site-Data" not in answer, path
            assert [name for name, cookie in answer.cookies.items() if cookie["max-age"] == 0] == [], path


def test_only_the_erasing_itself_clears_the_browser(told, client):
    assert "Clear-Site-Data" not in client.post("/erase/", {"word": "wrong"})
    assert client.post("/erase/", {"word": "erase"})["Clear-Site-Data"] == '"cache", "cookies", "storage"'


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
