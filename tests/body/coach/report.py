"""The validation page of the coach and the curve on it, from what `prove` found."""

from collections.abc import Sequence

import numpy as np
from tests.body.coach.prove import ASIDE, HOLD_OFF, HOLD_SHARE, Proof, angles, share, table

from birddog.catalog import load_default

COVERAGES = (1.0, 0.9, 0.8, 0.7)


def curve(proofs: Sequence[Proof]) -> list[tuple[float, float]]:
    """(coverage, share of sessions counted exactly) when only the surest are judged."""
    points = sorted((point for p in proofs for point in p.curve), key=lambda point: -point[0])
    kept = [points[: max(1, round(c * len(points)))] for c in COVERAGES if points]
    return [(c, share(sum(right for _, right in k), len(k))) for c, k in zip(COVERAGES, kept, strict=False)]


CURVE = "coach-validation.svg"
FAULTS = """Films with a fault of 1.5 times its bound, of half of it, and without it. *Told*: share of the counted
repetitions that got an answer other than *cannot tell*; then how many of those answers are right. *Others*: repetitions
in which another fault was said to be there.
"""
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
- **Knee, hip**: true angles inside the 95% interval, and half its width in degrees (median); side views only.

Each exercise rests on {sessions} sessions inside the range: one session more or less right says little of it.

"""


def page(proofs: Sequence[Proof], sessions: int, faults: Sequence[str], sample: Sequence[Proof]) -> str:
    """The validation page: all together, angles, faults (lines of a table), a row for each exercise, and those that
    cannot be told; sample: of SAMPLE."""
    told, dumb = [p for p in proofs if p.sessions], [p for p in proofs if not p.sessions]
    whole = table(proofs).splitlines()[len(proofs) + 1 :]
    together = ", ".join(f"{c:.0%} {right:.3f}" for c, right in curve(told))
    parts = [HEAD.format(sessions=sessions, off=HOLD_OFF, part=HOLD_SHARE)]
    parts += ["## All together\n\n```text", *whole, f"right when only the surest are judged: {together}", "```\n"]
    parts += [f"![Share of wrong counts against the share of sessions that are judged]({CURVE})\n"]
    parts += ["## Angles\n", *_bins(told), "\n## Faults\n", FAULTS, *faults, ""]
    parts += ["## Each exercise\n", f"| {' | '.join(_COLUMNS)} |", "|" + "---|" * len(_COLUMNS), *map(_row, told)]
    parts += ["\n## Not counted\n", "One position that is held, too little to see, or nothing comes back: "
              + ", ".join(f"{p.exercise} ({p.tells:g})" for p in dumb) + ".\n"]  # fmt: skip
    parts += [f"{_SAMPLE_LINE}{marks(sample)}\n"]
    return "\n".join(parts)


_COLUMNS = ("exercise", "view", "tells", "exact", "dares", "holds", "outside", "curve", "knee", "hip", "faults sought")
_SAMPLE_LINE = "What the tests compare with the coach of today (mean confidence of a few seeded sessions): "


def _bins(proofs: Sequence[Proof]) -> list[str]:
    """Lines of a table: coverage of the 95 % intervals in each joint, view and visibility; side views only."""
    lines = [f"True angles inside the 95% interval, by joint; *aside*: the camera more than {ASIDE:g} degrees beside "
             "the asked view; *hidden*: a landmark of the joint is. Half-widths are medians.\n",
             "| joint | view | landmarks | inside | half-width | frames |", "|---|---|---|---|---|---|"]  # fmt: skip
    for at in sorted({at for p in proofs for at in p.angles}):
        inside, half, frames = angles(proofs, *at)
        if frames:
            lines.append(f"| {' | '.join(at)} | {inside:.1%} | {half:.0f} | {frames} |")
    return lines


def drawn(proofs: Sequence[Proof]) -> str:
    """An SVG of the share of wrong counts (up) against the share of sessions that are judged, the surest first: of all
    exercises, of those with at least WELL standard deviations between start and far end, and of the others."""
    told = [p for p in proofs if p.sessions]
    well = [p for p in told if p.tells >= WELL]
    sets = ((told, "all", "#1b1b1b", ""), (well, f"tells {WELL:g} or more", "#0b6e4f", "6 3"),
            ([p for p in told if p not in well], f"tells under {WELL:g}", "#b3541e", "2 3"))  # fmt: skip
    lines = [
        _line(some, (name, color, dashes), 20 + 16 * n) for n, (some, name, color, dashes) in enumerate(sets) if some
    ]
    levels = [_level(wrong) for wrong in (0.0, 0.05, 0.1, 0.15, MOST)]
    feet = [f'<text x="{60 + 400 * c:.0f}" y="236" text-anchor="middle">{c:.0%}</text>' for c in (0, 0.5, 1)]
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 260" role="img" font-family="sans-serif">'
    title = "<title>Share of wrong counts against the share of sessions judged, the surest first</title>"
    back = '<rect width="640" height="260" fill="#fff"/><g font-size="12">'
    foot = '<text x="260" y="254" text-anchor="middle">sessions judged (up: wrong counts)</text></g></svg>'
    return "\n".join([head, title, back, *levels, *feet, *lines, foot, ""])


WELL, MOST = 6.5, 0.2


def _up(wrong: float) -> float:
    return 220 - 200 * min(wrong, MOST) / MOST


def _level(wrong: float) -> str:
    y = _up(wrong)
    return f'<path d="M60 {y:.1f}H460" stroke="#ccc"/><text x="52" y="{y + 4:.1f}" text-anchor="end">{wrong:.0%}</text>'


def _line(proofs: Sequence[Proof], look: tuple[str, str, str], at: float) -> str:
    """One curve and its name."""
    name, color, dashes = look
    right = [hit for _, hit in sorted((point for p in proofs for point in p.curve), key=lambda point: -point[0])]
    wrong = 1 - np.cumsum(right) / np.arange(1, len(right) + 1)
    places = " ".join(f"{60 + 400 * (k + 1) / len(right):.1f},{_up(w):.1f}" for k, w in enumerate(wrong))
    stroke = f'fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dashes or "none"}"'
    key = f'<path d="M474 {at}h24" {stroke}/><text x="504" y="{at + 4}">{name}</text>'
    return f'<polyline points="{places}" {stroke}/>{key}'


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
