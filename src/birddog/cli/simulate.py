"""The command ``birddog simulate``: a cohort of made-up people, and what the program does with them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from birddog.core.content.values import BirddogError

BEFORE = "before"
SHOWN = ("mean", "median", "p5", "p95", "worst", "who")


@click.command()
@click.option("--people", multiple=True, help="A person by name; may be repeated. All if left out.")
@click.option("--behavior", multiple=True, help="A way to respond; may be repeated. All if left out.")
@click.option("--model", multiple=True, help="A response model; may be repeated. dose-response if left out.")
@click.option("--policy", multiple=True, help="engine (the default), before, sheet, cases or always-more; or all.")
@click.option("--seed", default=1, show_default=True, help="Random seed for pain and missed sessions.")
@click.option("--weeks", default=12, show_default=True, help="Weeks to simulate, 1 to 52.")
@click.option("--jobs", default=2, show_default=True, help="Number of processes to use.")
@click.option("--names", is_flag=True, help="List people, behaviors, models and policies, and stop.")
@click.option("--expect", is_flag=True, help="Measure what a physical therapist expects; exit code 1 if one is missed.")
@click.option("--size", default=200, show_default=True, help="With --expect: courses where seeds are counted.")
@click.option("--every", default=1, show_default=True, help="With --expect: only one of every N people.")
@click.option("--only", multiple=True, help="With --expect: only those whose name contains this word.")
@click.option("--plot", type=click.Path(path_type=Path), default=None, help="Draw the doses by week to this .svg file.")
@click.option("--json", "json_", is_flag=True, help="Print only JSON.")
def simulate(
    people: tuple[str, ...], behavior: tuple[str, ...], model: tuple[str, ...], policy: tuple[str, ...], seed: int,
    weeks: int, jobs: int, names: bool, expect: bool, size: int, every: int, only: tuple[str, ...], plot: Path | None,
    json_: bool,
) -> None:  # fmt: skip
    """Play made-up people's courses day by day, and show what the program asks of them.

    A simulation is not evidence of effect: people, behavior and pain are made up.
    """
    from birddog.simulate import NO_EVIDENCE, Choice, run  # not needed, and slow to load, for the other commands

    if names:
        _names(json_)
        return
    if expect:
        _expect(size, every, only, jobs, json_)
        return
    policies, old = _policies(policy)
    choice = Choice(people, behavior, model or ("dose-response",), policies, seed, weeks)
    value: dict[str, Any] = {"evidence": NO_EVIDENCE, **run(choice, jobs)} if policies else {"evidence": NO_EVIDENCE}
    if old:
        _add_before(value, choice)
    if plot is not None:
        _plot(value, plot, choice)
    if json_:
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))
    else:
        _show(value)


def _policies(asked: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The policies to live, and whether the recorded results of the engine before are asked for."""
    from birddog.simulate.policies import POLICIES

    wanted = ("engine",) if not asked else (*POLICIES, BEFORE) if "all" in asked else asked
    for name in wanted:
        if name not in (*POLICIES, BEFORE):
            raise BirddogError(f"policy: there is no '{name}'; allowed: {', '.join((*POLICIES, BEFORE))}, all")
    return tuple(name for name in wanted if name != BEFORE), BEFORE in wanted


def _add_before(value: dict[str, Any], choice: Any) -> None:
    """Put the recorded results of the engine before beside the others. Raises ``BirddogError`` where there are none."""
    from birddog.simulate.cohort import distribution
    from birddog.simulate.recorded import before

    told = before()
    if (choice.seed, choice.weeks) != (told["seed"], told["weeks"]):
        raise BirddogError(
            f"policy: the engine before was recorded with seed {told['seed']} and {told['weeks']} weeks, "
            f"not seed {choice.seed} and {choice.weeks}"
        )
    wanted = {(lot.person, lot.behavior, lot.model) for lot in choice.lots()}
    rows = [row for row in told["courses"] if (row["person"], row["behavior"], row["model"]) in wanted]
    cohort = value.setdefault("cohort", {})
    for model in dict.fromkeys(row["model"] for row in rows):
        cohort[f"{BEFORE} / {model}"] = distribution([row for row in rows if row["model"] == model])
    value.setdefault("courses", []).extend(rows)


def _plot(value: dict[str, Any], path: Path, choice: Any) -> None:
    from birddog.cli import write
    from birddog.simulate.plot import bands, svg
    from birddog.simulate.recorded import before

    if path.suffix != ".svg":
        raise BirddogError(f"plot: '{path}' must end in .svg")
    now = bands([row for row in value.get("courses", []) if row["policy"] == "engine"])
    told = before()
    same = (choice.seed, choice.weeks, choice.models) == (told["seed"], told["weeks"], ("dose-response",))
    old = {name: told["bands"][name] for name in now or told["bands"] if name in told["bands"]}
    caption = f"Work of a session, times that of the first week; weeks 1 to {choice.weeks}. {value['evidence']}"
    write(path, svg(now, old if same and not choice.people else {}, caption).encode())


def _names(json_: bool) -> None:
    """Everything that can be chosen, each in a few words."""
    from rich.table import Table

    from birddog.cli.show import console
    from birddog.simulate.behaviors import BEHAVIORS
    from birddog.simulate.models import MODELS
    from birddog.simulate.people import people
    from birddog.simulate.policies import POLICIES

    value = {
        "people": {name: f"pain {made.pain:g}, {made.time('minutes', 15)} minutes" for name, made in people().items()},
        "behavior": {name: row.says for name, row in BEHAVIORS.items()},
        "model": {name: row.says for name, row in MODELS.items()},
        "policy": {name: (kind.__doc__ or "").split(":")[0] for name, kind in POLICIES.items()} | {BEFORE: "recorded"},
    }
    if json_:
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))
        return
    for what, rows in value.items():
        table = Table(title=what, title_justify="left", show_header=False)
        for name, says in rows.items():
            table.add_row(name, says)
        console().print(table)


def _expect(size: int, every: int, only: tuple[str, ...], jobs: int, json_: bool) -> None:
    from birddog.simulate import NO_EVIDENCE
    from birddog.simulate.expect import as_json, lines, measured

    found = []
    for row in measured(size, every, only, jobs):
        found.append(row)
        if not json_:
            click.echo("\n".join(lines([row])))
    if json_:
        click.echo(json.dumps({"evidence": NO_EVIDENCE, "expectations": as_json(found)}, ensure_ascii=False, indent=1))
    else:
        click.echo(NO_EVIDENCE)
    if not all(row.holds for row in found):
        sys.exit(1)


def _show(value: dict[str, Any]) -> None:
    """The distribution of each figure, for people to read."""
    from rich.table import Table

    from birddog.cli.show import console

    out = console()
    for name, rows in value.get("cohort", {}).items():
        title = f"{name}: {rows['courses']} courses, {rows['with_program']} with a program"
        table = Table(title=title, title_justify="left")
        for head in ("figure", *SHOWN):
            table.add_column(head, overflow="fold")
        for figure, row in rows.items():
            if isinstance(row, dict):
                table.add_row(figure, *(str(row[head]) for head in SHOWN))
        out.print(table)
    out.print(value["evidence"])
