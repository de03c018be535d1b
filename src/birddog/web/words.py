"""What the pages' scripts say, in the language of the page."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from birddog.web.dose_words import dose_refusal


def script_words() -> dict[str, str]:
    """Words for ``frontend/src``, by the name they have there; what stands in braces is filled in there."""
    return {
        "offline": _("Offline: what you write is kept on this device."),
        "as_of": _("This page is as of {time}."),
        "waits_one": _("1 report is waiting to be sent."),
        "waits_many": _("{count} reports are waiting to be sent."),
        "signed_out": _("You are signed out. Sign in again to send what you wrote."),
        "kept": _("Kept on this device. It is sent as soon as you are online again."),
        "no_room": _(
            "This device has no room to keep this, and there is no connection. Leave this page open: "
            "it is sent as soon as there is one."
        ),
        "refused": _("We could not save this: {message}"),
        "needs_connection": _(
            "This needs a connection. What you entered is still here. Try again when you are online."
        ),
        "undo": _("Undo"),
        "undone": _("Undone. It is as it was before."),
        "save_copy": _("Save a copy"),
        "let_go": _("Remove it from this device"),
        "new_version": _("A new version is ready."),
        "use_new_version": _("Use it now"),
    }


def refusal(message: str) -> str:
    """Why something was not taken. Messages of the core are English; elsewhere a person reads what to do about it."""
    if get_language() == "en":
        return message
    return dose_refusal(message) or _("Please look over what you entered, and try again.")
