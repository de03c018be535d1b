"""Words for the ids of the content that have no words of their own."""

from __future__ import annotations

from datetime import date

from django.utils.dateformat import format as written
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

CATEGORIES = {
    "mobility": _("Stretching and loosening"), "stabilization": _("Steadying"), "strengthening": _("Strengthening"),
    "balance": _("Balance"), "aerobic": _("Walking and other aerobic exercise"), "posture": _("Everyday practice"),
    "avoid": _("Better left alone"),
}  # fmt: skip

POSITIONS = {
    "back": _("Lying on your back"), "front": _("Lying on your stomach"), "side": _("Lying on your side"),
    "knees": _("On hands, knees or forearms"), "sitting": _("Sitting"), "standing": _("Standing"),
    "water": _("In water"), "varied": _("Different positions"),
}  # fmt: skip

POSITION_OF = {
    "supine": "back", "prone": "front", "side": "side", "hands": "knees", "half": "knees", "kneeling": "knees",
    "plank": "knees", "sitting": "sitting", "machine-seat": "sitting", "machine-standing": "standing",
    "standing": "standing", "pool": "water",
}  # fmt: skip
"""The first word of a start position (or all of it) to the group it belongs to; others are ``varied``."""

EQUIPMENT = {
    "mat": _("Mat or thick blanket"), "wall": _("Free wall"), "chair": _("Firm chair"), "table": _("Table"),
    "bed": _("Bed"), "towel": _("Towel"), "cushion": _("Cushion"), "step": _("Step"),
    "strap": _("Strap or belt"), "band": _("Exercise band"), "ball": _("Big exercise ball"),
    "foam-roller": _("Foam roller"), "light-weights": _("Light weights"), "dowel": _("Stick"),
    "pool": _("Pool"), "stationary-bike": _("Exercise bike"), "recumbent-bike": _("Bike with backrest"),
    "elliptical": _("Elliptical machine"),
}  # fmt: skip

GOALS = {
    "walking": _("Walking"), "standing": _("Standing"), "sitting": _("Sitting"), "bending": _("Bending"),
    "lifting": _("Lifting"), "carrying": _("Carrying"), "stairs": _("Stairs"), "getting-up": _("Getting up"),
    "sleeping": _("Sleeping"), "turning": _("Turning"), "reaching": _("Reaching"), "sport": _("Sport"),
    "work": _("Work"),
}  # fmt: skip

SKINS = {
    "porcelain": pgettext_lazy("skin", "Porcelain"), "sand": pgettext_lazy("skin", "Sand"),
    "honey": pgettext_lazy("skin", "Honey"), "almond": pgettext_lazy("skin", "Almond"),
    "umber": pgettext_lazy("skin", "Umber"), "ebony": pgettext_lazy("skin", "Ebony"),
}  # fmt: skip
OUTFITS = {
    "teal": pgettext_lazy("outfit", "Teal"), "coral": pgettext_lazy("outfit", "Coral"),
    "sky": pgettext_lazy("outfit", "Sky blue"), "plum": pgettext_lazy("outfit", "Plum"),
    "moss": pgettext_lazy("outfit", "Moss green"),
}  # fmt: skip
PHYSIQUES = {
    "average": pgettext_lazy("body", "Anyone"), "woman": pgettext_lazy("body", "A woman"),
    "older": pgettext_lazy("body", "An older person"), "larger": pgettext_lazy("body", "A larger person"),
    "pregnant": pgettext_lazy("body", "A pregnant woman"),
}  # fmt: skip

TOPICS = {
    "acute": _("your pain is new"), "leg-symptoms": _("you feel it in your leg too"),
    "high-pain": _("your pain is severe"), "fear": _("moving worries you"), "start": _("you are starting out"),
    "pain-check": _("it helps you to judge pain"), "pregnancy": _("of pregnancy or birth"),
    "desk-work": _("you sit at work"), "walking": _("walking is part of your program"),
    "persistent": _("your pain has lasted a while"), "setback": _("bad days come and go"),
    "recurrent": _("you have had back pain before"), "sleep": _("sleep matters to you"),
    "lifting": _("lifting matters to you"), "sitting": _("sitting matters to you"), "questions": _("many people ask"),
    "prognosis": _("you wonder whether it gets better"), "causes": _("you wonder where it comes from"),
    "comfort": _("it can make a day easier"), "posture": _("you practice how you sit and stand"),
    "older": _("of your age"), "strengthen": _("your program builds strength"),
    "maintenance": _("you want to keep what you gain"),
    "thin-bones": _("your bones need care"), "older-more": _("of your age"),
    "pregnancy-more": _("of pregnancy or birth"), "persistent-more": _("your pain has lasted a while"),
    "narrow-canal": _("your spinal canal is narrow, or may be"), "pelvis": _("you told us about your pelvis"),
    "falls": _("your balance needs care"), "questions-more": _("many people ask"),
    "work-sport": _("work or sport matters to you"),
}  # fmt: skip
"""Why a lesson is for someone, after "because"."""


def position_of(start: str) -> str:
    """The group of a start position.

    >>> position_of("supine-hook-lying"), position_of("pool"), position_of("none")
    ('back', 'water', 'varied')
    """
    return POSITION_OF.get(start) or POSITION_OF.get(start.split("-")[0], "varied")


def short_day(day: date) -> str:
    """A day of this year, short, as the language of the page writes it: Jun 1, 1 jun."""
    # Translators: how a day and a month are written in little room, in Django's letters.
    return written(day, pgettext("short date", "M j"))
