"""Rows that are appended and never changed. A trigger in the database holds it as well."""

from __future__ import annotations

from typing import Any

from django.db import models


class AppendOnly(models.QuerySet[Any]):
    """What can be read and appended, nothing else."""

    def update(self, **kwargs: Any) -> int:
        """Refused: what was appended is never changed; append a correction."""
        del kwargs
        raise TypeError(f"a row of {self.model._meta.db_table} is never changed; append a correction")
