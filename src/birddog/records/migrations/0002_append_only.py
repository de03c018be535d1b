"""The database itself refuses to change an event, whoever asks."""

from __future__ import annotations

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON records_event
BEGIN SELECT RAISE(ABORT, 'an event is never changed; append a correction'); END
"""
POSTGRES = """
CREATE FUNCTION birddog_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an event is never changed; append a correction'; END $$;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON records_event
FOR EACH ROW EXECUTE FUNCTION birddog_refuse_change();
"""


def add(apps: Any, editor: Any) -> None:
    del apps
    editor.execute(POSTGRES if editor.connection.vendor == "postgresql" else SQLITE)


def remove(apps: Any, editor: Any) -> None:
    del apps
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER event_is_never_changed ON records_event; DROP FUNCTION birddog_refuse_change();")
    else:
        editor.execute("DROP TRIGGER event_is_never_changed")


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
