"""The coach: one step for many sessions at once. Live and recorded streams go through `step` and nothing else.

States: setting up (with what to change) -> ready -> moving, holding, resting -> lost.  Nothing is counted outside
moving and holding.  A session whose picture cannot tell the exercise says so and counts nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from birddog.body.coach import cycles, faults, features, signals, target
from birddog.body.coach.cycles import Cycles, Done, Shape
from birddog.body.coach.faults import Rule, Rules, Watch
from birddog.body.coach.features import Array
from birddog.body.coach.signals import Flags, Frames, Read, Signals
from birddog.body.coach.target import Target

Codes = npt.NDArray[np.int64]

STATES = ("setting_up", "ready", "moving", "holding", "resting", "lost")
SETTING_UP, READY, MOVING, HOLDING, RESTING, LOST = range(6)
REASONS = (
    "", "nobody", "two_people", "more_light", "come_closer", "step_back", "turn", "too_few_frames", "unsteady",
    "hidden", "not_in_position", "cannot_tell",
)  # fmt: skip
(NONE, NOBODY, TWO_PEOPLE, MORE_LIGHT, COME_CLOSER, STEP_BACK, TURN, TOO_FEW_FRAMES, UNSTEADY, HIDDEN,
 NOT_IN_POSITION, CANNOT_TELL) = range(12)  # fmt: skip

ON_PATH, OFF_PATH = 1.9, 2.5  # own standard deviations beside the path: on it, and off it again
JUDGED_APART = 0.15
IN_TURN, ALWAYS = (0.3, 0.3), (4.0, 0.06)  # s over which it is seen which side works, and by how many of the same its
# path must be nearer: where both work in turn, and where one does all the time
EXCHANGED = 0.3  # own standard deviations by which legs must fit better when they are exchanged
NEAR_START = 0.35  # of the signal: close enough to the start to be ready
SMALLEST, SMALLEST_AGAIN = 0.30, 0.27  # of the picture: how large the body must be, and may become
LARGEST_CUT = 0.2  # share of the body's landmarks that may be outside the picture
TURNED, TURNED_AGAIN = 40.0, 46.0  # degrees beside the asked view
DARK = 0.12  # mean brightness, 0-1
SLOWEST = 1 / 7.5  # s between frames
ROUGHEST = 0.045  # of the body's length (trunk, thigh, shank): a landmark's standard deviation
VAGUE = 0.3  # of the way: the error of the signal above which nothing is said
PATIENCE = 0.5  # s that a problem lasts before it is one, and that it must be gone again
BECOMES_LOST = 1.5  # s after which what was under way is given up
FACING_TIME = 1.2  # s over which it is seen which way the body faces
SHRINKS = 8.0  # s over which the largest size in the picture is forgotten: a body that bends is not far away
OWN_TIME = 0.5  # s over which the person's own start is learned
OWN_MOST = 3.0  # standard deviations between people that the own start may be off
FAR_EARLY = 0.6  # of the way: who was there on the path before the start was held may have done a repetition
SETTLES = 0.4  # s in the start position until it is one
DWELL = 0.25  # s that a state lasts at least
STILL = 0.10  # of the way per second: slower is holding or resting


@dataclass(frozen=True)
class Plan:
    """The targets of S sessions as arrays: paths: of each exercise among them, its sessions, its path (M,F) and the
    correlation (2,F,F) of its errors; start, change, weight, sigma (S,2,F), spread, vary, gate (S,F), tau, facing (S,),
    still, countable, sided (S,), turns (S,2) as IN_TURN or ALWAYS, shape, rules."""

    targets: tuple[Target, ...]
    paths: tuple[tuple[Codes, Array, Array], ...]
    start: Array
    change: Array
    weight: Array
    sigma: Array
    spread: Array
    vary: Array
    gate: Array
    tau: Array
    facing: Array
    still: Flags
    countable: Flags
    sided: Flags
    turns: Array
    shape: Shape
    rules: Rules


@dataclass(frozen=True)
class State:
    """What is kept of S sessions between frames.

    early (S,): s on the path beyond FAR_EARLY while the start was not yet held."""

    signals: Signals
    cycles: Cycles
    watch: Watch
    code: Codes
    reason: Codes
    trouble: Array
    fine: Array
    facing: Array
    pace: Array
    dwell: Array
    signal: Array
    two: Array
    on_path: Flags
    own: Array
    side: Array
    extent: Array
    judged: Array
    whole: Array
    early: Array


@dataclass(frozen=True)
class Said:
    """What a step says of S sessions. code, reason: index into STATES, REASONS; signal 0-1 and its error (S,); count
    (S,); angles, errors (S,F) degrees, errors as standard deviations; done: what ended; verdict (S,R) of it: 0 fine,
    1 fault, 2 cannot tell; cue (S,): the rule whose cue is due, or -1; beside (S,): own standard deviations off it."""

    code: Codes
    reason: Codes
    signal: Array
    error: Array
    count: Array
    angles: Array
    errors: Array
    done: Done
    verdict: Codes
    cue: Codes
    beside: Array
    fresh: Flags


def plan(targets: Sequence[Target], rules: Sequence[Sequence[Rule]] | None = None) -> Plan:
    """The plan for sessions that each follow a target, with the fault rules of its exercise."""
    given = rules if rules is not None else [()] * len(targets)

    def both(values: Sequence[Array]) -> Array:
        return np.stack([v[[0, -1]] for v in values])

    def column(values: Sequence[float | bool]) -> Array:
        return np.array([float(v) for v in values])

    seconds = column([t.seconds for t in targets])
    tau = np.clip(0.03 * seconds, 0.08, 0.2)
    shape = Shape(column([t.rise for t in targets]), column([t.fall for t in targets]),
                  column([t.quick[0] for t in targets]), column([t.quick[1] for t in targets]),
                  column([t.ways[0] for t in targets]), column([t.ways[1] for t in targets]),
                  tau, 0.2 * seconds, column([t.dose_hold for t in targets]) > 0,
                  column([float(t.signal.min()) for t in targets]),
                  np.maximum(column([t.beyond for t in targets]), 0.1))  # fmt: skip
    return Plan(
        tuple(targets), _paths(targets), both([t.start for t in targets]), both([t.change for t in targets]),
        both([t.weight for t in targets]), both([t.sigma for t in targets]), np.stack([t.spread for t in targets]),
        np.stack([t.vary for t in targets]), _gate(targets, given),
        tau, column([t.facing for t in targets]),
        column([t.still for t in targets]) > 0, column([t.countable for t in targets]) > 0,
        column([len(t.sides) == 2 for t in targets]) > 0,
        np.array([IN_TURN if t.in_turn else ALWAYS for t in targets]), shape,
        faults.stack(given, targets),
    )  # fmt: skip


def _paths(targets: Sequence[Target]) -> tuple[tuple[Codes, Array, Array], ...]:
    """Sessions of one target share its path, so that they are held against it in one product of matrices."""
    rows: dict[int, list[int]] = {}
    for s, t in enumerate(targets):
        rows.setdefault(id(t), []).append(s)
    first = [targets[at[0]] for at in rows.values()]
    return tuple(
        (np.array(at), t.path[[0, -1]].reshape(-1, t.path.shape[-1]), t.alike[[0, -1]])
        for at, t in zip(rows.values(), first, strict=True)
    )


def _gate(targets: Sequence[Target], rules: Sequence[Sequence[Rule]]) -> Array:
    """(S,F) weight of each feature in what is off the path: those that a fault rule judges weigh little."""
    out = np.ones((len(targets), targets[0].path.shape[-1]))
    for s, some in enumerate(rules):
        for rule in some:
            if rule.feature not in faults.MEASURES:
                out[s, faults.touched(rule)] = JUDGED_APART
    return out


def begin(made: Plan) -> State:
    """Sessions in which nothing was seen yet."""
    n = len(made.targets)
    zero, code = np.zeros(n), np.zeros(n, dtype=np.int64)
    return State(
        signals.begin(n), cycles.begin(n), faults.begin(n, made.rules), code, np.full(n, NOBODY), zero, zero,
        np.full((n, 3), np.nan), zero, zero, np.full(n, np.nan), zero, np.zeros(n, dtype=bool),
        np.zeros((n, made.start.shape[-1])), zero, zero, zero, zero, zero,
    )  # fmt: skip


def step(state: State, frame: Frames, made: Plan) -> tuple[State, Said]:
    """Take one frame of each session."""
    before = np.where(np.isfinite(state.signals.time), state.signals.time, frame.time)
    kept, seen = signals.step(state.signals, frame, made.tau)
    dt = np.where(seen.fresh, np.clip(frame.time - before, 0.0, 1.0), 0.0)
    seen, beside, nearest, apart = _with_own_legs(seen, made)
    share = np.where(seen.found, 1 - np.exp(-dt / made.turns[:, 0]), 0.0)
    side = state.side + share * (np.clip(apart, -1.0, 1.0) - state.side)
    signal, error, lean, tells, left = _signal(seen, state.own, side, made)
    signal = np.where(made.still, (beside < (ON_PATH + OFF_PATH) / 2).astype(float), signal)
    error = np.where(made.still, 0.05, error)
    on_path = seen.fresh & (beside < np.where(state.on_path, OFF_PATH, ON_PATH))
    on_path = np.where(seen.fresh, on_path, state.on_path)
    facing = _facing(state.facing, frame, seen, dt)
    two = np.where(seen.fresh & np.isfinite(frame.people), np.where(frame.people > 1, state.two + 1, 0.0), state.two)
    extent = np.where(seen.found, np.maximum(seen.extent, state.extent * np.exp(-dt / SHRINKS)), state.extent)
    now = replace(state, signals=kept, facing=facing, two=two, on_path=on_path, side=side, extent=extent)
    problem = _problem(now, frame, seen, made, error, tells)
    return _advance(now, frame, seen, made, _Now(dt, signal, error, lean, left, beside, nearest, problem))


@dataclass(frozen=True)
class _Now:
    """What this frame says, before it is held against what was."""

    dt: Array
    signal: Array
    error: Array
    lean: Array
    left: Codes
    beside: Array
    nearest: Codes
    problem: Codes


def _signal(seen: Read, own: Array, side: Array, made: Plan) -> tuple[Array, Array, Array, Array, Codes]:
    """The primary signal (S,), its error, right less left, by how many standard deviations it tells, and 1 where the
    left side works.

    side (S,): by how much nearer the body has been to the path of the left side than to that of the right. Where both
    start alike, the side that has gone further works; where they do not, the path tells."""
    sigma, vary = np.minimum(seen.sigma, 1e3)[:, None], made.vary[:, None] ** 2
    weight = made.weight * (made.sigma**2 + vary) / (sigma**2 + vary)
    power = np.maximum((weight * made.change).sum(axis=-1), 1e-9)
    each = (weight * ((seen.values - own)[:, None] - made.start)).sum(axis=-1) / power
    error = _error(weight * sigma, made) / power
    further = np.where(np.abs(side) > made.turns[:, 1], side > 0, each[:, 1] > each[:, 0])
    best = np.where(made.sided & further, 1, 0)
    rows = np.arange(len(best))
    lean = np.where(made.sided, each[:, 0] - each[:, 1], 0.0)
    return each[rows, best], error[rows, best], lean, np.sqrt(power.min(axis=1)), best


def _error(shares: Array, made: Plan) -> Array:
    """(S,2) standard deviation of a sum of errors (S,2,F) that are alike as its exercise's."""
    out = np.empty(shares.shape[:2])
    for rows, _, alike in made.paths:
        for k in (0, 1):
            some = shares[rows, k]
            out[rows, k] = ((some @ alike[k]) * some).sum(axis=-1)
    return np.asarray(np.sqrt(np.maximum(out, 0.0)))


