"""Faults put into a body of the second generator: a part is turned about a joint, or the hips leave the line."""

import numpy as np

LEGS = {"right": (24, (26, 28, 30, 32)), "left": (23, (25, 27, 29, 31))}
SHANKS = {"right": (26, (28, 30, 32)), "left": (25, (27, 29, 31))}
UPPER = (0, *range(1, 23))


def bent(feature: str, beyond: str, degrees: float, side: str, left: bool):
    """A change of points (T,33,3) that puts `degrees` more (above) or less (below) into a feature at the far end."""

    def change(place, loop_time, times, points):
        away = np.linalg.norm(place - points[0], axis=-1).mean(axis=-1)
        w = np.clip(away / max(np.linalg.norm(points - points[0], axis=-1).mean(axis=-1).max(), 1e-6), 0, 1)
        w = np.clip((w - 0.3) / 0.5, 0, 1)
        sign = 1.0 if beyond == "above" else -1.0
        return _changed(place, feature, sign * degrees * w, _sides(side, left, place, points))

    return change


def shortened(share: float):
    """A change of points that goes only `share` of the way and turns back there, in poses of the way itself."""

    def change(place, loop_time, times, points):
        gone = np.linalg.norm(points - points[0], axis=-1).mean(axis=-1)
        far = int(gone.argmax())
        there, back = np.maximum.accumulate(gone[: far + 1]), np.maximum.accumulate(gone[far:][::-1])
        now = np.interp(loop_time, times, gone) * share
        at = np.where(loop_time <= times[far], np.interp(now, there, times[: far + 1]),
                      np.interp(now, back, times[far:][::-1]))  # fmt: skip
        flat = points.reshape(len(points), -1)
        return np.stack([np.interp(at, times, one) for one in flat.T], axis=-1).reshape(place.shape)

    return change


def _sides(side, left, place, points):
    if side in ("", "either"):
        return [("right", np.ones(len(place), dtype=bool)), ("left", np.ones(len(place), dtype=bool))]
    moved = {s: np.linalg.norm(place[:, LEGS[s][1][1]] - points[0, LEGS[s][1][1]], axis=-1) for s in ("right", "left")}
    right_works = moved["right"] >= moved["left"]
    return [("right", right_works if side == "working" else ~right_works),
            ("left", ~right_works if side == "working" else right_works)]  # fmt: skip


def _changed(place, feature, degrees, sides):
    out = place.copy()
    if feature == "hip_line":
        middle = (place[:, 11] + place[:, 12]) / 2, (place[:, 23] + place[:, 24]) / 2, (place[:, 25] + place[:, 26]) / 2
        a, b = (np.linalg.norm(middle[1] - middle[k], axis=-1) for k in (0, 2))
        out[:, [23, 24], 1] += (np.radians(degrees) / (1 / a + 1 / b))[:, None]
        return out
    if feature == "trunk":
        pivot = (place[:, 23] + place[:, 24]) / 2
        return _turned(out, UPPER, pivot, degrees, lambda p: _rise(pivot, (p[:, 11] + p[:, 12]) / 2))
    chains = LEGS if feature == "thigh" else SHANKS
    for name, when in sides:
        at, rest = chains[name]
        pivot = out[:, at].copy()
        if feature == "thigh":
            knee = rest[0]
            out = _turned(out, rest, pivot, degrees * when, lambda p, k=knee, o=pivot: _rise(o, p[:, k]))
        else:
            hip, ankle = LEGS[name][0], rest[0]
            out = _turned(out, rest, pivot, degrees * when,
                          lambda p, h=hip, o=pivot, k=ankle: _inner(p[:, h], o, p[:, k]))  # fmt: skip
    return out


def _rise(a, b):
    return np.degrees(np.arctan2(b[:, 1] - a[:, 1], np.linalg.norm((b - a)[:, [0, 2]], axis=-1)))


def _inner(a, b, c):
    u, v = a - b, c - b
    return np.degrees(
        np.arccos(np.clip((u * v).sum(-1) / np.linalg.norm(u, axis=-1) / np.linalg.norm(v, axis=-1), -1, 1))
    )


def _turned(place, parts, pivot, degrees, measure):
    """Turn parts about the line from left to right hip, the way that raises the measure by the degrees."""
    axis = place[:, 24] - place[:, 23]
    axis = axis / np.linalg.norm(axis, axis=-1, keepdims=True)
    both = []
    for sign in (1.0, -1.0):
        out = place.copy()
        angle = np.radians(np.abs(degrees)) * sign
        for i in parts:
            out[:, i] = pivot + _about(place[:, i] - pivot, axis, angle)
        both.append(out)
    now = measure(place)
    gain = [(measure(p) - now) * np.sign(degrees) for p in both]
    return np.where((gain[0] >= gain[1])[:, None, None], both[0], both[1])


def _about(v, axis, angle):
    c, s = np.cos(angle)[:, None], np.sin(angle)[:, None]
    return v * c + np.cross(axis, v) * s + axis * (axis * v).sum(-1, keepdims=True) * (1 - c)
