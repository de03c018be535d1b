"""Colors of the figures, as CSS variables.

Every color in a picture is a variable ``--bd-<tone>``; a host page may set any of them on an element
around the picture. Far, shaded and edge tones are derived here from the chosen skin and clothing, so
that far limbs fade toward the paper and near ones stand out before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: skin name -> (skin, hair)
SKINS: dict[str, tuple[str, str]] = {
    "porcelain": ("#f2ccb0", "#8a5a34"),
    "sand": ("#e3b08a", "#4a3326"),
    "honey": ("#cb9165", "#33241e"),
    "almond": ("#a9714b", "#2a1e1a"),
    "umber": ("#7f5136", "#211917"),
    "ebony": ("#5b3a29", "#171212"),
}
#: clothing name -> (top, pants)
OUTFITS: dict[str, tuple[str, str]] = {
    "teal": ("#2a9087", "#34466c"),
    "coral": ("#dd6b55", "#3b4866"),
    "sky": ("#4a8ccb", "#3c4257"),
    "plum": ("#8b5aa3", "#3f3e5c"),
    "moss": ("#68904a", "#414f49"),
}
THEMES = ("light", "dark", "contrast", "print")
_COOL = "#1c2a4a"
_GRAY = "#a9a8a6"

_SCENE: dict[str, dict[str, str]] = {
    "light": {
        "paper": "#ffffff", "floor": "#ece7dd", "shadow": "#000000", "ghost": "#d3dae4",
        "ghost-far": "#c3ccd9", "arrow": "#e8622c", "muscle": "#f7b53a", "ink": "#33251f",
        "cross": "#c9252d", "tick": "#2f8f4e", "wood": "#d3ab7c", "wood-dark": "#b58a5c", "wood-light": "#e2c39a",
        "wall": "#dfe3e8", "wall-edge": "#c6ccd4", "mat": "#a9c5d8", "mat-dark": "#86a9c1",
        "ball": "#8fa9d6", "ball-dark": "#7590c2", "band": "#d8457a", "strap": "#c98a2b",
        "metal": "#8b929d", "metal-dark": "#666d78", "cloth": "#f0eef4", "cloth-dark": "#d5d2de",
        "foam": "#6f7d8e", "foam-dark": "#57636f", "water": "#7fc4dd", "shoe": "#7b8594",
        "disc": "#eaeff6", "flesh": "#e6b999", "bone": "#fffaf0",
        "sole": "#c8ccd4",
    },
    "dark": {
        "paper": "#151a22", "floor": "#272e3a", "shadow": "#000000", "ghost": "#3a4454",
        "ghost-far": "#313a48", "arrow": "#ff8a4c", "muscle": "#ffc75e", "ink": "#1f1713",
        "cross": "#ff5a5f", "tick": "#4fc27a", "wood": "#a98358", "wood-dark": "#866642", "wood-light": "#c09a6d",
        "wall": "#2a323f", "wall-edge": "#3a4454", "mat": "#3d5a6e", "mat-dark": "#2f4858",
        "ball": "#6f8cc4", "ball-dark": "#5873a8", "band": "#f06a9a", "strap": "#dda544",
        "metal": "#9aa2ae", "metal-dark": "#737b87", "cloth": "#c9c7d2", "cloth-dark": "#a9a6b4",
        "foam": "#7e8c9d", "foam-dark": "#647080", "water": "#2f7d99", "shoe": "#c3c9d4",
        "disc": "#232b38", "flesh": "#7d5f4e", "bone": "#f3e9d4",
        "sole": "#a9aeb8",
    },
    "contrast": {
        "paper": "#000000", "floor": "#3d3d3d", "shadow": "#000000", "ghost": "#5c5c5c",
        "ghost-far": "#4a4a4a", "arrow": "#ff4fd8", "muscle": "#ff2a2a", "ink": "#000000",
        "cross": "#ff3b3b", "tick": "#5dff8f", "wood": "#c58b3c", "wood-dark": "#8f6226", "wood-light": "#e8ae5e",
        "wall": "#4a4a4a", "wall-edge": "#9a9a9a", "mat": "#5e5e5e", "mat-dark": "#8a8a8a",
        "ball": "#b78cff", "ball-dark": "#8a5fd6", "band": "#ff7a00", "strap": "#ff7a00",
        "metal": "#c8c8c8", "metal-dark": "#8f8f8f", "cloth": "#eeeeee", "cloth-dark": "#bbbbbb",
        "foam": "#9b9b9b", "foam-dark": "#777777", "water": "#0077aa", "shoe": "#ffffff",
        "disc": "#1c1c1c", "flesh": "#555555", "bone": "#ffffff",
        "sole": "#aaaaaa",
    },
    "print": {
        "paper": "#ffffff", "floor": "#e6e6e6", "shadow": "#000000", "ghost": "#dadada",
        "ghost-far": "#cbcbcb", "arrow": "#000000", "muscle": "#000000", "ink": "#111111",
        "cross": "#000000", "tick": "#000000", "wood": "#b9b9b9", "wood-dark": "#9a9a9a", "wood-light": "#cfcfcf",
        "wall": "#dcdcdc", "wall-edge": "#b4b4b4", "mat": "#c2c2c2", "mat-dark": "#a5a5a5",
        "ball": "#aeaeae", "ball-dark": "#979797", "band": "#1a1a1a", "strap": "#1a1a1a",
        "metal": "#8c8c8c", "metal-dark": "#6a6a6a", "cloth": "#efefef", "cloth-dark": "#cccccc",
        "foam": "#7c7c7c", "foam-dark": "#666666", "water": "#b5b5b5", "shoe": "#8f8f8f",
        "disc": "#f4f4f4", "flesh": "#e2e2e2", "bone": "#ffffff",
        "sole": "#bdbdbd",
    },
}  # fmt: skip
_FIXED: dict[str, tuple[str, str, str, str]] = {  # skin, hair, top, pants
    "contrast": ("#ffffff", "#9a9a9a", "#ffe14a", "#35b8ff"),
    "print": ("#d8d3cf", "#2e2e2e", "#8d8d8d", "#474747"),
}
_OPACITY = {"cross": 0.85, "water": 0.55, "shadow": 0.13, "muscle": 0.6, "muscle-soft": 0.35}


@dataclass(frozen=True)
class Style:
    """Chosen look.

    theme : one of ``THEMES``, or "auto" (light, and dark where the reader's system asks for it).
    skin : one of ``SKINS``. outfit : one of ``OUTFITS``. gray : hair that has turned gray.
    """

    theme: str = "light"
    skin: str = "sand"
    outfit: str = "teal"
    gray: bool = False

    def __post_init__(self) -> None:
        if self.theme != "auto" and self.theme not in THEMES:
            raise ValueError(f"unknown theme {self.theme!r}: use auto, {', '.join(THEMES)}")
        if self.skin not in SKINS:
            raise ValueError(f"unknown skin {self.skin!r}: use one of {', '.join(SKINS)}")
        if self.outfit not in OUTFITS:
            raise ValueError(f"unknown outfit {self.outfit!r}: use one of {', '.join(OUTFITS)}")

    @property
    def key(self) -> str:
        """CSS class of pictures in this style: pictures of several styles can share a page."""
        return f"bd-{self.theme[:2]}{list(SKINS).index(self.skin)}{list(OUTFITS).index(self.outfit)}{'g' * self.gray}"

    @classmethod
    def of(cls, style: Style | str) -> Style:
        """A style from itself or from the name of a theme."""
        return style if isinstance(style, Style) else cls(style)


def mix(first: str, second: str, share: float) -> str:
    """Color ``share`` of the way from ``first`` to ``second`` (both ``#rrggbb``)."""
    a = [int(first[i : i + 2], 16) for i in (1, 3, 5)]
    b = [int(second[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


@lru_cache(maxsize=64)
def palette(style: Style, theme: str | None = None) -> dict[str, str]:
    """Every tone of a style as ``#rrggbb``; ``theme`` overrides the style's own."""
    name = theme or ("light" if style.theme == "auto" else style.theme)
    scene = _SCENE[name]
    skin, hair = SKINS[style.skin]
    hair = _GRAY if style.gray else hair
    top, pants = OUTFITS[style.outfit]
    if name in _FIXED:
        skin, hair, top, pants = _FIXED[name]
    if name == "dark":
        pants, top = mix(pants, "#9db4ea", 0.42), mix(top, "#ffffff", 0.10)
        hair = mix(hair, "#8a7a70", 0.30)
    cool = "#000000" if name in _FIXED else _COOL
    paper = scene["paper"]
    shade = "#000000" if name in _FIXED else "#8a3b1c"
    return {
        **scene,
        "wall-dark": scene["wall-edge"],
        "muscle-soft": scene["muscle"],
        "ball-light": mix(scene["ball"], "#ffffff", 0.35),
        "water-deep": mix(scene["water"], scene["paper"], 0.62),
        "water-edge": mix(scene["water"], "#ffffff", 0.25),
        "skin": skin,
        "skin-far": mix(skin, paper, 0.30),
        "skin-shade": mix(skin, shade, 0.24),
        "skin-edge": mix(skin, shade, 0.20),
        "hair": hair,
        "brow": mix(hair, skin, 0.15),
        "top": top,
        "top-far": mix(top, paper, 0.36),
        "top-shade": mix(top, cool, 0.18),
        "pants": pants,
        "pants-far": mix(pants, paper, 0.38),
        "pants-shade": mix(pants, cool, 0.22),
        "shoe-far": mix(scene["shoe"], paper, 0.38),
    }


def css(style: Style, tones: set[str], line_width: float) -> str:
    """Style sheet for the tones in use: variables with defaults, and one class per tone.

    A host page overrides a color by setting the variable on any element around the picture:
    the defaults sit in the ``var()`` fallbacks, so nothing here has to be out-ranked.
    """
    colors = palette(style)
    me = f".{style.key}"
    rules = [f"{me} .bd-{t}{{fill:var(--bd-{t},{colors[t]});{_extra(t)}}}" for t in sorted(tones)]
    paper = f"var(--bd-paper,{colors['paper']})"
    rules.append(
        f"{me} .bd-l{{stroke:{paper};stroke-width:{line_width:g};stroke-linejoin:round;"
        "stroke-linecap:round;paint-order:stroke}"
    )
    if style.theme == "auto":
        night = palette(style, "dark")
        dark = "".join(f"{me} .bd-{t}{{fill:var(--bd-{t},{night[t]})}}" for t in sorted(tones))
        dark += f"{me} .bd-l{{stroke:var(--bd-paper,{night['paper']})}}"
        rules.append(f"@media(prefers-color-scheme:dark){{{dark}}}")
    return "".join(rules)


def _extra(tone: str) -> str:
    return f"opacity:{_OPACITY[tone]}" if tone in _OPACITY else ""


_VAR = re.compile(r"var\(\s*--[\w-]+\s*,\s*([^()]+?)\s*\)")
_MEDIA = re.compile(r"@media\s*\([^)]*\)\s*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")


def plain(svg: str) -> str:
    """The same picture without CSS variables and media queries, for programs that know neither.

    Of an animated picture the still is left to see.
    """
    still = _MEDIA.sub("", svg).replace(".bd-rest{display:none}", ".bd-go{display:none}")
    return _VAR.sub(r"\1", still)
