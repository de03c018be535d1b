"""Running the proof: invariants in full, then each planted mutant until something catches it."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from types import FunctionType, ModuleType
from typing import Any

from birddog.catalog import load_default
from birddog.core.content.content import Content
from birddog.verify import clinicians, cohort, courses, emergencies, growth, plans, questions, screens, setbacks
from birddog.verify.mutants import Mutant
from birddog.verify.planted import MUTANTS
from birddog.verify.tally import Caught, Tally

Check = Callable[[Content, Tally], None]
Progress = Callable[[int, int, str], None]

INVARIANTS: dict[str, tuple[str, tuple[Check, ...]]] = {
    "C1": ("cauda equina is never missed, at intake or later",
           (screens.cauda_equina, courses.asked_again, courses.words_in_reports, emergencies.stands)),
    "C2": ("a worsening nerve gets no bending, nerve stretch or load", (screens.weak_legs, courses.legs)),
    "C3": ("fracture and thin bones get no bending, twisting or jolts", (screens.trauma_and_surgery, plans.facts_bar)),
    "C4": ("infection and cancer are not delayed",
           (screens.delay, screens.pairs, questions.clearances, questions.never_cleared)),
    "C5": ("vessel and heart signs act alone", (screens.vessels,)),
    "C6": ("pregnancy: position, load and warnings, as time moves on",
           (plans.pregnancy_moves_on, setbacks.trimester_in_a_chart)),
    "C7": ("no program after surgery without clearance", (screens.trauma_and_surgery,)),
    "C8": ("inflammatory pain is referred exactly as published", (screens.inflammation,)),
    "C9": ("never the wrong direction", (courses.preference_updates, plans.facts_bar, plans.one_direction)),
    "C10": ("no progress through harm or silence, and a way back from every setback",
            (growth.growth_over_weeks, growth.silence_raises_nothing, growth.red_holds_for_two_days,
             growth.back_in_three, growth.nobody_is_starved, setbacks.flares,
             setbacks.hurting_exercises, setbacks.no_improvement)),
    "C11": ("no program for people out of scope", (screens.scope,)),
    "C12": ("nothing forbidden or garbled reaches a plan", (plans.forbidden_content,)),
    "C13": ("nobody is asked for more than the body can do; absences are explained",
            (screens.pressure_and_heart, plans.abilities, plans.short_holds, plans.absences)),
    "C14": ("no false reassurance", (screens.reassurance, screens.own_words, questions.groups)),
    "C15": ("no stale, wrong or silently changed plan",
            (courses.breaks_and_staleness, courses.wrong_charts, plans.purity)),
    "C16": ("a therapist's word reaches as far as it says",
            (clinicians.one_veto_one_exercise, clinicians.ends, clinicians.rises_wait, clinicians.screening)),
    "over-triage": ("ordinary back pain is not sent away", (cohort.over_triage,)),
    "words": ("no fear words, drug names or promises; plain words", (cohort.words,)),
}  # fmt: skip
PARTS = 4
SPLIT: dict[str, tuple[Callable[..., None], ...]] = {
    "C10": (courses.report_sequences,),
    "C13": (plans.compositions,),
}
"""Checks over large spaces, shared out in parts."""


def run(jobs: int = 2, progress: Progress | None = None) -> dict[str, Any]:
    """Check all invariants and plant all mutants; see the module for the shape of the result."""
    began = time.perf_counter()
    tasks: list[tuple[str, Callable[[], Any]]] = [(name, partial(check_invariant, name)) for name in INVARIANTS]
    tasks += [(name, partial(check_part, name, n, part)) for name, checks in SPLIT.items()
              for n in range(len(checks)) for part in range(PARTS)]  # fmt: skip
    tasks += [(f"mutant {n}", partial(plant, n)) for n in range(len(MUTANTS))]
    results = _all(tasks, jobs, progress)
    rows = {name: {"id": name, "claim": claim, "checked": 0, "violations": 0, "examples": []}
            for name, (claim, _) in INVARIANTS.items()}  # fmt: skip
    planted = []
    for name, result in results:
        if name in rows:
            _add(rows[name], result)
        else:
            planted.append(result)
    planted.sort(key=lambda row: row["mutant"])
    survivors = [row["mutant"] for row in planted if row["caught_by"] is None]
    return {
        "invariants": list(rows.values()),
        "mutants": {"planted": len(planted), "killed": len(planted) - len(survivors), "survivors": survivors,
                    "caught": planted},
        "seconds": round(time.perf_counter() - began, 1),
    }  # fmt: skip


def _all(tasks: list[tuple[str, Callable[[], Any]]], jobs: int, progress: Progress | None) -> list[tuple[str, Any]]:
    done: list[tuple[str, Any]] = []
    if jobs <= 1:
        for name, task in tasks:
            done.append((name, task()))
            if progress:
                progress(len(done), len(tasks), name)
        return done
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures: dict[Future[Any], str] = {pool.submit(task): name for name, task in tasks}
        for future in as_completed(futures):
            done.append((futures[future], future.result()))
            if progress:
                progress(len(done), len(tasks), futures[future])
    return done


def _add(row: dict[str, Any], result: tuple[int, list[str]]) -> None:
    row["checked"] += result[0]
    row["violations"] += len(result[1])
    row["examples"] = (row["examples"] + result[1])[:5]


def violations(content: Content) -> list[str]:
    """What the invariants find wrong with content other than the packaged one, each with the hazard; empty: proved."""
    found = [f"{name}: {what}" for name in INVARIANTS for what in check_invariant(name, content)[1]]
    for name, checks in SPLIT.items():
        for number in range(len(checks)):
            rows = (check_part(name, number, part, content)[1] for part in range(PARTS))
            found += [f"{name}: {what}" for row in rows for what in row]
    return found


def check_invariant(name: str, content: Content | None = None) -> tuple[int, list[str]]:
    """One invariant in full on the packaged content (or another): checks made and violations."""
    tally = Tally()
    for check in INVARIANTS[name][1]:
        check(content or load_default(), tally)
    return tally.checked, tally.violations


def check_part(name: str, number: int, part: int, content: Content | None = None) -> tuple[int, list[str]]:
    """One part of a check over a large space."""
    tally = Tally()
    SPLIT[name][number](content or load_default(), tally, part=part, parts=PARTS)
    return tally.checked, tally.violations


def plant(number: int) -> dict[str, Any]:
    """Plant one mutant and say which invariant caught it, if one did; the one that should is asked first."""
    mutant = MUTANTS[number]
    unread = replace(load_default().notes, words_read={}, texts_read={})
    content = replace(load_default(), memo={}, notes=unread)
    with planted(mutant, content) as changed:
        order = sorted(INVARIANTS, key=lambda name: (name not in mutant.expected, name))
        for name in order:
            found = _catches(name, changed)
            if found is not None:
                return {"mutant": mutant.name, "caught_by": name, "saw": found}
    return {"mutant": mutant.name, "caught_by": None, "saw": ""}


def _catches(name: str, content: Content) -> str | None:
    try:
        for check in INVARIANTS[name][1]:
            check(content, Tally(stop=True))
        for big in SPLIT.get(name, ()):
            big(
                content,
                Tally(stop=True),
                **({"length": 3} if big is courses.report_sequences else {"part": 0, "parts": 40}),
            )
    except Caught as caught:
        return str(caught)
    return None


@contextmanager
def planted(mutant: Mutant, content: Content) -> Iterator[Content]:
    """The content under a mutant; code mutants swap the code of the module's functions and put it back."""
    if mutant.content is not None:
        yield mutant.content(content)
        return
    module = import_module(mutant.module)
    source = inspect.getsource(module)
    if source.count(mutant.old) != 1:
        raise ValueError(
            f"mutant {mutant.name}: {mutant.module} holds {mutant.old!r} {source.count(mutant.old)} times, not once"
        )
    namespace: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(source.replace(mutant.old, mutant.new), str(module.__file__), "exec"), namespace)
    kept = _swap(module, namespace)
    try:
        yield content
    finally:
        for function, code in kept["code"]:
            function.__code__ = code
        for name, value in kept["constants"]:
            setattr(module, name, value)


