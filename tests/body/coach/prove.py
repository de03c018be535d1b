"""Does the coach hold what it states?  ``python -m tests.body.coach.prove [--sessions N] [--only ID] [--docs FOLDER]``.

Films of the second generator inside the stated range, outside it, with faults, and with angles whose truth is known
(*synthetic truth*).  CI runs a small seeded sample; ``make prove PART=coach`` all exercises.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tests.body.coach.filmed import aimed, recorded
from tests.body.coach.generator import Take, take
from tests.body.coach.scenes import inside, outside

from birddog.body.coach import engine, features, recording
from birddog.body.coach.recording import INTERVAL, Outcome
from birddog.catalog import load_default

SAMPLE = (("bridge", "hip-hinge-dowel"), 6, 5)  # exercises, sessions and seed that CI runs, named on the page
HOLD_OFF, HOLD_SHARE = 0.6, 0.15  # a hold counts as exact within so many s, or this share of it


@dataclass
class Proof:
    """What was found for one exercise. Shares 0-1; intervals: inside, judged frames for each joint."""

    exercise: str
    view: str
    tells: float
    sessions: int = 0
    exact: int = 0
    dared: int = 0
    right: int = 0
    repetitions: int = 0
    judged: int = 0
    holds_done: int = 0
    holds: int = 0
    holds_right: int = 0
    outside: int = 0
    outside_wrong: int = 0
    curve: list[tuple[float, bool]] = field(default_factory=list)
    angles: dict[str, list[float]] = field(default_factory=dict)


AT_ONCE = 8  # exercises whose films go through the coach together: it is made for many


def run(exercises: Sequence[str], sessions: int, seed: int = 0) -> list[Proof]:
    """Prove exercises, each with so many sessions inside, and a third of them outside the range."""
    numbered = list(enumerate(exercises))
    return [
        proof
        for n in range(0, len(numbered), AT_ONCE)
        for proof in _together(numbered[n : n + AT_ONCE], sessions, seed)
    ]


def _together(numbered: Sequence[tuple[int, str]], sessions: int, seed: int) -> list[Proof]:
    proofs, films, owners = [], [], []
    for n, exercise in numbered:
        rng = np.random.default_rng((seed, n))
        target = aimed(exercise)
        proofs.append(Proof(exercise, target.view, round(target.tells, 1)))
        if target.countable and not target.still:
            films += [take(exercise, inside(rng), rng) for _ in range(sessions)]
            films += [take(exercise, outside(rng), rng) for _ in range(max(1, sessions // 3))]
            owners += [(proofs[-1], k < sessions) for k in range(sessions + max(1, sessions // 3))]
    if films:
        plan = engine.plan([aimed(proof.exercise) for proof, _ in owners])
        outcomes = recording.run([recorded(f) for f in films], plan)
        for film, outcome, (proof, within) in zip(films, outcomes, owners, strict=True):
            if within:
                _note(proof, film, outcome, aimed(proof.exercise).held_far)
            else:
                proof.outside += 1
                proof.outside_wrong += outcome.sure and len(outcome.repetitions) != film.repetitions
    return proofs


def _note(proof: Proof, film: Take, outcome: Outcome, holds: bool) -> None:
    seen = len(outcome.repetitions)
    right = seen == film.repetitions
    proof.sessions += 1
    proof.right += right
    proof.dared += outcome.sure
    proof.exact += outcome.sure and right
    proof.repetitions += film.repetitions
    proof.judged += film.repetitions if outcome.sure else 0
    proof.curve.append((round(outcome.confidence, 3), right))
    if outcome.sure and right and holds:
        for r, truth in zip(outcome.repetitions, film.holds, strict=True):
            proof.holds_done += 1
            if r.hold is None:
                continue
            proof.holds += 1
            proof.holds_right += abs(r.hold - truth) <= max(HOLD_OFF, HOLD_SHARE * truth)
    if proof.view in ("side", "side-left"):
        _angles(proof, film, outcome)


def _angles(proof: Proof, film: Take, outcome: Outcome) -> None:
    """Are true angles inside the 95 % intervals? Frames in which the body was judged."""
    working = np.isin(outcome.track.code, (engine.MOVING, engine.HOLDING, engine.READY, engine.RESTING))
    for k, name in enumerate(features.JOINT_ANGLES):
        i = features.INDEX[name]
        half = INTERVAL * recording.angle_error(outcome.track.errors[:, i], name)
        use = working & (half < 45)
        if use.any():
            hit = np.abs(outcome.track.angles[use, i] - film.angles[use, k]) <= half[use]
            row = proof.angles.setdefault(name, [0, 0, 0.0])
            row[0] += int(hit.sum())
            row[1] += int(use.sum())
            row[2] += float(half[use].sum())


def exercises() -> list[str]:
    """Every exercise of the catalog that is done as repetitions or holds."""
    return [e.id for e in load_default().exercises if e.kind == "exercise"]


def countable() -> list[str]:
    """Those whose repetitions the coach itself says that it can count."""
    return [e for e in exercises() if aimed(e).countable and not aimed(e).still]


def share(part: float, whole: float) -> float:
    """part / whole; 0 where there is none."""
    return part / whole if whole else 0.0


def angles(proofs: Sequence[Proof], name: str = "") -> tuple[float, float, int]:
    """Share of frames inside the 95 % interval, its mean half-width in degrees, and how many frames."""
    rows = [v for p in proofs for k, v in p.angles.items() if k.startswith(name)]
    hits, frames, wide = np.sum(rows, axis=0) if rows else (0, 0, 0)
    return share(hits, frames), share(wide, frames), int(frames)


def table(proofs: Sequence[Proof]) -> str:
    """The figures of all exercises, and of all together."""
    lines = [f"{'exercise':42} {'tells':>5} {'exact':>6} {'dares':>6} {'holds':>6} {'outside wrong':>13}"]
    for p in proofs:
        if not p.sessions:
            lines.append(f"{p.exercise:42} {p.tells:5.1f}  cannot be told")
            continue
        holds = f"{p.holds_right / p.holds:6.2f}" if p.holds else "     -"
        exact, dares = share(p.exact, p.dared), share(p.judged, p.repetitions)
        wrong = share(p.outside_wrong, p.outside)
        lines.append(f"{p.exercise:42} {p.tells:5.1f} {exact:6.2f} {dares:6.2f} {holds} {wrong:13.2f}")
    told = [p for p in proofs if p.sessions]
    sums = {name: sum(getattr(p, name) for p in told) for name in (
        "exact", "dared", "judged", "repetitions", "right", "sessions", "holds_done", "holds", "holds_right", "outside",
        "outside_wrong")}  # fmt: skip
    lines += [
        f"{len(told)} of {len(proofs)} exercises can be told; {sums['sessions']} sessions, {sums['outside']} outside",
        f"judged {share(sums['judged'], sums['repetitions']):.3f} of repetitions; of the sessions judged "
        f"{share(sums['exact'], sums['dared']):.3f} exact; of all {share(sums['right'], sums['sessions']):.3f}",
        f"holds timed {share(sums['holds'], sums['holds_done']):.3f}, of them within {HOLD_OFF} s or {HOLD_SHARE:.0%} "
        f"{share(sums['holds_right'], sums['holds']):.3f}",
        f"outside the range wrong: {share(sums['outside_wrong'], sums['outside']):.3f}",
    ]
    for name in ("", "knee", "hip", "shoulder", "elbow", "ankle"):
        inside_it, half, frames = angles(told, name)
        lines.append(f"true angle inside the 95 % interval, {name or 'all':9} {inside_it:.3f}, half-width {half:.0f} "
                     f"degrees, {frames} frames")  # fmt: skip
    return "\n".join(lines)


COVERAGES = (1.0, 0.9, 0.8, 0.7)


def curve(proofs: Sequence[Proof]) -> list[tuple[float, float]]:
    """(coverage, share of sessions counted exactly) when only the surest are judged."""
    points = sorted((point for p in proofs for point in p.curve), key=lambda point: -point[0])
    kept = [points[: max(1, round(c * len(points)))] for c in COVERAGES if points]
    return [(c, share(sum(right for _, right in k), len(k))) for c, k in zip(COVERAGES, kept, strict=False)]


HEAD = """# What the coach can tell, exercise by exercise

