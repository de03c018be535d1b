"""Django as a WSGI application."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "birddog.server.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - the pages are loaded now, not with the first request
gc.collect()
gc.freeze()  # what is loaded by now stays to the end: looking through it for garbage was a third of a page of ten years
# A page of ten years makes 200,000 objects that all go when it is done: what is young is looked through less often.
gc.set_threshold(20_000, 20, 20)