def _swap(module: ModuleType, namespace: dict[str, Any]) -> dict[str, list[Any]]:
    """Put the mutated code of every function, method and plain constant into the live module."""
    kept: dict[str, list[Any]] = {"code": [], "constants": []}
    for name, now in list(vars(module).items()):
        then = namespace.get(name)
        if isinstance(now, FunctionType) and isinstance(then, FunctionType) and now.__module__ == module.__name__:
            _swap_code(now, then, kept)
        elif isinstance(now, type) and now.__module__ == module.__name__ and isinstance(then, type):
            for part, method in vars(now).items():
                _swap_code(_function(method), _function(vars(then).get(part)), kept)
        elif isinstance(now, (int, float, tuple, frozenset, str)) and not name.startswith("__") and now != then:
            kept["constants"].append((name, now))
            setattr(module, name, then)
    return kept


def _function(value: Any) -> FunctionType | None:
    if isinstance(value, property):
        value = value.fget
    value = getattr(value, "func", value)
    return value if isinstance(value, FunctionType) else None


def _swap_code(now: FunctionType | None, then: FunctionType | None, kept: dict[str, list[Any]]) -> None:
    if (
        now is None
        or then is None
        or now.__code__ == then.__code__
        or now.__code__.co_freevars != then.__code__.co_freevars
    ):
        return
    kept["code"].append((now, now.__code__))
    now.__code__ = then.__code__
