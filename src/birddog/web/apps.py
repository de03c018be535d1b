"""The Django app of the pages."""

from __future__ import annotations

from django.apps import AppConfig

from birddog.catalog import load_language


class WebConfig(AppConfig):
    """``birddog.web``."""

    name = "birddog.web"
    label = "web"

    def ready(self) -> None:
        """The content that comes with the package is everybody's who chose no other; sign-ins are noted at once."""
        import birddog.web.staff  # noqa: F401  who signs in before the first page was asked for counts as well
        from birddog.services.contents import offer  # the tables are there only now

        offer("", load_language)
