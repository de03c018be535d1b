"""A clinic's own exercises: the list, one to write or to change, and its picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from birddog.core.content.values import BirddogError
from birddog.exchange.pictures import MOST_BYTES
from birddog.records.clinic_models import Care, HomeExercise
from birddog.services.clinic import home_form, home_made
from birddog.services.clinic.home_form import described
from birddog.services.contents import content_of
from birddog.services.home_made import picture_of
from birddog.web.access import MemberRequest
from birddog.web.views.figures import picture_or_nothing
from birddog.web.words import refusal


@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """All exercises of the clinic, those that are given no more last."""
    content = content_of(request.person, request.language)
    every = home_made.of_clinic(request.member.organization)
    rows = [(row, described(home_made.made_of(row), content)) for row in every]
    return render(request, "web/clinic/exercises.html", {"me": request.member, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """A form to fill in; what is wrong is said, and nothing is kept then."""
    return _written(request, None) if request.method == "POST" else _form(request, None, home_form.EMPTY, [])


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: MemberRequest, home: HomeExercise) -> HttpResponse:
    """One exercise: changed into another version, retired, or offered again."""
    if request.method != "POST":
        made = home_made.made_of(home)
        return _form(request, home, home_form.filled(made, request.language), list(made.equipment))
    did = request.POST.get("do", "")
    if did not in ("retire", "return"):
        return _written(request, home)
    home_made.retire(home, request.now, back=did == "return")
    messages.success(request, _("It is offered again.") if did == "return" else _(
        "It is offered no more. Patients who have it keep it."))  # fmt: skip
    return redirect("clinic-exercises")


@require_safe
def picture(request: MemberRequest, home: HomeExercise) -> HttpResponse:
    """The picture of the version that the clinic gives now."""
    return picture_or_nothing(home_made.picture_of(request.member.organization, home_made.made_of(home).id))


@require_safe
def of_patient(request: MemberRequest, care: Care, exercise_id: str) -> HttpResponse:
    """The picture of an exercise of this patient, or of one that the clinic could give them."""
    own = picture_of(care.person, exercise_id)
    return picture_or_nothing(own or home_made.picture_of(request.member.organization, exercise_id))


def _written(request: MemberRequest, home: HomeExercise | None) -> HttpResponse:
    told, content = request.POST, content_of(request.person, request.language)
    things = told.getlist("equipment")
    try:
        written = home_form.read_form(told, things, _brought(request))
        if home is None:
            row = home_made.write(request.member, written, content, request.now)
            messages.success(request, _("Kept. You can put it into a program now: %(name)s.") % {"name": row.name})
        else:
            row = home_made.change(home, request.member, written, content, request.now)
            messages.success(request, _("Kept as version %(n)s. Patients keep the version that they were given, until "
                                        "you put the new one into their program.") % {"n": row.number})  # fmt: skip
    except BirddogError as error:
        problem = home_form.wrong(str(error)) or refusal(str(error))
        return _form(request, home, told, things, problem)
    return redirect("clinic-exercises")


def _brought(request: MemberRequest) -> bytes | None:
    """The file of a picture; one that is too large is not read."""
    file = request.FILES.get("photo")
    if file is None or not file.size:
        return None
    if file.size > MOST_BYTES:
        raise BirddogError(f"picture has {file.size} bytes; allowed: 1 to {MOST_BYTES}")
    return bytes(file.read())


def _form(
    request: MemberRequest, home: HomeExercise | None, told: Mapping[str, Any], things: list[str], problem: str = ""
) -> HttpResponse:
    content = content_of(request.person, request.language)
    form = home_form
    return render(request, "web/clinic/exercise.html", {
        "me": request.member, "home": home, "told": told, "things": things, "problem": problem,
        "languages": form.LANGUAGES.items(), "kinds": form.KINDS.items(), "positions": form.POSITIONS.items(),
        "sides": form.SIDES.items(), "equipment": form.THINGS.items(), "answers": form.ANSWERS.items(),
        "stages": [(name, row.title) for name, row in content.stages.items()],
        "questions": [(f"q-{name}", says, told.get(f"q-{name}", "unsure")) for name, says in form.QUESTIONS.items()],
        "pictured": home is not None and bool(home_made.made_of(home).picture),
    })  # fmt: skip
