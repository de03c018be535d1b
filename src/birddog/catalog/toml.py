"""Reading TOML files, with messages that name file and line; what was parsed once is not parsed again.

Parsing is most of what loading content costs. Inside ``parsed_once``, tables come from a store: a JSON file that holds
each table under the SHA-256 of the bytes it was read from. A file that was edited has other bytes, and is parsed anew.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from birddog.core.content.values import BirddogError

Table = dict[str, Any]
STORE = "tables.json"
"""Name of a store; a wheel brings one along in its content folder (``hatch_build.py``)."""


def read_toml(path: Path) -> Table:
    """A TOML file, or a ``BirddogError`` naming the file and the line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BirddogError(f"{path}: cannot be read ({error.strerror})") from error
    known = _KNOWN.get()
    return known.table(data, path.name) if known else parsed(data, path.name)


def parsed(data: bytes, name: str) -> Table:
    """The table in the bytes of a file with this name; errors as in ``read_toml``."""
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BirddogError(f"{name}: is not UTF-8 text (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise BirddogError(f"{name}: not TOML: {error}") from error


class _Known:
    """Tables by the SHA-256 of the bytes they were read from: those of stores, and as JSON what was parsed since."""

    def __init__(self, stores: Iterable[Path]) -> None:
        self.unread = iter(stores)
        self.texts: list[str] = []
        self.stored: Table = {}
        self.used: set[str] = set()
        self.fresh: dict[str, str] = {}

    def table(self, data: bytes, name: str) -> Table:
        """The table of a file with these bytes; a store is opened when those before it do not hold it."""
        key = sha256(data).hexdigest()
        while key not in self.stored and (store := next(self.unread, None)):
            self.texts.append(read_store(store))
            self.stored = {**json.loads(self.texts[-1]), **self.stored}
        if key in self.stored:
            self.used.add(key)
            table: Table = self.stored[key]
            return table
        if key in self.fresh:
            return cast(Table, json.loads(self.fresh[key]))
        table = parsed(data, name)
        with suppress(TypeError, ValueError):  # a date or a NaN, which JSON has not: parsed each time
            self.fresh[key] = json.dumps(table, ensure_ascii=False, allow_nan=False)
        return table

    def all(self) -> dict[str, str]:
        """Every table that was asked for as JSON, as it was read: what was done with it since is not in it."""
        tables = {key: table for text in self.texts for key, table in json.loads(text).items() if key in self.used}
        return {key: json.dumps(table, ensure_ascii=False) for key, table in tables.items()} | self.fresh


_KNOWN: ContextVar[_Known | None] = ContextVar("tables known", default=None)


@contextmanager
def parsed_once(*stores: Path, keep: bool = True) -> Iterator[None]:
    """Inside, ``read_toml`` takes tables from the stores, and parses what none of them holds.

    If something had to be parsed, the last store is written again, with all that was read, unless ``keep`` is false;
    one that cannot be written does no harm.
    """
    known = _Known(stores)
    token = _KNOWN.set(known)
    try:
        yield
    finally:
        _KNOWN.reset(token)
    if known.fresh and stores and keep:
        write_store(stores[-1], known.all())


def read_store(store: Path) -> str:
    """The tables of a store as JSON; none if it is not there, is damaged, or somebody else can have written it."""
    try:
        if not _ours(store.stat()):
            return "{}"
        head, _, body = store.read_bytes().partition(b"\n")
    except OSError:
        return "{}"
    return body.decode() if sha256(body).hexdigest().encode() == head else "{}"


def _ours(about: os.stat_result) -> bool:
    """Whether only this user, or whoever installs for all, can have written a file."""
    if not hasattr(os, "geteuid"):
        return True
    return about.st_uid in (0, os.geteuid()) and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def write_store(store: Path, tables: Mapping[str, str]) -> None:
    """Write tables, each as JSON under its key, below a digest of all; nothing happens where nothing can be written."""
    body = ("{" + ",\n".join(f'"{key}":{text}' for key, text in sorted(tables.items())) + "}").encode()
    part = store.with_name(f"{store.name}.{os.getpid()}.part")
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(sha256(body).hexdigest().encode() + b"\n" + body)
        part.chmod(0o644)
        part.replace(store)
    except OSError:
        with suppress(OSError):
            part.unlink()


def tables_of(paths: Iterable[Path]) -> dict[str, str]:
    """The tables of files, as a store holds them."""
    known = _Known(())
    for path in paths:
        known.table(path.read_bytes(), path.name)
    return known.fresh


def user_cache() -> Path | None:
    """The user's folder for what can be made again; none where the user has no home."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return Path(named or Path.home() / ".cache") / "birddog"
    except RuntimeError:
        return None


def as_toml(table: dict[str, Any]) -> str:
    """A table as the text of a TOML file that reads as the same table.

    >>> as_toml({"a": {"b": [1, True]}, "say": 'a "word"'})
    '"a" = {"b" = [1, true]}\\n"say" = "a \\\\"word\\\\""\\n'
    """
    return "".join(f"{_inline(key)} = {_inline(value)}\n" for key, value in table.items())


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_inline(key)} = {_inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