Made by `python -m tests.body.coach.prove --sessions {sessions} --docs FILE`. All of it is *synthetic truth*: films of a
second generator that shares no code with the coach. It says nothing yet about people; the
[benchmarks](coach.md#measured-on-people) with recordings of people do, for other exercises.

**Range**: the asked view and up to 20 degrees beside it, the body 50 to 90% of the frame, 0.5 to 2 times the tempo,
landmarks off by up to 2% of body height, 10 to 30 frames a second, up to 5% of frames without anybody, legs exchanged
up to three times a minute, people of 1.58 to 1.86 m.

- **Tells**: standard deviations between start and far end; under 3 nothing is counted.
- **Exact**: share of sessions with a right count, of those the coach stands by.
- **Dares**: repetitions in such sessions.
- **Holds**: within {off} s or {part:.0%}, of those that it timed; a hold whose error would be larger is not timed.
- **Outside**: wrong counts that it stood by when the range was left.
- **Curve**: counts that are right when all sessions are judged, and when only the surest 90, 80 and 70% are.
- **Knee, hip**: true angles inside the 95% interval, and half its width in degrees; side views only.

Each exercise rests on {sessions} sessions inside the range: one session more or less right says little of it.

"""


def page(proofs: Sequence[Proof], sessions: int, sample: Sequence[Proof]) -> str:
    """The validation page: all together, a row for each exercise, and those that cannot be told; sample: of SAMPLE."""
    told, dumb = [p for p in proofs if p.sessions], [p for p in proofs if not p.sessions]
    whole = table(proofs).splitlines()[len(proofs) + 1 :]
    together = ", ".join(f"{c:.0%} {right:.3f}" for c, right in curve(told))
    parts = [HEAD.format(sessions=sessions, off=HOLD_OFF, part=HOLD_SHARE)]
    parts += ["## All together\n\n```text", *whole, f"right when only the surest are judged: {together}", "```\n"]
    parts += ["## Each exercise\n", f"| {' | '.join(_COLUMNS)} |", "|" + "---|" * len(_COLUMNS), *map(_row, told)]
    parts += ["\n## Not counted\n", "One position that is held, too little to see, or nothing comes back: "
              + ", ".join(f"{p.exercise} ({p.tells:g})" for p in dumb) + ".\n"]  # fmt: skip
    parts += [f"{_SAMPLE_LINE}{marks(sample)}\n"]
    return "\n".join(parts)


_COLUMNS = ("exercise", "view", "tells", "exact", "dares", "holds", "outside", "curve", "knee", "hip", "faults sought")
_SAMPLE_LINE = "What the tests compare with the coach of today (mean confidence of a few seeded sessions): "


def marks(sample: Sequence[Proof]) -> str:
    """What a coach that has changed would not reproduce: the mean confidence of each proof."""
    return ", ".join(f"{p.exercise} {np.mean([sure for sure, _ in p.curve]):.3f}" for p in sample)


def _row(p: Proof) -> str:
    holds = f"{share(p.holds_right, p.holds):.0%} of {p.holds}" if p.holds else ""
    bounds = [f"{a:.0%}, {h:.0f}" if frames else "" for a, h, frames in (angles([p], n) for n in ("knee", "hip"))]
    faults = ", ".join(f.id for f in load_default().exercise(p.exercise).faults)
    right = " ".join(f"{right:.2f}" for _, right in curve([p]))
    cells = (
        p.exercise,
        p.view,
        f"{p.tells:g}",
        f"{share(p.exact, p.dared):.0%}" if p.dared else "",
        f"{share(p.judged, p.repetitions):.0%}",
        holds,
        f"{p.outside_wrong} of {p.outside}",
        right,
        *bounds,
        faults,
    )
    return "| " + " | ".join(cells) + " |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; write pages if asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.body.coach.prove", description=__doc__)
    parser.add_argument("--sessions", type=int, default=24)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=None)
    parser.add_argument("--docs", type=Path, default=None, help="write the validation page into this file")
    asked = parser.parse_args(arguments)
    proofs = run(asked.only or exercises(), asked.sessions, asked.seed)
    print(table(proofs))
    if asked.docs:
        asked.docs.write_text(page(proofs, asked.sessions, run(*SAMPLE)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
