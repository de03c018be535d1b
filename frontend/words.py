"""Compiles the translations of the pages (.po) into the form that Django reads (.mo)."""

from __future__ import annotations

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[1] / "src" / "birddog" / "web" / "locale"

for path in LOCALE.glob("*/LC_MESSAGES/django.po"):
    polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