def _with_own_legs(seen: Read, made: Plan) -> tuple[Read, Array, Codes, Array]:
    """The features with left and right legs exchanged where that is much nearer to the exercise's path."""
    order = features.LEGS_EXCHANGED
    other = replace(seen, values=seen.values[:, order], sigma=seen.sigma[:, order])
    (beside, nearest, apart), (again, near, aside) = _beside((seen, other), made)
    better = made.sided & (again < beside - EXCHANGED)
    if not better.any():
        return seen, beside, nearest, apart
    row = better[:, None]
    mixed = replace(seen, values=np.where(row, other.values, seen.values), sigma=np.where(row, other.sigma, seen.sigma))
    return mixed, np.where(better, again, beside), np.where(better, near, nearest), np.where(better, aside, apart)


def _beside(reads: Sequence[Read], made: Plan) -> list[tuple[Array, Codes, Array]]:
    """Of each way to read the body: (S,) how far it is off the exercise's path, in own standard deviations; the nearest
    place on it; and by how much the path of the left side is nearer than that of the right."""
    values, sigma = (np.stack([getattr(r, name) for r in reads]) for name in ("values", "sigma"))
    usable = sigma < 25.0
    inverse = np.where(usable, made.gate / (sigma**2 + made.spread**2), 0.0)
    # the sum over features of inverse * (value - path)^2, as products of matrices
    weighed = inverse * values
    away = np.empty((*values.shape[:2], len(made.paths[0][1])))
    for rows, path, _ in made.paths:
        away[:, rows] = inverse[:, rows] @ (path**2).T - 2 * weighed[:, rows] @ path.T
    own = np.einsum("rsf,rsf->rs", weighed, values)
    count = np.maximum(np.where(usable, made.gate, 0.0).sum(axis=-1), 1)
    known = np.count_nonzero(usable, axis=-1) >= 6
    sides = away.reshape(*own.shape, 2, -1).min(axis=-1)
    off = np.sqrt(np.maximum(sides + own[..., None], 0.0) / count[..., None])
    off = np.where(known[..., None], off, 9.0)
    nearest = away.argmin(axis=-1)
    return [(o.min(axis=-1), near, o[:, 0] - o[:, 1]) for o, near in zip(off, nearest, strict=True)]


