"""A build without the pages' scripts and translations would install and not start: it fails instead."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = "src/birddog/web/static/birddog"
BUILT = [
    *(f"{STATIC}/{name}.js" for name in ("app", "player", "reminders", "sw")),
    *(f"{STATIC}/coach/{name}" for name in ("coach.js", "worker.mjs", "vision.mjs", "vision.wasm", "pose.task")),
    *(f"{STATIC}/icon-{name}.png" for name in ("192", "512", "maskable-512")),
]
"""What `make frontend` makes, beside fonts and translations."""


class BuiltPages(BuildHookInterface):  # type: ignore[type-arg]
    """Looks whether the pages are built before a wheel or an sdist is made of them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fail with what is missing. An editable installation comes before the pages are built."""
        if version == "editable":
            return
        root = Path(self.root)
        words = (root / "src/birddog/web/locale").glob("*/LC_MESSAGES/*.po")
        wanted = [*(root / name for name in BUILT), *(path.with_suffix(".mo") for path in words)]
        missing = [str(path.relative_to(root)) for path in wanted if not path.is_file()]
        if not any((root / STATIC / "fonts").glob("*.woff2")):
            missing.append(f"{STATIC}/fonts")
        if not any((root / "src/birddog/exchange/fonts").glob("*.ttf")):
            missing.append("src/birddog/exchange/fonts")
        if missing:
            raise SystemExit(
                f"birddog: the pages are not built ({', '.join(missing)}). Run `make frontend` first, then build or "
                "install; or install a wheel, which brings them along."
            )
        if self.target_name == "wheel":
            build_data["force_include"][str(_tables(root))] = "birddog/content/tables.json"


def _tables(root: Path) -> Path:
    """The content's files as parsed, so that an installed birddog parses none of them (``catalog.toml``)."""
    sys.path.insert(0, str(root / "src"))
    from birddog.catalog.toml import STORE, tables_of, write_store

    store = root / "build" / STORE
    write_store(store, tables_of(sorted((root / "src/birddog/content").rglob("*.toml"))))
    return store
