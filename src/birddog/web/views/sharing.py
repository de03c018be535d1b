"""The person's own side of a clinic: who sees their chart, what they agreed to, and how to stop it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.services.clinic import audit
from birddog.services.clinic.care import care_of, end
from birddog.services.clinic.messages import letters_of, mark_read, signs_in, unread_by
from birddog.services.clinic.messages import write as write_message
from birddog.services.clinic.reading_log import who_looked
from birddog.services.contents import content_of
from birddog.web.request import PersonRequest
from birddog.web.words import refusal


@require_safe
def page(request: PersonRequest) -> HttpResponse:
    """Who sees the chart now, if anybody does."""
    content = content_of(request.person, request.language)
    letters = letters_of(request.person, content, request.now)
    care = care_of(request.person)
    looks = who_looked(care, request.now) if care else ()
    shown = {"care": care, "letters": letters, "unread": unread_by(request.person), "looks": looks}
    return render(request, "web/clinic/care.html", shown)


@require_POST
def write(request: PersonRequest) -> HttpResponse:
    """A message to the therapist. Words that name a danger sign lead to where it is asked about, at once."""
    care, text = care_of(request.person), request.POST.get("text", "")
    try:
        if care is None:
            raise BirddogError("care: nobody sees your program")
        message = write_message(care, text, request.now)
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return redirect("care")
    if signs_in(message.text, content_of(request.person, request.language)):
        messages.warning(request, _("We sent it, and your therapist may read it days later. What you wrote may be"
                                    " a danger sign. Answer these questions now."))  # fmt: skip
        return redirect("safety")
    messages.success(request, _("Sent."))
    return redirect("care")


@require_POST
def read(request: PersonRequest) -> HttpResponse:
    """All that the therapist wrote was read."""
    care = care_of(request.person)
    if care is not None:
        mark_read(care, request.now, by_patient=True)
    return redirect("care")


@require_POST
def leave(request: PersonRequest) -> HttpResponse:
    """Nobody but the person sees the chart any more."""
    care = care_of(request.person)
    if care is not None:
        with store.writing():
            end(care, request.now)
            who = request.person
            audit.write(care.organization, "stopped sharing", request.now, by=who, people=[who])
        messages.success(request, _("You stopped sharing. The clinic no longer sees your program."))
    return redirect("care")