def _facing(was: Array, frame: Frames, seen: Read, dt: Array) -> Array:
    now = target.across(np.where(seen.found[:, None, None], frame.world, np.nan))
    share = (1 - np.exp(-dt / FACING_TIME))[:, None]
    mixed = np.where(np.isfinite(was), was + share * (now - was), now)
    return np.where(np.isfinite(now), mixed, was)


def _problem(state: State, frame: Frames, seen: Read, made: Plan, error: Array, tells: Array) -> Codes:
    """(S,) the first thing that keeps the picture from being judged, or none."""
    working = (state.code != SETTING_UP) & (state.code != LOST)
    turned = np.abs(target.facing(state.facing) - made.facing) > np.where(working, TURNED_AGAIN, TURNED)
    small = state.extent < np.where(working, SMALLEST_AGAIN, SMALLEST)
    vague = (error > VAGUE) | (tells < 0.75 * target.TELLS)
    rough = state.signals.jitter > ROUGHEST * np.maximum(seen.length, 0.05)
    gone = frame.time - state.signals.seen > signals.GAP
    checks = (
        (NOBODY, gone | ~np.isfinite(state.signals.seen)),
        (TWO_PEOPLE, state.two >= 2),
        (MORE_LIGHT, frame.light < DARK),
        (COME_CLOSER, seen.found & small),
        (STEP_BACK, seen.found & (seen.cut > LARGEST_CUT)),
        (TURN, turned),
        (TOO_FEW_FRAMES, state.signals.dt > SLOWEST),
        (UNSTEADY, seen.found & rough),
        (CANNOT_TELL, ~made.countable),
        (HIDDEN, seen.found & vague & ~made.still),
    )
    return np.select([c for _, c in checks], [np.full(len(small), r) for r, _ in checks], NONE)


