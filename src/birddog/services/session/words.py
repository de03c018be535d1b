"""What the player says and shows, in the person's language. ``{slots}`` are filled in by the browser."""

from __future__ import annotations

from django.utils.translation import gettext as _

from birddog.services.session.coach_words import coach_words


def words() -> dict[str, str]:
    """Every text of the player that changes while it runs; what stands still is in the template."""
    return {**_phases(), **_spoken(), **_moments(), **_after(), **coach_words()}


def _phases() -> dict[str, str]:
    return {
        "prepare": _("Get into position"), "ready": _("Get ready"), "move": _("Move slowly"), "out": _("Go slowly"),
        "hold": _("Hold"), "back": _("And slowly back"), "pause": _("Let go"), "rest": _("Rest"),
        "switch": _("Change sides"), "paused": _("Paused"), "effort": _("How hard was that?"),
        "breath-in": _("Breathe in"), "breath-out": _("Breathe out"), "breath-easy": _("Keep breathing"),
        "left": _("Left side"), "right": _("Right side"), "of": _("of {total}"), "seconds": _("seconds"),
        "exercise-of": _("Exercise {n} of {total}"), "round-of": _("Round {n} of {total}"),
        "minutes-left": _("{n} min left"), "last-minute": _("Less than 1 min left"), "next": _("Next: {name}"),
        "last-exercise": _("The last exercise"), "ready-now": _("I'm ready"), "go-now": _("Go now"), "skip": _("Skip"),
        "pause-button": _("Pause"), "go-on": _("Go on"), "usual-voice": _("The standard voice"),
    }  # fmt: skip


def _spoken() -> dict[str, str]:
    return {
        "say-start": _("{name}. {amount}."), "say-ready": _("Get ready."), "say-hold": _("Hold."),
        "say-back": _("And back."), "say-last": _("Last one."), "say-rest": _("Rest. {seconds} seconds."),
        "say-next": _("Next: {name}."), "say-switch": _("Now change sides. {side}."), "say-side": _("{side}."),
        "say-go": _("Go."), "say-effort": _("How hard was that? Tap easy, just right or hard. Or just wait."),
        "say-done": _("That was the last exercise. Stay as you are for a moment, and get up slowly."),
        "say-paused": _("Paused."), "say-half": _("Halfway."), "say-count": _("{n} of {total}"),
    }  # fmt: skip


def _moments() -> dict[str, str]:
    return {
        "away": _("Paused while you were away."), "wake-lost": _("Your screen may turn off on its own."),
        "easier": _("Easier"), "harder": _("Harder"), "none-easier": _("There is no easier one that suits you now."),
        "none-harder": _("Nothing harder for now: first we see how this goes."),
        "less": _("The same one, a little less: {amount}"),
        "hurt-red": _("Stop this one"), "hurt-amber": _("Stop this one for today"),
        "hurt-then": _("We leave this exercise out now and continue with the next one. You can also end here."),
        "hurt-last": _("This was the last exercise. Rest a moment."),
        "leg-title": _("Stop, and rest in a position that eases the leg"),
        "leg-wait": _("See whether it moves back up. We wait with you, {minutes} minutes at most."),
        "leg-also-out": _("Left out today as well: {names}."),
        "leg-clock": _("{time} since you stopped"),
        "resume-at": _("You were at exercise {n} of {total}: {name}."),
    }  # fmt: skip


def _after() -> dict[str, str]:
    return {
        "verdict-green": _("That is fine. Keep going like this."), "verdict-amber": _("Stay at this level for now."),
        "verdict-red": _("Less next time."), "verdict-missing": _("The exercises stay as they are."),
        "did-yes": _("done"), "did-partly": _("partly done"), "did-no": _("left out"),
        "did-hurt": _("stopped, it hurt"),
        "after-done": _("Session done"), "after-partly": _("Session ended"), "after-none": _("No exercises this time"),
        "week-done": _("{n} of {total} sessions this week"), "week-more": _("{n} sessions this week"),
        "nothing-told": _("You did not do or report anything in this session, so nothing was saved."),
        "saved": _("Saved."), "waiting": _("Kept on this device. It is sent as soon as there is a connection."),
        "no-room": _(
            "This device has no room to keep this, and there is no connection. Leave this page open: "
            "it is sent as soon as there is one."
        ),
        "refused": _("We could not save this: {message}"),
        "times-done": _("{n} of {total} repetitions"),
        "later-at": _("At {time} we ask once more how it feels. You can close this page until then."),
        "not-sure": _("Not sure which"),
    }  # fmt: skip


def things() -> dict[str, str]:
    """What exercises need, by the word of the intake."""
    return {
        "mat": _("a mat"), "wall": _("a wall"), "chair": _("a chair"), "table": _("a table"), "bed": _("a bed"),
        "towel": _("a towel"), "strap": _("a strap"), "ball": _("an exercise ball"), "band": _("an exercise band"),
        "foam-roller": _("a foam roller"), "light-weights": _("light weights"), "dowel": _("a stick"),
        "step": _("a step"), "cushion": _("a cushion"), "pool": _("a pool"),
        "stationary-bike": _("an exercise bike"), "recumbent-bike": _("a recumbent bike"),
        "elliptical": _("an elliptical trainer"),
    }  # fmt: skip
