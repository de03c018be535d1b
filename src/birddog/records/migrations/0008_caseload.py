"""What a caseload shows of a patient, beside who cares for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations, models

NEW = 10
"""The rank of somebody whom the therapist has not looked at (services/clinic/needs.py, as it was then)."""
UNKNOWN: dict[str, Any] = {"default": date(2000, 1, 1)}


def begin(apps: Any, editor: Any) -> None:
    """Everybody who is cared for already is new; the next report says more."""
    for care in apps.get_model("records", "Care").objects.using(editor.connection.alias).filter(ended=None):
        care.since = care.rank_day = care.began.date()
        care.save(update_fields=["since", "rank_day"])


def added(name: str, field: Any, keep: bool = True) -> Any:
    return migrations.AddField(model_name="care", name=name, field=field, preserve_default=keep)


class Migration(migrations.Migration):
    dependencies = [("records", "0007_clinics")]
    operations = [
        added("since", models.DateField(**UNKNOWN), keep=False),
        added("latest", models.BigIntegerField(default=0)),
        added("needs", models.JSONField(default=list)),
        added("seen", models.BigIntegerField(default=0)),
        added("asked", models.DateTimeField(null=True)),
        added("rank", models.PositiveSmallIntegerField(default=NEW), keep=False),
        added("rank_day", models.DateField(**UNKNOWN), keep=False),
        added("quiet_from", models.DateField(null=True)),
        added("last_session", models.DateField(null=True)),
        added("pain", models.JSONField(default=list)),
        added("weeks", models.JSONField(default=list)),
        migrations.RemoveIndex(model_name="care", name="caseload"),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="care",
            index=models.Index(
                fields=["therapist", "ended", "rank", "quiet_from", "rank_day", "sought", "id"], name="caseload"
            ),
        ),
    ]