def _advance(state: State, frame: Frames, seen: Read, made: Plan, now: _Now) -> tuple[State, Said]:
    bad = now.problem != NONE
    trouble = np.where(bad, state.trouble + now.dt, 0.0)
    astray = np.where(bad | state.on_path, 0.0, state.pace + now.dt)
    fine = np.where(
        ~bad & state.on_path & (now.signal < np.where(made.still, 2.0, NEAR_START)), state.fine + now.dt, 0.0
    )
    working = (state.code != SETTING_UP) & (state.code != LOST)
    grave = trouble > np.where(working, PATIENCE, 0.0)
    steady = working | (fine > SETTLES)
    ok = ~bad & state.on_path & steady & seen.fresh
    drop = (trouble > BECOMES_LOST) | (astray > BECOMES_LOST) | (grave & ~working)
    stray = np.where(state.on_path | bad, 0.0, now.dt)
    told = (ok, drop & seen.fresh, stray)
    turned, done = cycles.step(state.cycles, frame.time, now.signal, now.error, now.lean, told, made.shape)
    turned = replace(turned, armed=turned.armed & ~drop)
    done = replace(done, ended=done.ended & seen.fresh, counted=done.counted & seen.fresh)
    speed = _speed(state, now)
    code, reason = _state(state, now, made, grave, working, steady, astray, turned, speed)
    way = (now.signal - turned.base) / np.maximum(turned.top - turned.base, 0.1)
    moment = faults.Moment(now.nearest, turned.high | done.ended, ok, way, speed, now.dt, frame.time)
    watch, verdict, cue = faults.step(state.watch, seen, made.rules, moment, done)
    active = (code == MOVING) | (code == HOLDING) | (code == LOST) | turned.high
    own = _own(state, seen, made, now, code, speed)
    kept = replace(
        state, cycles=turned, own=own, watch=watch, code=code, reason=reason, trouble=trouble, fine=fine, pace=astray,
        dwell=np.where(code == state.code, state.dwell + now.dt, 0.0),
        signal=np.where(seen.fresh, now.signal, state.signal), judged=state.judged + now.dt * (ok & active),
        whole=state.whole + now.dt * active,
        early=state.early + now.dt * (~bad & state.on_path & ~steady & ~made.still & (now.signal > FAR_EARLY)),
    )  # fmt: skip
    said = Said(code, reason, now.signal, now.error, turned.count, seen.values, seen.sigma, done, verdict, cue,
                now.beside, seen.fresh)  # fmt: skip
    return kept, said


