"""What is written to the log: one JSON object a line, on standard error, and nothing about people.

A log is read by those who run the server, is kept and is copied. So it holds what happened and where in the code, and
never what somebody said: no addresses of pages with names in them, no answers, no mail addresses, and of a traceback
the places, with the message only where its kind cannot quote an answer.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Iterator
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from birddog.web.unavailable import is_unavailable

TELLING = (OSError, ImportError, AttributeError, NameError, ArithmeticError, MemoryError, RecursionError)
"""Kinds of errors whose message is about the program or the machine."""
SELDOM_S = 600.0
LIBRARIES = {"django.request": logging.ERROR, "django.security": logging.CRITICAL, "huey": logging.WARNING,
             "uvicorn.error": logging.ERROR, "asyncio": logging.CRITICAL}  # fmt: skip
"""Where others are louder than what goes wrong with us: what strangers send is no error."""


def configure_logs(level: str, stream: TextIO | None = None) -> None:
    """Send all that is logged, ours and that of libraries, through the same processors."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars, structlog.stdlib.add_logger_name, structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True), without_people,
    ]  # fmt: skip
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    handler.addFilter(Seldom())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name, at_least in LIBRARIES.items():
        logging.getLogger(name).setLevel(at_least)


class Seldom(logging.Filter):
    """Of what the queue of jobs says while its database is away, one line in ten minutes: it asks every few seconds."""

    def __init__(self) -> None:
        super().__init__()
        self._next = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this line is written."""
        if not record.name.startswith("huey") or not is_unavailable(_error(record.exc_info)):
            return True
        now = time.monotonic()
        said = now < self._next
        self._next = self._next if said else now + SELDOM_S
        return not said


def without_people(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """A processor: what a library says is its sentence without what it fills in; a traceback is its places."""
    record: logging.LogRecord | None = event.get("_record")
    if record is not None:
        event["event"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        event.pop("positional_args", None)
        request = getattr(record, "request", None)
        if request is not None:
            event.update(method=request.method, route=_route(request))
    error = _error(event.pop("exc_info", None))
    if error is not None and is_unavailable(error):
        event.update(event="unavailable", level="warning", error=_name(error), why=str(error))
    elif error is not None:
        event.update(error=_name(error), traceback=told(error))
    return event


def told(error: BaseException) -> str:
    """A traceback without what anybody said: every place, and the kind of each error."""
    return "\n".join(_parts(error))


def _parts(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _parts(before)
        yield ""
    yield "Traceback (most recent call last):"
    yield from (line.rstrip() for line in traceback.format_tb(error.__traceback__))
    yield f"{_name(error)}: {error}" if isinstance(error, TELLING) else _name(error)


def _error(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return exc_info[1]  # type: ignore[no-any-return]
    return sys.exc_info()[1] if exc_info else None


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _route(request: Any) -> str:
    """The pattern of an address, never the address: it may hold a key."""
    match = getattr(request, "resolver_match", None)
    return getattr(match, "route", "")
