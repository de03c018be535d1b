"""The server's settings, for tests: a home of their own, static files straight from the source."""

from __future__ import annotations

import os
import tempfile

os.environ["BIRDDOG_HOME"] = tempfile.mkdtemp(prefix="birddog-test-")
os.environ.setdefault("BIRDDOG_SECRET_KEY", "for tests only, not a secret")

from birddog.server.settings import *  # noqa: E402, F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