def _own(state: State, seen: Read, made: Plan, now: _Now, code: Codes, speed: Array) -> Array:
    """(S,F) how this person's own start differs from the target's: learned while ready, before the first repetition."""
    quiet = (
        (code == READY) & (state.cycles.count == 0) & ~state.cycles.high & (speed < STILL + 2 * now.error) & seen.fresh
    )
    start = made.start[np.arange(len(now.left)), now.left]
    limit = OWN_MOST * made.spread
    off = np.where(seen.sigma < 25.0, np.clip(seen.values - start, -limit, limit), 0.0)
    share = np.where(quiet, 1 - np.exp(-now.dt / OWN_TIME), 0.0)[:, None]
    return np.asarray(state.own + share * (off - state.own))


def _speed(state: State, now: _Now) -> Array:
    moved = np.abs(now.signal - np.where(np.isfinite(state.signal), state.signal, now.signal))
    return np.where(now.dt > 0, moved / np.maximum(now.dt, 1e-3), 0.0)


def _state(state: State, now: _Now, made: Plan, grave: Flags, working: Flags, steady: Flags, astray: Array,
           turned: Cycles, speed: Array) -> tuple[Codes, Codes]:  # fmt: skip
    """The state and its reason (S,) each."""
    away = astray > PATIENCE
    slow = speed < STILL + 2.0 * now.error
    began = turned.count > 0
    low = np.where(now.signal > turned.base + 0.2, MOVING, np.where(began & slow, RESTING, READY))
    inside = np.where(turned.high, np.where(slow | made.still, HOLDING, MOVING), low)
    inside = np.where((inside == READY) & (state.code == MOVING) & began, RESTING, inside)
    inside = np.where(away, np.where(began, RESTING, SETTING_UP), inside)
    inside = np.where((inside != state.code) & (state.dwell < DWELL) & working, state.code, inside)
    seen_before = working | (state.code == LOST)
    code = np.where(grave, np.where(seen_before, LOST, SETTING_UP), np.where(steady, inside, state.code))
    reason = np.where(grave, now.problem, np.where(away | ~steady, NOT_IN_POSITION, NONE))
    return code.astype(np.int64), reason.astype(np.int64)
