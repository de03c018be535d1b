"""Movements: contacts hold in every frame, sides mirror, time runs as written, mistakes are refused."""

import copy
import tomllib
from pathlib import Path

import numpy as np
import pytest

from birddog.body import checks, keyframes, motion, skeleton
from birddog.body import contact as touching
from birddog.body import movement as mv
from birddog.body.anthropometry import Body

HERE = Path(__file__).parent / "movements"
MOVEMENTS = sorted(path.stem for path in HERE.glob("*.toml"))
BODIES = [Body(), Body(1.50, 19.0, "female"), Body(1.95, 35.0, "male")]


def table(name):
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", MOVEMENTS)
def test_no_problem_in_the_ten_movements(name, positions):
    one = table(name)
    assert mv.problems(one["movement"], one, positions) == []


def test_every_start_position_holds(positions):
    bad = []
    for name in positions:
        frames = {"position": name, "keyframes": [{"name": "start", "seconds": 1}]}
        movement = mv.read({"movement": frames, "id": name}, positions)
        for body in BODIES:
            bad += [(name, body.stature, str(p)) for p in checks.keyframe_problems(movement, body)]
    assert bad == []


@pytest.mark.parametrize("body", BODIES, ids=lambda b: f"{b.stature}")
def test_contacts_hold_between_keyframes(body, movements):
    for name, movement in movements.items():
        seen = mv.sample(movement, body, fps=4)
        for thing in seen.things.values():
            if thing.blocks:
                assert touching.depth(body, seen.points, thing).max() < 0.01, name
        for t, active in enumerate(seen.contacts):
            for c in active:
                miss = touching.gap(body, c, seen.points[t : t + 1], seen.things)[0]
                assert miss < 0.01, (name, seen.times[t], c)


def test_left_and_right_are_mirrors(movements):
    for name in ("clamshell", "single-knee-to-chest", "side-plank-knees"):
        assert checks.asymmetry(movements[name], Body()) < 0.005


def test_an_alternating_loop_does_both_sides(movements):
    solved = mv.keyframes(movements["bird-dog"], Body())
    assert [s.side for s in solved.steps] == ["right", "right", "left", "left"]
    reach = [solved.points[1], solved.points[3]]
    assert np.allclose(skeleton.mirror_points(reach[0][None])[0], reach[1], atol=0.01)


def test_time_runs_as_written(movements):
    movement = movements["bridge"]  # 1 s hold, 2 s up, dose hold, 2 s down
    line = mv.keyframes(movement, Body(), hold=5.0).line
    assert line.length == pytest.approx(1 + 2 + 5 + 2)
    seen = mv.sample(movement, Body(), times=[0, 0.9, 3.0, 7.9, 8.0, 9.999, 10.0], hold=5.0)
    pelvis = seen.points[:, 0, 1]
    assert pelvis[0] == pytest.approx(pelvis[1]) == pytest.approx(pelvis[6])
    assert pelvis[2] == pytest.approx(pelvis[3]) == pytest.approx(pelvis[4])
    assert pelvis[5] == pytest.approx(pelvis[0], abs=0.001)
    assert pelvis[2] > pelvis[0] + 0.1


def test_motion_is_smooth(movements):
    for movement in movements.values():
        seen = mv.sample(movement, Body(), fps=12)
        speed = np.linalg.norm(np.diff(seen.points, axis=0), axis=-1) * 12
        assert speed.max() < 4.0, movement.id


def test_minimum_jerk_rests_at_both_ends():
    u = np.linspace(0, 1, 1001)
    s = keyframes.minimum_jerk(u)
    speed = np.gradient(s, u)
    assert (s[0], s[-1]) == (0, 1)
    assert abs(speed[0]) < 1e-4 > abs(speed[-1])
    assert speed.max() == pytest.approx(1.875, abs=0.01)


def test_the_cat_rounds_and_the_cow_hollows(movements):
    solved = mv.keyframes(movements["cat-cow"], Body())
    names = [s.name for s in solved.steps]

    def rise(pose):  # how high L3-T12 stand above the line from pelvis to C7
        p = {n: pose[skeleton.POINT_INDEX[n]] for n in ("pelvis", "l3", "t12", "c7")}
        part = (p["t12"][0] - p["pelvis"][0]) / (p["c7"][0] - p["pelvis"][0])
        return p["t12"][1] - (p["pelvis"][1] + part * (p["c7"][1] - p["pelvis"][1]))

    cat, cow = (rise(solved.points[names.index(n)]) for n in ("cat", "cow"))
    assert cat > 0.10
    assert cow < 0.02


