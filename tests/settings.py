"""The server's settings, for tests: a home of their own, static files straight from the source."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["BIRDDOG_HOME"] = tempfile.mkdtemp(prefix="birddog-test-")
Path(os.environ["BIRDDOG_HOME"], "static").mkdir()
os.environ.setdefault("BIRDDOG_SECRET_KEY", "for tests only, not a secret")

from birddog.server.settings import *  # noqa: E402, F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in life: threads that write at once do not share one connection.
    DATABASES["default"]["TEST"] = {"NAME": Path(os.environ["BIRDDOG_HOME"], "test.sqlite3")}  # noqa: F405
