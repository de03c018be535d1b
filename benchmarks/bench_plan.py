"""A full program, and each week's choice of exercises beside the same problem solved by CP-SAT.

The model holds sessions A and B of a block together: maximize the sum of scores, less a cost for an
exercise in both, subject to counts of each category, one of a family, clock time and one end-range
direction. Ours chooses A first, then B.
"""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import replace
from datetime import date

from ortools.sat.python import cp_model

from birddog.catalog import load_default
from birddog.core.compose import EXTENSION, FLEXION, Candidate, Task
from birddog.core.facts import facts
from birddog.core.intake import Abilities, Conditions, Intake, Life, Pain, Person, Time
from birddog.core.planner import REPEAT_COST, SHARED_COST, Planner
from birddog.core.prescribe import prescribe
from birddog.core.values import STAGES, StageName
from birddog.verify.people import person

DAY = date(2026, 3, 2)
REPEATS = 30


def people() -> dict[str, Intake]:
    """Six different people, so that no single pool decides the figures."""
    no = Conditions(all_others="no")
    return {
        "ordinary": person(),
        "ten minutes": person(time=Time(minutes=10)),
        "thirty minutes, liked": person(time=Time(minutes=30), life=Life(likes=("bird-dog", "cat-cow"))),
        "no floor, 72": person(person=Person(id="p1", age=72), abilities=Abilities(floor="no"), time=Time(minutes=15)),
        "thin bones": person(conditions=replace(no, bone="osteoporosis"), time=Time(minutes=20)),
        "severe pain": person(pain=Pain(back_week=8.0), eases=("sitting",), worsens=("standing",)),
    }


def solve(candidates: list[Candidate], scores: dict[int, int], cost: dict[int, int], task: Task) -> tuple[int, float]:
    """Optimum of sessions A and B together, and the seconds it took (building included)."""
    began = time.perf_counter()
    model = cp_model.CpModel()
    picks = [{c.bit: model.new_bool_var(f"{name}{c.bit}") for c in candidates} for name in "AB"]
    for pick in picks:
        _constrain(model, pick, candidates, task)
    both = {c.bit: model.new_bool_var(f"both{c.bit}") for c in candidates}
    for bit, flag in both.items():
        model.add(flag >= picks[0][bit] + picks[1][bit] - 1)
    gain = sum((scores[c.bit] - cost.get(c.bit, 0)) * (picks[0][c.bit] + picks[1][c.bit]) for c in candidates)
    model.maximize(gain - SHARED_COST * sum(both.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    if status != cp_model.OPTIMAL:
        raise RuntimeError(f"the solver ended with {solver.status_name(status)}")
    return int(solver.objective_value), time.perf_counter() - began


def _constrain(model: cp_model.CpModel, pick: dict[int, cp_model.IntVar], rows: list[Candidate], task: Task) -> None:
    least = dict(task.least)
    for name, most in task.most:
        group = [pick[c.bit] for c in rows if c.category == name]
        model.add(sum(group) <= most)
        model.add(sum(group) >= min(least.get(name, 0), most, len({c.family for c in rows if c.category == name})))
    for family in {c.family for c in rows}:
        model.add(sum(pick[c.bit] for c in rows if c.family == family) <= 1)
    model.add(sum(pick.values()) <= task.size)
    model.add(sum(c.seconds * pick[c.bit] for c in rows) <= task.seconds)
    if task.one_direction:
        for a in (c for c in rows if c.end_range == FLEXION):
            for b in (c for c in rows if c.end_range == EXTENSION):
                model.add(pick[a.bit] + pick[b.bit] <= 1)


def ours(planner: Planner, stage: StageName, block: int, cost: dict[int, int]) -> tuple[int, float]:
    """Value of our choice for a block under the same objective, and the seconds it took."""
    began = time.perf_counter()
    for _ in range(REPEATS):
        planner.forget()
        pair = {name: planner.chosen(stage, block, name) for name in "AB"}
    seconds = (time.perf_counter() - began) / REPEATS / (block + 1)
    score = planner.scores(stage, {}, planner.waiting(stage, block), 0)
    value = sum(score[bit] - cost.get(bit, 0) for chosen in pair.values() for bit in chosen)
    return value - SHARED_COST * len(set(pair["A"]) & set(pair["B"])), seconds


def compare() -> tuple[list[float], list[float]]:
    """Gaps to the optimum (percent) and how many times faster, over people, stages and two blocks."""
    content = load_default()
    gaps, ratios = [], []
    heads = ("block", "ours", "best", "gap %", "ours us", "CP-SAT ms", "times")
    print(f"{'person':24}{'stage':12}" + "".join(f"{head:>10}" for head in heads))
    for name, intake in people().items():
        planner = Planner(intake, facts(intake, DAY), content)
        for stage in STAGES:
            for block in (0, 1):
                used = {bit for each in "AB" for bit in planner.chosen(stage, 0, each)} if block else set()
                cost = dict.fromkeys(used, REPEAT_COST)
                scores = planner.scores(stage, {}, planner.waiting(stage, block), 0)
                rows = [row for row in planner.stage_rows(stage) if row.bit in scores]
                best, slow = solve(rows, scores, cost, planner.task(stage))
                value, fast = ours(planner, stage, block, cost)
                gaps.append(100 * (best - value) / best)
                ratios.append(slow / fast)
                times = f"{gaps[-1]:10.2f}{fast * 1e6:10.0f}{slow * 1e3:10.1f}{ratios[-1]:10.0f}"
                print(f"{name:24}{stage:12}{block:10}{value:10}{best:10}{times}")
    return gaps, ratios


def program_ms() -> list[float]:
    """Milliseconds of one full 8-week program for each person, median of many."""
    content = load_default()
    out = []
    for name, intake in people().items():
        times = []
        for _ in range(100):
            began = time.perf_counter()
            prescribe(intake, content, DAY)
            times.append(1e3 * (time.perf_counter() - began))
        out.append(statistics.median(times))
        print(f"{name:24} full program {out[-1]:6.2f} ms")
    return out


def main() -> int:
    """Print both tables; exit code 1 if a claim does not hold."""
    programs = program_ms()
    gaps, ratios = compare()
    print(f"program: median {statistics.median(programs):.2f} ms, worst {max(programs):.2f} ms")
    print(f"gap to the optimum: worst {max(gaps):.2f} %, mean {statistics.mean(gaps):.2f} %")
    print(f"faster than CP-SAT: least {min(ratios):.0f} times, median {statistics.median(ratios):.0f} times")
    return 0 if max(gaps) <= 1 and min(ratios) >= 100 else 1


if __name__ == "__main__":
    sys.exit(main())