def test_distinct_movements_are_told_apart(movements):
    assert checks.too_alike(list(movements.values()), Body()) == []
    twin = movements["bridge"]
    assert checks.too_alike([twin, copy.copy(twin)], Body())


def test_a_far_lean_tips_a_person_over(positions):
    angles = {"hip_flexion": 40, "ankle_dorsiflexion": 20, "pelvic_tilt": 60}
    frames = [{"name": "a", "seconds": 1, "hold": 2, "angles": angles}]
    one = {"id": "x", "start": "standing", "movement": {"balance": False, "keyframes": frames}}
    found = checks.balance_problems(mv.read(one, positions), Body())
    assert "tip over" in found[0].message


REFUSED = [
    (lambda m: m["keyframes"][1]["angles"].update(hip_flection=10), "unknown joint angle 'hip_flection'"),
    (lambda m: m["keyframes"][1]["angles"].update(knee_flexion=190), "190 is out of range"),
    (lambda m: m["keyframes"][1].pop("seconds"), "has no time"),
    (lambda m: m["keyframes"][1]["contacts"].update(paw="floor"), "unknown site 'paw'"),
    (lambda m: m["keyframes"][1]["contacts"].update(hand="ceiling"), "unknown surface or body place 'ceiling'"),
    (lambda m: m["keyframes"][1]["contacts"].update(hand="chair"), "there is no chair in the scene"),
    (lambda m: m["keyframes"][1]["contacts"].update(hand="floor flies"), "unknown way of touching 'flies'"),
    (lambda m: m.update(position="hovering"), "unknown position 'hovering'"),
    (lambda m: m.update(props=[{"kind": "rope", "path": ["hand_left"]}]), "unknown kind 'rope'"),
    (lambda m: m.update(view="below"), "unknown view 'below'"),
    (lambda m: m.update(keyframes=[]), "no keyframe"),
    (lambda m: m["keyframes"][1].update(name="start"), "a name of its own"),
    (lambda m: m.update(colour="red"), "unknown key 'colour'"),
    (lambda m: m["lifts"].append({"site": "pelvis", "by_cm": 5, "to": "moon"}), "unknown keyframe 'moon'"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "message"), REFUSED, ids=[m for _, m in REFUSED])
def test_mistakes_in_words_are_refused(spoil, message, positions):
    one = table("bridge")
    spoil(one["movement"])
    found = mv.problems(one["movement"], one, positions)
    assert any(message in str(p) for p in found), found
    with pytest.raises(mv.DefinitionError):
        mv.read(one, positions)


def test_a_problem_names_the_line(positions):
    text = 'id = "x"\nstart = "standing"\n[movement]\n[[movement.keyframes]]\nname = "a"\nseconds = 1\n' \
           "angles = { knee_flexion = 20,\n  hip_flexion = 400 }\n"  # fmt: skip
    table = {"keyframes": [{"name": "a", "seconds": 1, "angles": {"knee_flexion": 20, "hip_flexion": 400}}]}
    found = mv.problems(table, {"id": "x", "start": "standing", "movement": table}, positions, text)
    assert found[0].line == 8
    assert "-35 to 145" in found[0].allowed


def test_a_contact_out_of_reach_is_refused(positions):
    one = table("bridge")
    one["movement"]["keyframes"][1]["contacts"] = {"hand": "floor", "forehead": "floor"}
    found = mv.problems(one["movement"], one, positions)
    assert any("forehead misses floor" in str(p) for p in found)


def test_a_promised_lift_is_measured(positions):
    one = table("bridge")
    one["movement"]["lifts"] = [{"site": "pelvis", "by_cm": 60, "from": "start", "to": "top"}]
    assert any("the words say" in str(p) for p in mv.problems(one["movement"], one, positions))


def test_a_slide_travels_and_comes_back(positions):
    frames = [{"name": "start", "seconds": 2},
              {"name": "long", "seconds": 2, "hold": 1, "contacts": {"heel_working": "floor slides"},
               "angles": {"hip_flexion_working": 18, "knee_flexion_working": 30}}]  # fmt: skip
    one = {"id": "x", "start": "supine-hook-lying", "laterality": "alternating", "movement": {"keyframes": frames}}
    movement = mv.read(one, positions)
    seen = mv.sample(movement, Body(), fps=5)
    heel = seen.points[:, skeleton.POINT_INDEX["heel_right"]]
    assert np.ptp(heel[:, 0]) > 0.2
    assert checks.motion_problems(movement, Body()) == []


def test_a_motion_is_the_same_twice(movements):
    motion._keyframes.cache_clear()
    first = mv.sample(movements["bird-dog"], Body(), fps=4).points
    motion._keyframes.cache_clear()
    assert np.array_equal(first, mv.sample(movements["bird-dog"], Body(), fps=4).points)
