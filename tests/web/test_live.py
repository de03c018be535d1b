"""The live coach without its socket: frames as they are sent, and sessions that come and go beside each other."""

from __future__ import annotations

import asyncio
import random

import numpy as np
import pytest
from tests.body.coach import generator
from tests.coach_frames import pictures, write
from tests.looped import in_a_loop

from birddog.body.coach import engine, recording, target
from birddog.catalog import load_default
from birddog.catalog.faults import rules_of
from birddog.catalog.movements import drill
from birddog.web.live import hall, wire
from birddog.web.live.hall import Seat
from birddog.web.live.told import Teller, better
from birddog.web.live.wire import Marks, Picture

EXERCISES = ("bridge", "bodyweight-squat")


def film(exercise: str) -> generator.Take:
    return generator.take(exercise, generator.Scene(repetitions=2, fps=12), np.random.default_rng(3))


def seat(exercise: str) -> Seat:
    rules = rules_of(load_default().exercise(exercise))
    return Seat(target.of(drill(exercise).movement), rules, Teller(tuple(rule.id for rule in rules)))


def test_a_frame_comes_back_as_it_was_sent():
    take = film("bridge")
    first = int(np.flatnonzero(np.isfinite(take.image).all(axis=(1, 2)))[0])
    marks = Marks(take.image[first, :, :2], take.visibility[first], take.world[first])
    message = write(Picture(12.345, 1.778, 2.0, 0.5, None), marks)
    assert len(message) == wire.WHOLE <= wire.MOST_BYTES
    back = wire.read(message)
    assert (back.time, back.aspect, back.people) == (12.345, 1.778, 2.0)
    assert back.light == pytest.approx(0.5, abs=0.003)
    assert back.body is not None
    there = wire.landmarks([back.body])
    assert np.abs(there.image[0] - marks.image).max() <= 0.5 / wire.SCALE
    assert np.abs(there.world[0] - marks.world).max() <= 0.0005
    nobody = wire.read(write(Picture(0.0, 1.0, float("nan"), float("nan"), None)))
    assert nobody.body is None
    assert np.isnan([nobody.people, nobody.light]).all()


def test_whatever_bits_arrive_are_numbers_or_refused():
    """No pattern of bits is NaN, so none can get into the sums that sessions share."""
    chance = random.Random(5)
    for _ in range(3000):
        message = chance.randbytes(chance.choice([wire.WHOLE, wire.HEAD.size, chance.randrange(600)]))
        if chance.random() < 0.8 and len(message) == wire.WHOLE:
            message = wire.HEAD.pack(1, 255, 255, 1, chance.getrandbits(32), 1500) + message[wire.HEAD.size :]
        try:
            read = wire.read(message)
        except wire.WireError as error:
            assert "allowed" in str(error)
            continue
        assert np.isfinite([read.time, read.aspect]).all()
        if read.body is not None:
            there = wire.landmarks([read.body])
            assert all(np.isfinite(part).all() for part in (there.image, there.visibility, there.world))


def test_beside_others_that_come_and_go_a_session_sees_what_a_recording_of_it_shows(monkeypatch):
    monkeypatch.setattr(hall, "TICK_S", 0.0)
    films = {exercise: pictures(film(exercise)) for exercise in EXERCISES}
    seats = {exercise: seat(exercise) for exercise in EXERCISES}
    seen = in_a_loop(in_a_hall(seats, films))
    for exercise, shown in films.items():
        made = engine.plan([seats[exercise].target], [seats[exercise].rules])
        alone = recording.run([recorded(shown)], made)[0]
        live = list(seats[exercise].teller.repetitions)
        assert alone.sure
        assert seen[exercise]["reps"] == len(alone.repetitions) == len(live) >= 2
        assert seen[exercise]["confidence"] == pytest.approx(alone.confidence, abs=0.05)
        for one, other in zip(live, alone.repetitions, strict=True):
            assert (one.side, one.verdicts) == (other.side, other.verdicts)
            assert [one.start, one.end, one.reach] == pytest.approx([other.start, other.end, other.reach], abs=1e-6)
            assert [row[0] for row in one.ranges] == [row[0] for row in other.ranges]
            assert [x for row in one.ranges for x in row[1:]] == pytest.approx(
                [x for row in other.ranges for x in row[1:]], abs=0.01
            )


def recorded(shown: list[Picture]) -> recording.Recording:
    nobody = Marks(np.full((1, 33, 2), np.nan), np.zeros((1, 33)), np.full((1, 33, 3), np.nan))
    marks = [wire.landmarks([picture.body]) if picture.body else nobody for picture in shown]
    rows = np.array([(picture.time, picture.people, picture.light) for picture in shown])
    image, seen, world = (
        np.concatenate([getattr(m, name) for m in marks]) for name in ("image", "visibility", "world")
    )
    return recording.Recording(rows[:, 0], image, seen, shown[0].aspect, world, rows[:, 1], rows[:, 2])


async def in_a_hall(seats: dict[str, Seat], films: dict[str, list[Picture]]) -> dict[str, dict]:
    """Sessions that begin one after the other, send frames whenever they like, and leave when they have no more."""
    room, chance = hall.Hall(10), random.Random(2)
    left = {exercise: list(shown) for exercise, shown in films.items()}
    seen: dict[str, dict] = {}
    names = list(seats)
    for round_ in range(10_000):
        if round_ % 12 == 0 and names:
            assert room.join(seats[names.pop(0)])
        for exercise, shown in left.items():
            if exercise in names:
                continue
            for _ in range(min(len(shown), chance.randrange(hall.MOST_WAITING))):
                room.take(seats[exercise], shown.pop(0))
        while any(one.waiting for one in seats.values()):
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.004)
        for exercise, one in seats.items():
            seen[exercise] = one.mail.get("seen", seen.get(exercise, {}))
            if not left[exercise]:
                room.leave(one)
        if not any(left.values()):
            break
    return seen


def test_for_a_reader_that_does_not_read_one_message_waits_and_no_repetition_is_lost():
    one = seat("bridge")

    async def unread() -> None:
        for n in range(10_000):
            message = {"v": 1, "state": "moving", "reason": "", "count": n // 100, "hold": 0.0, "way": 0.5}
            one.post(n / 30, message | ({"seen": {"reps": 1}} if n == 50 else {}))

    in_a_loop(unread())
    assert one.mail == {"v": 1, "state": "moving", "reason": "", "count": 99, "hold": 0.0, "way": 0.5,
                        "seen": {"reps": 1}}  # fmt: skip
    for n in range(1000):
        one.waiting.append(pictures_of_nobody(n))
    assert len(one.waiting) == hall.MOST_WAITING


def test_praise_is_earned_by_a_fault_that_is_gone_and_by_nothing_else():
    def told(*verdicts: str) -> tuple[tuple[str, str], ...]:
        return tuple((f"rule {n}", verdict) for n, verdict in enumerate(verdicts))

    wrong, fine, unsure = told("fault", "fine"), told("fine", "fine"), told("fine", "cannot_tell")
    assert better([wrong, fine])
    for last in ([fine], [fine, fine], [wrong, unsure], [wrong, wrong], [unsure, fine], [told(), told()]):
        assert not better(last)


def test_when_there_is_no_room_a_session_is_not_taken_in():
    async def full() -> list[bool]:
        room = hall.Hall(1)
        return [room.join(seat("bridge")), room.join(seat("bridge"))]

    assert in_a_loop(full()) == [True, False]


def pictures_of_nobody(n: int) -> Picture:
    return Picture(n / 30, 1.5, 1.0, 0.5, None)
