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


WIDEST = 45  # degrees: an interval of a larger half-width says nothing
ASIDE = 10.0  # degrees beside the asked view from which a camera is called aside
HIDDEN = 0.6  # visibility under which a landmark is called hidden
_LANDMARKS = {"elbow": (11, 13, 15), "shoulder": (23, 11, 13), "hip": (11, 23, 25), "knee": (23, 25, 27),
              "ankle": (25, 27, 31)}  # fmt: skip
Bin = tuple[str, str, str]


@dataclass
class Proof:
    """What was found for one exercise. angles: of each joint, view and visibility (2,WIDEST): frames with the true
    angle inside the 95 % interval, and all of them, by half-width in degrees."""

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
    angles: dict[Bin, np.ndarray] = field(default_factory=dict)


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
            for k in range(sessions + max(1, sessions // 3)):
                scene = inside(rng) if k < sessions else outside(rng)
                films.append(take(exercise, scene, rng))
                owners.append((proofs[-1], k < sessions, scene))
    if films:
        plan = engine.plan([aimed(proof.exercise) for proof, _, _ in owners])
        outcomes = recording.run([recorded(f) for f in films], plan)
        for film, outcome, (proof, within, scene) in zip(films, outcomes, owners, strict=True):
            if within:
                _note(proof, film, outcome, aimed(proof.exercise).held_far)
                if proof.view in ("side", "side-left"):
                    _angles(proof, film, outcome, "aside" if abs(scene.beside) > ASIDE else "straight")
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


def _angles(proof: Proof, film: Take, outcome: Outcome, view: str) -> None:
    """Are true angles inside the 95 % intervals? Frames in which the body was judged."""
    working = np.isin(outcome.track.code, (engine.MOVING, engine.HOLDING, engine.READY, engine.RESTING))
    for k, name in enumerate(features.JOINT_ANGLES):
        i, (joint, _, side) = features.INDEX[name], name.rpartition("_")
        half = INTERVAL * recording.angle_error(outcome.track.errors[:, i], name)
        hit = np.abs(outcome.track.angles[:, i] - film.angles[:, k]) <= half
        seen = film.visibility[:, [at + (side == "right") for at in _LANDMARKS[joint]]].min(axis=1) > HIDDEN
        for word, which in (("seen", seen), ("hidden", ~seen)):
            use = working & (half < WIDEST) & which
            row = proof.angles.setdefault((joint, view, word), np.zeros((2, WIDEST)))
            for n, some in enumerate((use & hit, use)):
                row[n] += np.bincount(half[some].astype(int), minlength=WIDEST)


def exercises() -> list[str]:
    """Every exercise of the catalog that is done as repetitions or holds."""
    return [e.id for e in load_default().exercises if e.kind == "exercise"]


def countable() -> list[str]:
    """Those whose repetitions the coach itself says that it can count."""
    return [e for e in exercises() if aimed(e).countable and not aimed(e).still]


def share(part: float, whole: float) -> float:
    """part / whole; 0 where there is none."""
    return part / whole if whole else 0.0


def angles(proofs: Sequence[Proof], *words: str) -> tuple[float, float, int]:
    """Share of frames inside the 95 % interval, its median half-width in degrees, and how many frames; of those bins
    that the words name."""
    rows = [row for p in proofs for at, row in p.angles.items() if set(words) <= set(at)]
    hits, frames = np.sum(rows, axis=0) if rows else np.zeros((2, WIDEST))
    total = float(frames.sum())
    median = float(np.searchsorted(frames.cumsum(), total / 2)) + 0.5 if total else 0.0
    return share(float(hits.sum()), total), median, int(total)


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
    for words in ((), *((joint,) for joint in _LANDMARKS)):
        inside_it, half, frames = angles(told, *words)
        lines.append(f"true angle inside the 95 % interval, {' '.join(words) or 'all':9} {inside_it:.3f}, "
                     f"median half-width {half:.0f} degrees, {frames} frames")  # fmt: skip
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; write pages if asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.body.coach.prove", description=__doc__)
    parser.add_argument("--sessions", type=int, default=24)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=None)
    parser.add_argument("--docs", type=Path, default=None, help="write the validation page and its curve beside it")
    asked = parser.parse_args(arguments)
    proofs = run(asked.only or exercises(), asked.sessions, asked.seed)
    print(table(proofs))
    if asked.docs:
        from tests.body.coach import faulty, report

        faults = faulty.table(faulty.each(3 * asked.sessions, asked.seed))
        asked.docs.write_text(report.page(proofs, asked.sessions, faults, run(*SAMPLE)), encoding="utf-8")
        asked.docs.with_suffix(".svg").write_text(report.drawn(proofs), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
