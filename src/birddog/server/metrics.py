"""Numbers about the server for Prometheus, on a port of their own that only this machine reaches by default.

Nothing in them is about people: how many requests, where (the first part of an address that exists), how they ended and
how long they took; how many are worked on now.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.urls import URLResolver, get_resolver
from prometheus_client import REGISTRY, Counter, Gauge, Histogram, start_http_server

from birddog.core.content.values import BirddogError

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper ends of the groups of times, seconds."""
OTHER = "other"
REQUESTS = Counter("birddog_requests", "Requests answered", ["method", "under", "status"])
TOOK = Histogram("birddog_request_seconds", "Time from a request to the end of its answer", ["under"], buckets=SECONDS)
RUNNING = Gauge("birddog_requests_running", "Requests that are worked on now")
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


def count(method: str, path: str, status: int, seconds: float) -> None:
    """Note one answered request. Whatever strangers make up counts as ``other``, so that the numbers stay few."""
    under = first_part(path)
    kind = method if method in METHODS else OTHER
    REQUESTS.labels(kind, under, str(status) if status else "none").inc()
    TOOK.labels(under).observe(seconds)


def first_part(path: str) -> str:
    """The first part of an address if something is there, else ``other``: what follows may be somebody's key."""
    parts = path.split("/", 2)
    return f"/{parts[1]}" if len(parts) > 1 and not parts[0] and parts[1] in _first_parts() else OTHER


@cache
def _first_parts() -> frozenset[str]:
    return frozenset({"", "static", *_beginnings(get_resolver())})


def _beginnings(resolver: URLResolver) -> Iterator[str]:
    """The first parts of all addresses; a table without a beginning of its own stands for what it holds."""
    for each in resolver.url_patterns:
        beginning = str(each.pattern).lstrip("^").split("/")[0]
        if isinstance(each, URLResolver) and not beginning:
            yield from _beginnings(each)
        else:
            yield beginning


def publish(host: str, port: int) -> None:
    """Answer ``/metrics`` at an address of its own. Raises ``BirddogError`` when nobody can listen there."""
    try:
        start_http_server(port, host, REGISTRY)
    except OSError as error:
        raise BirddogError(f"BIRDDOG_METRICS is {host}:{port}: it cannot be used ({error.strerror})") from error
