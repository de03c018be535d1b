from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0012_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("person", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
