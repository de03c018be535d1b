"""A new reason to look at a patient comes before those that are less pressing: they move down by one."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import F

APPROVAL = 8
"""The rank of a proposal that waits (services/clinic/needs.py, as it was then)."""


def down(apps: Any, _editor: Any) -> None:
    apps.get_model("records", "Care").objects.filter(rank__gte=APPROVAL).update(rank=F("rank") + 1)


def up(apps: Any, _editor: Any) -> None:
    apps.get_model("records", "Care").objects.filter(rank__gt=APPROVAL).update(rank=F("rank") - 1)


class Migration(migrations.Migration):
    dependencies = [("records", "0010_audit")]
    operations = [migrations.RunPython(down, up)]
