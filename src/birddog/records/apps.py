"""The Django app of the records."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """``birddog.records``; tables begin with ``records_``."""

    name = "birddog.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
