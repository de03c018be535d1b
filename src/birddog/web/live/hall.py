"""All live sessions of a process, advanced together: one step of the engine for whoever has a frame waiting.

A step for hundreds of sessions takes some milliseconds, so it is computed in the loop that also reads and writes: a
thread of its own would have to share Python with that loop, which waits longer for its turn than the step takes.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from birddog.body.coach import engine, seats
from birddog.body.coach.engine import Plan, State
from birddog.body.coach.faults import Rule
from birddog.body.coach.signals import Frames
from birddog.body.coach.target import Target
from birddog.web.live.told import Teller, glances
from birddog.web.live.wire import LANDMARKS, Picture, landmarks

TICK_S = 0.02
"""Steps are at least so far apart: what arrives in between goes together."""
MOST_WAITING = 15
"""Frames of one session that wait; the oldest gives way."""
TELL_EVERY_S = 0.1
"""A message in which nothing but time has changed is not sent more often."""
PLAIN = ("state", "reason", "count")
ONCE = {"say", "hint", "seen"}
"""What is said in one message only; the rest is how it stands."""


@dataclass(eq=False)
class Seat:
    """One session: its target, its frames, and the message that waits to be sent."""

    target: Target
    rules: tuple[Rule, ...]
    teller: Teller
    waiting: deque[Picture] = field(default_factory=lambda: deque(maxlen=MOST_WAITING))
    mail: dict[str, Any] = field(default_factory=dict)
    posted: asyncio.Event = field(default_factory=asyncio.Event)
    told: tuple[float, tuple[Any, ...]] = (-1.0, ())

    def post(self, time: float, message: dict[str, Any]) -> None:
        """Put a message where the socket takes it from, unless it says nothing new. What waits there is brought up to
        date, and a cue or a repetition in it is not lost."""
        plain = tuple(message.get(name) for name in PLAIN)
        if plain == self.told[1] and not ONCE & message.keys() and time - self.told[0] < TELL_EVERY_S:
            return
        self.told = (time, plain)
        self.mail |= message
        self.posted.set()


class Hall:
    """The sessions of this process, at most ``most`` at once."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._all: list[Seat] = []
        self._seated: list[Seat] = []
        self._plan: Plan | None = None
        self._state: State | None = None
        self._arrived = asyncio.Event()
        self._runs: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._all)

    def join(self, seat: Seat) -> bool:
        """Take a session in; ``False`` when there is no room."""
        if len(self._all) >= self.most:
            return False
        self._all.append(seat)
        if self._runs is None or self._runs.done():
            self._runs = asyncio.get_running_loop().create_task(self._run())
        return True

    def leave(self, seat: Seat) -> None:
        """Let a session go."""
        if seat in self._all:
            self._all.remove(seat)
        self._arrived.set()

    def take(self, seat: Seat, picture: Picture) -> None:
        """A frame of a session."""
        seat.waiting.append(picture)
        self._arrived.set()

    async def _run(self) -> None:
        """Step while anybody is here."""
        loop = asyncio.get_running_loop()
        try:
            while self._all:
                await self._arrived.wait()
                self._arrived.clear()
                began = loop.time()
                while any(pictures := [seat.waiting.popleft() if seat.waiting else None for seat in self._all]):
                    for seat, time, message in self._step(list(self._all), pictures):
                        seat.post(time, message)
                    await asyncio.sleep(0)
                await asyncio.sleep(max(0.0, TICK_S - (loop.time() - began)))
        finally:
            for seat in self._all:  # a step failed: nobody waits for an answer that does not come
                seat.post(0.0, {})
            self._all, self._seated, self._plan, self._state = [], [], None, None

    def _step(self, all_: list[Seat], pictures: list[Picture | None]) -> list[tuple[Seat, float, dict[str, Any]]]:
        if all_ != self._seated or self._plan is None or self._state is None:
            self._seat(all_)
        assert self._plan is not None
        assert self._state is not None
        self._state, said = seats.step(self._state, _frames(pictures, self._state), self._plan)
        return [
            (seat, picture.time, seat.teller.take(picture.time, glance, said, s, self._state, self._plan))
            for s, (seat, picture, glance) in enumerate(zip(all_, pictures, glances(said), strict=True))
            if picture is not None
        ]

    def _seat(self, all_: list[Seat]) -> None:
        made = engine.plan([seat.target for seat in all_], [seat.rules for seat in all_])
        before = {id(seat): row for row, seat in enumerate(self._seated)}
        rows = [before.get(id(seat), -1) for seat in all_]
        self._state = engine.begin(made) if self._state is None else seats.reseated(self._state, rows, made)
        self._seated, self._plan = all_, made


def _frames(pictures: list[Picture | None], state: State) -> Frames:
    """The frames of a step as arrays; a session without one keeps its time."""
    n = len(pictures)
    image, world = np.full((n, LANDMARKS, 2), np.nan), np.full((n, LANDMARKS, 3), np.nan)
    visibility, rows = np.zeros((n, LANDMARKS)), np.full((n, 4), np.nan)
    here = np.array([picture is not None for picture in pictures])
    rows[here] = [(p.time, p.aspect, p.people, p.light) for p in pictures if p is not None]
    bodies = [(s, p.body) for s, p in enumerate(pictures) if p is not None and p.body is not None]
    if bodies:
        marks, found = landmarks([body for _, body in bodies]), [s for s, _ in bodies]
        image[found], visibility[found], world[found] = marks.image, marks.visibility, marks.world
    time = np.where(here, rows[:, 0], np.where(np.isfinite(state.signals.time), state.signals.time, 0.0))
    return Frames(time, image, visibility, np.where(here, rows[:, 1], 1.0), here, world, rows[:, 2], rows[:, 3])
