"""The stored state takes the place of columns that nobody read, and what is decided is recorded, never to be changed."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SQLITE = """
CREATE TRIGGER told_is_never_changed BEFORE UPDATE ON records_told
BEGIN SELECT RAISE(ABORT, 'what was told is never changed'); END
"""
POSTGRES = """
CREATE TRIGGER told_is_never_changed BEFORE UPDATE ON records_told
FOR EACH ROW EXECUTE FUNCTION birddog_refuse_change();
"""


def add(apps: Any, editor: Any) -> None:
    del apps
    editor.execute(POSTGRES if editor.connection.vendor == "postgresql" else SQLITE)


def remove(apps: Any, editor: Any) -> None:
    del apps
    on = " ON records_told" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER told_is_never_changed{on}")


PERSON: dict[str, Any] = {"on_delete": django.db.models.deletion.CASCADE, "to": "records.person"}


class Migration(migrations.Migration):
    dependencies = [("records", "0005_content_of_a_person")]
    operations = [
        migrations.DeleteModel("Standing"),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("person", models.OneToOneField(primary_key=True, related_name="standing", serialize=False, **PERSON)),
                ("latest", models.BigIntegerField()),
                ("key", models.CharField(max_length=120)),
                ("content", models.CharField(max_length=40)),
                ("head", models.TextField()),
                ("earlier", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("person", models.ForeignKey(related_name="told", **PERSON)),
                ("event", models.BigIntegerField()),
                ("recorded", models.DateTimeField()),
                ("content", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=60)),
                ("upto", models.DateTimeField()),
                ("again", models.JSONField(null=True)),
                ("rebuilt", models.BooleanField(default=False)),
                ("decisions", models.JSONField()),
            ],
            options={"indexes": [models.Index(fields=["person", "upto"], name="told_lately")]},
        ),
        migrations.RunPython(add, remove),
    ]
