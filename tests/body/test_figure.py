"""Pictures: well-formed, without text, readable colors, and they show what they should."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from birddog.body import animation, arrow, drawing, figure, raster
from birddog.body.camera import VIEWS, Camera
from birddog.body.clip import clip_of
from birddog.body.figure import Options
from birddog.body.layers import Layer, Shape, bar, paint_order
from birddog.body.physique import PHYSIQUES
from birddog.body.style import OUTFITS, SKINS, THEMES, Style, palette, plain

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def clips(movements):
    return {name: clip_of(movement) for name, movement in movements.items()}


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', tag)
    assert found is not None, f"{name} is missing in {tag[:80]}"
    return found.group(1)


def floats(text: str) -> list[float]:
    return [float(part) for part in text.split(";")]


def tones(svg: str) -> set[str]:
    return {name for group in re.findall(r'class="bd-([^"]*)"', svg) for name in group.split(" bd-")}


def test_still_is_a_labeled_picture_without_text(clips):
    svg = figure.still(clips["bridge"], title="Bridge & hold", desc="Hips up <slowly>")
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Bridge & hold"
    assert root.findtext(f"{SVG}desc") == "Hips up <slowly>"
    assert root.find(f".//{SVG}text") is None


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_draws_movements_of_every_kind(clips, view):
    for clip in list(clips.values())[list(VIEWS).index(view) % 2 :: 2]:
        root = ET.fromstring(figure.still(clip, view))
        assert not re.search(r"nan|inf", " ".join(p.attrib["d"] for p in root.iter(f"{SVG}path")))


def test_no_gap_opens_between_head_and_shirt(clips):
    """In every frame of an animation the neck begins below the collar, so that nothing shows between them."""
    for name, clip in clips.items():
        points = clip.at(range(len(clip.points)))
        camera = Camera.view(clip.view)
        drawn = drawing.figure(points, camera, drawing.Look(jointed=True))
        head = next(layer for layer in drawn.layers if layer.name == "head")
        neck = next(shape for shape in head.shapes if shape.bone == "neck").loops[0].points
        collar = camera.project(drawn.body.trunk.centers[:, -1])
        up = camera.project(points["skull_base"]) - collar
        above = ((neck - collar[:, None]) * up[:, None]).sum(axis=-1).min(axis=1) / np.hypot(*up.T)
        assert above.max() < 0.0, f"{name}: the neck begins {100 * above.max():.1f} cm above the collar"


@pytest.mark.parametrize("theme", [*THEMES, "auto"])
def test_every_theme_colors_every_tone(clips, theme):
    svg = figure.still(clips["sit-to-stand"], style=theme, options=Options(muscles=True))
    sheet = svg.split("<style>")[1].split("</style>")[0]
    for tone in tones(svg) - {"l", "figure"}:
        assert f".bd-{tone}{{fill:var(--bd-{tone},#" in sheet or tone.startswith(Style(theme).key[3:]), tone


def test_plain_has_no_variables_and_no_media_queries(clips):
    svg = plain(figure.still(clips["bridge"], style="auto"))
    assert "var(" not in svg
    assert "@media" not in svg


def test_dark_and_light_pictures_differ_in_color_only(clips):
    strip = re.compile(r"<style>.*?</style>|class=\"bd-figure [^\"]*\"")
    light, dark = (figure.still(clips["bridge"], style=theme) for theme in ("light", "dark"))
    assert light != dark
    assert strip.sub("", light) == strip.sub("", dark)


def rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))


def apart(first: tuple[int, ...], second: tuple[int, ...]) -> int:
    return sum(abs(a - b) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("outfit", OUTFITS)
def test_far_limbs_fade_toward_the_paper(skin, outfit):
    for theme in THEMES:
        colors = palette(Style(theme, skin, outfit))
        for tone in ("skin", "top", "pants", "shoe"):
            near, far, paper = (rgb(colors[name]) for name in (tone, f"{tone}-far", "paper"))
            assert apart(far, paper) < apart(near, paper) - 20, f"{tone} in {theme}: the far one does not stand back"


def test_still_shows_ghost_arrow_and_body(clips):
    assert {"ghost", "arrow", "skin", "top", "pants", "hair"} <= tones(figure.still(clips["bridge"]))
    assert "arrow" not in tones(figure.still(clips["bridge"], options=Options(arrows=False)))


def test_one_pose_has_neither_ghost_nor_arrow(clips):
    clip = replace(clips["bridge"], still=(0,))
    assert not {"ghost", "arrow"} & tones(figure.still(clip))


@pytest.mark.parametrize(
    ("push", "above"), [("nose > down", True), ("nose < down", True), ("nose > up", False), ("nose < up", False)]
)
def test_a_push_ends_or_begins_at_its_point(clips, push, above):
    clip = replace(clips["sit-to-stand"], still=(0,), arrows=(push,))
    (arrow,) = (s for s in figure.still_shapes(clip, Camera.view("side"), Options()) if s.tone == "arrow")
    nose = Camera.view("side").project(clip.at([0])["nose"])[0]
    off = np.asarray(arrow.loops[0].points[0]) - nose
    assert (off[:, 1].max() < 0) if above else (off[:, 1].min() > 0)
    widest = off[np.abs(off[:, 0]).argmax(), 1]  # the head of the arrow is its widest part
    assert (abs(widest) < 0.14) == (">" in push)


def test_a_round_push_goes_around_its_point(clips):
    clip = replace(clips["sit-to-stand"], still=(0,), arrows=("pelvis > round",))
    camera = Camera.view("three-quarter")
    (arrow,) = (s for s in figure.still_shapes(clip, camera, Options()) if s.tone == "arrow")
    off = np.asarray(arrow.loops[0].points[0]) - camera.project(clip.at([0])["pelvis"])[0]
    assert np.all(off.min(axis=0) < 0) and np.all(off.max(axis=0) > 0)


def test_cat_and_cow_stand_apart_bridge_does_not(clips):
    assert figure.still(clips["cat-cow"]).count("bd-hair") - 1 == 2
    assert figure.still(clips["bridge"]).count('bd-hair"') == 1
    assert figure.still(clips["bridge"], options=Options(layout="apart")).count('bd-hair"') == 2


def test_strip_has_a_panel_per_key_pose(clips):
    svg = figure.strip(clips["sit-to-stand"])
    assert svg.count('bd-hair"') == len(clips["sit-to-stand"].keys) == 3
    assert figure.strip(clips["bird-dog"]).count('bd-hair"') == 2  # one side of an alternating movement


def test_avoid_is_crossed_beside_what_to_do(clips):
    svg = figure.avoid(clips["prone-press-up"], clips["bridge"])
    assert {"cross", "tick"} <= tones(svg)
    assert svg.index('"bd-cross') < svg.index('"bd-tick')


def test_muscles_show_where_they_can_be_seen(clips):
    seen = figure.still(clips["bridge"], options=Options(muscles=True))
    assert "muscle" in tones(seen)
    assert "muscle" not in tones(figure.still(clips["bridge"]))
    belly = replace(clips["bridge"], muscles=("rectus abdominis",), still=(0,))
    assert "muscle" in tones(figure.still(belly, Camera(0, 90), options=Options(muscles=True)))
    back = replace(belly, muscles=("multifidus",))
    assert "muscle" not in tones(figure.still(back, Camera(0, 90), options=Options(muscles=True)))


def test_unknown_names_are_refused_with_what_is_allowed(clips):
    with pytest.raises(ValueError, match="three-quarter"):
        figure.still(clips["bridge"], "sideways")
    with pytest.raises(ValueError, match="contrast"):
        figure.still(clips["bridge"], style="sepia")
    with pytest.raises(ValueError, match="overlay"):
        figure.still(clips["bridge"], options=Options(layout="stacked"))
    with pytest.raises(ValueError, match="almond"):
        Style(skin="green")


def test_sheet_holds_all(clips):
    svg = figure.sheet(list(clips.values()), columns=4, title="All")
    root = ET.fromstring(svg)
    assert len(root.findall(f"{SVG}svg")) == len(clips)


# -------------------------------------------------------------------------------------------- animation


@pytest.fixture(scope="module")
def films(clips):
    return {name: animation.animated(clip, title=name) for name, clip in clips.items()}


def test_animations_are_well_formed_and_small(films):
    for name, svg in films.items():
        ET.fromstring(svg)
        assert len(svg.encode()) <= animation.LIMIT, name


def test_morphs_keep_their_commands(films):
    for svg in films.values():
        for values in re.findall(r'attributeName="d" values="([^"]*)"', svg):
            shapes = {(re.sub(r"[-\d ]+", "", d), len(re.findall(r"-?\d+", d))) for d in values.split(";")}
            assert len(shapes) == 1


def test_key_times_rise_from_0_to_1_and_match_values(films):
    for svg in films.values():
        for tag in re.findall(r"<animate[^>]*>", svg):
            values, times = attribute(tag, "values").split(";"), floats(attribute(tag, "keyTimes"))
            assert len(values) == len(times)
            assert times[0] == 0.0
            assert times == sorted(times)
            if 'calcMode="discrete"' not in tag:
                assert times[-1] == 1.0


def test_loop_lasts_as_long_as_the_movement(clips, films):
    for name, svg in films.items():
        assert set(re.findall(r'dur="([^"]*)s"', svg)) == {f"{clips[name].length:g}"}


def test_reduced_motion_shows_the_still(films):
    svg = films["bridge"]
    assert "@media(prefers-reduced-motion:reduce){.bd-go{display:none}.bd-rest{display:inline}}" in svg
    rest = svg.split('<svg class="bd-rest"')[1]
    assert "<animate" not in rest
    assert "bd-arrow" in rest
    assert ".bd-go{display:none}" in plain(svg)


def test_thinned_clip_keeps_its_key_poses(clips):
    clip = clips["sit-to-stand"]
    thin = clip.thinned(3)
    assert len(thin.times) < len(clip.times)
    for key, kept in zip(clip.keys, thin.keys, strict=True):
        assert clip.times[key.frame] == thin.times[kept.frame]
        np.testing.assert_array_equal(clip.points[key.frame], thin.points[kept.frame])


# ----------------------------------------------------------------------------------------------- raster


def test_png_has_the_width_asked_for(clips):
    data = raster.png(figure.still(clips["bridge"]), 160)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20], "big") == 160


def test_png_of_an_animation_is_its_still(clips, films):
    assert len(raster.png(films["bridge"], 200)) > 2000


@pytest.mark.parametrize("width", [0, -3, 9000])
def test_png_refuses_odd_widths(clips, width):
    with pytest.raises(ValueError, match="8000"):
        raster.png("<svg/>", width)


# ------------------------------------------------------------------------------------------------ depth


def bar_layer(name: str, start, end, rank: float) -> Layer:
    camera = Camera()
    first, last = (np.array([p], dtype=float) for p in (start, end))
    return Layer(name, [Shape("top", [])], [bar(camera, first, last, 0.05)], rank)


def test_nearer_bar_is_painted_later_whatever_its_rank():
    near = bar_layer("near", (0, 0, 0.3), (1, 0, 0.3), rank=1)
    far = bar_layer("far", (0, 0.02, 0.0), (1, 0.02, 0.0), rank=9)
    assert paint_order([near, far]) == [1, 0]


def test_rank_decides_where_nothing_overlaps():
    near = bar_layer("near", (0, 0, 0.3), (1, 0, 0.3), rank=1)
    away = bar_layer("away", (0, 3, 0.0), (1, 3, 0.0), rank=9)
    assert paint_order([away, near]) == [1, 0]


def test_crossing_bars_are_compared_where_they_cross():
    slanted = bar_layer("slanted", (-1, 0, -1), (1, 0, 1), rank=1)
    upright = bar_layer("upright", (0.5, -1, 0), (0.5, 1, 0), rank=2)  # there the slanted one is nearer
    assert paint_order([slanted, upright]) == [1, 0]


@pytest.mark.parametrize("physique", PHYSIQUES)
def test_every_physique_is_drawn_alike_in_its_own_size(clips, physique):
    """The same paths, with other numbers; feet and hands stay where the movement has them."""
    usual, other = (
        figure.still(clips["sit-to-stand"], options=Options(physique=name)) for name in ("average", physique)
    )
    assert usual.count("<path") <= other.count("<path") <= usual.count("<path") + 2  # a bun, and its ghost
    assert (usual == other) == (physique == "average")


def test_a_belly_moves_out_and_in_again(clips):
    clip = replace(clips["sit-to-stand"], belly=tuple(np.linspace(0.0, 0.03, len(clips["sit-to-stand"].points))))
    still = replace(clip, belly=())
    ends = [0, len(clip.points) - 1]
    moved, stayed = (
        drawing.figure(c.at(ends), Camera.view("side"), belly=c.belly_at(ends)).body.trunk.axes for c in (clip, still)
    )
    assert np.allclose(moved[0], stayed[0])
    assert np.linalg.norm(moved[1, 4, 0]) - np.linalg.norm(stayed[1, 4, 0]) == pytest.approx(0.015, abs=0.001)


def test_the_inset_shows_what_pelvis_and_spine_do(clips):
    """A disc beside the picture, in stills and in motion, with an arrow where something moves."""
    clip = replace(clips["cat-cow"], inset=True)
    for drawn in (figure.still(clip), animation.animated(clip)):
        assert {"disc", "flesh", "bone"} <= tones(drawn)
    assert "disc" not in tones(figure.still(clips["cat-cow"]))


def test_feet_are_shown_from_above_where_it_matters_how_they_stand(clips):
    clip = replace(clips["sit-to-stand"], footprints=True)
    for drawn in (figure.still(clip), animation.animated(clip)):
        assert "disc" in tones(drawn)
        assert "bone" not in tones(drawn)


def test_the_arrow_a_movement_names_is_in_its_inset_too(clips):
    """Where nothing is seen to move, as in a squeeze; not an arrow at a hand, which the disc does not show."""
    for named, arrows in (("ischium_right > up", 2), ("fingertip_right > up", 1)):
        clip = replace(clips["sit-to-stand"], inset=True, still=(0,), arrows=(named,))
        assert figure.still(clip).count('class="bd-arrow') == arrows


@pytest.mark.parametrize("last", [(0.7, 0.3), (0.9, 0.0), (0.4, 0.5)])
def test_an_arrow_never_runs_back_along_its_own_way(last):
    line = arrow.arc(np.array([(0.0, 0.0), (0.6, 0.3), (1.0, 0.4), (1.1, 0.3), last]))
    chord = line[-1] - line[0]
    assert (np.diff(line @ chord) > 0).all()


def test_a_sheet_crosses_what_is_to_be_left_out(clips):
    pair = [clips["bridge"], clips["bird-dog"]]
    assert figure.sheet(pair, crossed=[False, True]).count('class="bd-cross') == 1
    assert "bd-cross" not in figure.sheet(pair)


def test_shoes_are_worn_where_the_movement_says_so(clips):
    assert "shoe" in tones(figure.still(replace(clips["sit-to-stand"], shoes=True)))
    assert "shoe" not in tones(figure.still(clips["sit-to-stand"]))
