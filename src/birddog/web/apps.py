"""The Django app of the pages."""

from __future__ import annotations

from django.apps import AppConfig

from birddog.catalog import load_language


class WebConfig(AppConfig):
    """``birddog.web``."""

    name = "birddog.web"
    label = "web"

    def ready(self) -> None:
        """The content that comes with the package is everybody's who has chosen no other."""
        from birddog.services.contents import offer  # the tables are there only now

        offer("", load_language)
