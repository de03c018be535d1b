"""A full program, and the choice of exercises to begin each stage with beside the same problem solved by CP-SAT.

The model holds one session: maximize the sum of scores, subject to counts of each category, one of a family, clock
time and one end-range direction.
"""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import replace
from datetime import date

from ortools.sat.python import cp_model

from birddog.catalog import load_default
from birddog.core.content.values import STAGES, StageName
from birddog.core.person.facts import facts
from birddog.core.person.intake import Abilities, Conditions, Intake, Life, Pain, Person, Time
from birddog.core.plan.compose import EXTENSION, FLEXION, Candidate, Task
from birddog.core.plan.planner import Planner
from birddog.core.prescribe import prescribe
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


def solve(candidates: list[Candidate], scores: dict[int, int], task: Task) -> tuple[int, float]:
    """Optimum of one session, and the seconds it took (building included)."""
    began = time.perf_counter()
    model = cp_model.CpModel()
    pick = {c.bit: model.new_bool_var(f"{c.bit}") for c in candidates}
    _constrain(model, pick, candidates, task)
    model.maximize(sum(scores[c.bit] * pick[c.bit] for c in candidates))
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


def ours(planner: Planner, stage: StageName, out: int) -> tuple[int, float]:
    """Value of our choice under the same objective, and the seconds it took."""
    planner.table(stage)
    began = time.perf_counter()
    for _ in range(REPEATS):
        chosen = planner.choose(stage, {}, out, 0)
    seconds = (time.perf_counter() - began) / REPEATS
    score = planner.scores(stage, {}, out, 0)
    return sum(score[bit] for bit in chosen), seconds


def compare() -> tuple[list[float], list[float]]:
    """Gaps to the optimum (percent) and how many times faster, over people and stages."""
    content = load_default()
    gaps, ratios = [], []
    heads = ("ours", "best", "gap %", "ours us", "CP-SAT ms", "times")
    print(f"{'person':24}{'stage':12}" + "".join(f"{head:>10}" for head in heads))
    for name, intake in people().items():
        planner = Planner(intake, facts(intake, DAY, content.values), content)
        for stage in STAGES:
            out = planner.waiting(stage, 0)
            scores = planner.scores(stage, {}, out, 0)
            rows = [row for row in planner.stage_rows(stage) if row.bit in scores]
            best, slow = solve(rows, scores, planner.task(stage))
            value, fast = ours(planner, stage, out)
            gaps.append(100 * (best - value) / best)
            ratios.append(slow / fast)
            times = f"{gaps[-1]:10.2f}{fast * 1e6:10.0f}{slow * 1e3:10.1f}{ratios[-1]:10.0f}"
            print(f"{name:24}{stage:12}{value:10}{best:10}{times}")
    return gaps, ratios


def program_ms() -> list[float]:
    """Milliseconds of one full 8-week program for each person, median of many."""
    content = load_default()
    out = []
    for name, intake in people().items():
        times = []
        for _ in range(20):
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
