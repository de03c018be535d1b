"""A picture of what the coach saw: the signal with its error, repetitions, states, and where it could not tell."""

from __future__ import annotations

from html import escape

import numpy as np
import numpy.typing as npt

from birddog.body.coach.recording import INTERVAL, Outcome

WIDTH, HEIGHT, LEFT, BOTTOM = 960, 320, 44, 60
_LOW, _HIGH = -0.4, 1.5
_COLORS = {"setting_up": "#cfd6da", "ready": "#dcefe4", "moving": "#bcdcf2", "holding": "#f6d9a8", "resting": "#eef1f2",
           "lost": "#e8b9b4"}  # fmt: skip
_MOST_POINTS = 1500
Array = npt.NDArray[np.float64]


def plot(outcome: Outcome, title: str = "") -> str:
    """An SVG, 960 by 320. Names no address, font or script from elsewhere."""
    times = outcome.track.times
    begin, length = float(times[0]), max(float(times[-1] - times[0]), 1e-6)
    plane = HEIGHT - BOTTOM

    def x(t: Array | float) -> Array:
        return np.asarray(LEFT + (np.asarray(t) - begin) / length * (WIDTH - LEFT - 8))

    def y(v: Array | float) -> Array:
        return np.asarray(plane - (np.clip(v, _LOW, _HIGH) - _LOW) / (_HIGH - _LOW) * (plane - 24))

    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    for state, reason, start, end in outcome.spans:
        a, b = float(x(start)), float(x(end))
        tip = state.replace("_", " ") + (f": {reason.replace('_', ' ')}" if reason else "")
        parts.append(f'<rect x="{a:.1f}" y="24" width="{max(b - a, 0.5):.1f}" height="{plane - 24}" '
                     f'fill="{_COLORS[state]}"><title>{escape(tip)}</title></rect>')  # fmt: skip
    for level, word in ((0.0, "start"), (1.0, "far end")):
        parts.append(f'<path d="M{LEFT} {y(level):.1f}H{WIDTH - 8}" stroke="#78858c" stroke-dasharray="3 4"/>'
                     f'<text x="2" y="{y(level) + 4:.1f}">{word}</text>')  # fmt: skip
    parts += _curve(outcome, x, y)
    for n, r in enumerate(outcome.repetitions, start=1):
        a, b = float(x(r.start)), float(x(r.end))
        parts.append(f'<path d="M{a:.1f} {plane + 6}H{b:.1f}" stroke="#0b5d57" stroke-width="4"/>'
                     f'<text x="{(a + b) / 2:.1f}" y="{plane + 22}" text-anchor="middle">{n}</text>')  # fmt: skip
    parts.append(_legend())
    head = escape(title or f"{outcome.exercise}: {len(outcome.repetitions)}, confidence {outcome.confidence:.2f}")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
            f'font-size="12" role="img"><title>{head}</title>{"".join(parts)}'
            f'<text x="{LEFT}" y="16" font-weight="bold">{head}</text></svg>')  # fmt: skip


def _curve(outcome: Outcome, x: object, y: object) -> list[str]:
    track = outcome.track
    every = max(1, len(track.times) // _MOST_POINTS)
    t, v = track.times[::every], track.signal[::every]
    e = INTERVAL * np.minimum(track.error[::every], 1.0)
    px = x(t)  # type: ignore[operator]
    upper, lower, line = (y(w) for w in (v + e, v - e, v))  # type: ignore[operator]
    around = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip([*px, *px[::-1]], [*upper, *lower[::-1]], strict=True))
    along = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(px, line, strict=True))
    return [
        f'<polygon points="{around}" fill="#0b5d57" opacity="0.18"/>',
        f'<polyline points="{along}" fill="none" stroke="#0b5d57" stroke-width="1.5"/>',
    ]


def _legend() -> str:
    out = []
    for i, (state, color) in enumerate(_COLORS.items()):
        at = LEFT + i * 130
        out.append(f'<rect x="{at}" y="{HEIGHT - 24}" width="14" height="14" fill="{color}"/>'
                   f'<text x="{at + 20}" y="{HEIGHT - 13}">{state.replace("_", " ")}</text>')  # fmt: skip
    return "".join(out)
