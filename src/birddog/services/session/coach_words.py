"""What the camera coach says and shows during a session: its states and reasons, and what keeps it from working."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def coach_words() -> dict[str, str]:
    """By ``coach-`` and the word of the engine, the view, or the trouble. ``{n}`` is filled in by the browser."""
    return {f"coach-{name}": text for name, text in (_states() | _reasons() | _views() | _troubles()).items()}


def _states() -> dict[str, str]:
    return {
        "setting_up": _("Get into the start position."), "ready": _("I can see you. Start when you like."),
        "moving": pgettext("coach", "Moving"), "holding": pgettext("coach", "Holding"),
        "resting": pgettext("coach", "Resting"), "lost": _("I cannot see you well enough."),
        "hold": _("{n} s"), "opening": _("Opening the camera coach."), "loading": _("Loading the coach: {n} percent."),
        "noted": _("Noted. Thank you."), "better": _("Better. Now it looks right."),
    }  # fmt: skip


def _reasons() -> dict[str, str]:
    return {
        "nobody": _("I cannot see you yet."), "two_people": _("Two people are in the picture. I wait."),
        "more_light": _("It is too dark. Turn on a light."), "come_closer": _("Move closer to the camera."),
        "step_back": _("Move back a little. A part of you is outside the picture."),
        "turn": _("Turn, so that the camera sees you as in the figure."),
        "too_few_frames": _("This device is too slow to count well. The session works without the coach."),
        "unsteady": _("The picture shakes. Set the phone down firmly."),
        "hidden": _("I cannot see enough of you. Move so that nothing covers you."),
        "not_in_position": _("Get into the start position."),
        "cannot_tell": _("A camera cannot tell this exercise well, so I do not count it."),
    }  # fmt: skip


def _views() -> dict[str, str]:
    return {
        "view-side": _("Put the phone on a chair, so that it sees you from the side."),
        "view-front": _("Put the phone on a chair, so that it sees you from the front."),
        "view-back": _("Put the phone on a chair, so that it sees you from behind."),
        "view-three": _("Put the phone on a chair, so that it sees you halfway from the front."),
        "view-top": _("Put the phone up high, so that it sees you from above."),
    }


def _troubles() -> dict[str, str]:
    without = _("Your session works without the coach.")
    return {
        name: f"{text} {without}" for name, text in {
            "no-camera": _("No camera was found."), "denied": _("The camera is not allowed here."),
            "no-model": _("The coach could not be loaded."), "no-connection": _("The coach has no connection."),
            "not-today": _("This exercise is not in today's session."),
            "elsewhere": _("The coach is open on another page."), "stopped": _("The camera is off."),
        }.items()
    }  # fmt: skip
