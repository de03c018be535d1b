"""Write the reference pages from the content and the command line, so that they cannot drift.

Runs by itself (``python docs/generate.py [FOLDER]``) and as a hook of mkdocs, before every build.
Everything it writes goes to ``docs/reference/``, which git ignores. A page that has not changed is not
written again, so that ``make docs-serve`` does not rebuild for ever.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner

from content_pages import Pages, Table, content_pages, page, read_folder, read_rules, table

REFERENCE = Path(__file__).resolve().parent / "reference"
SCHEMAS = {"intake": "Intake file", "event": "Chart event", "exercise": "Exercise file"}


# ----------------------------------------------------------------------------- command line, schemas


def command_page(main: click.Group) -> str:
    """What each command prints with ``--help``."""
    parts = ["What each command prints with `--help`. The guide to them is [the command line](../cli.md)."]
    for name, command in sorted(main.commands.items()):
        context = click.Context(command, info_name=f"birddog {name}")
        parts.append(f"## birddog {name}\n\n```text\n{command.get_help(context)}\n```")
    return page("Commands", *parts)


def kind(schema: Table) -> str:
    """What a value may be: words of a closed list, a type, a list of either."""
    if "enum" in schema:
        return ", ".join("null" if word is None else f"`{word}`" for word in schema["enum"])
    if isinstance(schema.get("items"), dict):
        return f"list of: {kind(schema['items'])}"
    types = schema.get("type", "")
    limits = [f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in schema]
    return " ".join([" or ".join(types) if isinstance(types, list) else str(types), *limits])


def properties(schema: Table, root: Table, path: str = "", seen: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Rows (path, title, kind, what) for every property of a JSON Schema, in depth."""
    reference = str(schema.get("$ref", ""))
    if reference.startswith("#/$defs/") and reference not in seen:
        target = root["$defs"][reference.removeprefix("#/$defs/")]
        yield from properties(target, root, path, (*seen, reference))
    for branch in (*schema.get("oneOf", ()), *schema.get("anyOf", ()), *schema.get("allOf", ())):
        yield from properties(branch, root, path, seen)
    if isinstance(schema.get("items"), dict):
        yield from properties(schema["items"], root, f"{path}[]", seen)
    for name, inner in schema.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield f"`{here}`", str(inner.get("title", "")), kind(inner), str(inner.get("description", ""))
        yield from properties(inner, root, here, seen)


def output(main: click.Group, *arguments: str) -> str:
    """What a command prints. Raises ``ClickException`` if it fails."""
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    if result.exit_code:
        raise click.ClickException(f"birddog {' '.join(arguments)}: {result.output}")
    return result.output


def schema_pages(main: click.Group) -> Pages:
    """A page for each schema that ``birddog schema`` prints."""
    pages = {}
    for name, title in SCHEMAS.items():
        schema = json.loads(output(main, "schema", name))
        rows = dict.fromkeys(properties(schema, schema))
        pages[f"schema-{name}.md"] = page(
            title,
            schema.get("description", ""),
            f"The schema itself: `birddog schema {name}`.",
            table(("field", "title", "values", "what"), rows),
        )
    return pages


def draw_figures(main: click.Group, exercises: list[Table], folder: Path) -> None:
    """The still of every exercise that has a movement, beside its page."""
    for exercise in exercises:
        if "movement" in exercise:
            target = folder / "exercises" / f"{exercise['id']}.svg"
            output(main, "figure", exercise["id"], "--still", "-o", str(target))


# ----------------------------------------------------------------------------------------- together


def index_page(exercises: list[Table], rules: list[Table]) -> str:
    """Where to find what."""
    return page(
        "Reference",
        "Made from the content, the command line and the docstrings at every build.",
        table(
            ("page", "what"),
            [
                (
                    "[Exercises](exercises/index.md)",
                    f"{len(exercises)} entries: words, dose, ladder, tags, sources",
                ),
                ("[Rules](rules.md)", f"{len(rules)} sentences that decide, with their numbers"),
                ("[Screening](screening.md)", "danger signs and the level each one sets"),
                ("[Vetoes](vetoes.md)", "answers that take exercises out"),
                ("[Stages](stages.md)", "what a session of each stage is made of"),
                ("[Lessons](lessons.md)", "the short reads"),
                ("[Routines](routines.md)", "ready-made sessions"),
                ("[Modalities](modalities.md)", "heat, cold and what is never offered"),
                ("[Sources](sources.md)", "who says so"),
                ("[Where the articles disagree](disagreements.md)", "contradictions, misprints, how they were settled"),
                ("[Commands](commands.md)", "what each command prints with `--help`"),
                *((f"[{title}](schema-{name}.md)", "its fields") for name, title in SCHEMAS.items()),
                ("[Python](python.md)", "the functions to import"),
            ],
        ),
    )


def all_pages(main: click.Group) -> Pages:
    """Every reference page."""
    exercises, rules = read_folder("exercises"), read_rules()
    return {
        "index.md": index_page(exercises, rules),
        **content_pages(exercises, rules),
        "commands.md": command_page(main),
        **schema_pages(main),
        "python.md": page("Python", "The functions to import, for a notebook or a program of your own.", "::: birddog"),
    }


def generate(folder: Path = REFERENCE, *, figures: bool = True) -> list[Path]:
    """Write all pages into ``folder``, remove what no longer belongs there, return the pages."""
    from birddog.cli import main  # the package must be installed

    written = []
    for name, text in all_pages(main).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        written.append(path)
    for path in folder.rglob("*.md"):
        if path not in written:
            path.unlink()
    if figures:
        draw_figures(main, read_folder("exercises"), folder)
    return written


def on_pre_build(config: Any) -> None:
    """Hook of mkdocs."""
    generate(Path(config["docs_dir"]) / "reference")


if __name__ == "__main__":
    pages_written = generate(Path(sys.argv[1])) if len(sys.argv) > 1 else generate()
    print(f"{len(pages_written)} pages")
