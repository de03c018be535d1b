"""A clinic's own templates: what is in them, another name, and an end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from birddog.core.content.values import BirddogError
from birddog.core.log.home_made import widened
from birddog.records.clinic_models import ProgramTemplate
from birddog.services.clinic import home_made, templates
from birddog.services.contents import content_of
from birddog.web.access import MemberRequest
from birddog.web.words import refusal


@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """All templates of the clinic, by name."""
    made = home_made.offered(request.member.organization).values()
    content = widened(content_of(request.person, request.language), tuple(made))
    rows = [
        (row, templates.shown(row, content, request.language))
        for row in templates.of_clinic(request.member.organization)
    ]
    return render(
        request, "web/clinic/templates.html", {"me": request.member, "rows": rows, "longest": templates.LONGEST}
    )


@require_POST
def one(request: MemberRequest, template: ProgramTemplate) -> HttpResponse:
    """Another name for a template, or delete it. Programs that it was put into stay as they are."""
    if "delete" in request.POST:
        template.delete()
        messages.success(request, _("Deleted: %(name)s. Programs stay as they are.") % {"name": template.name})
        return redirect("clinic-templates")
    try:
        templates.rename(template, request.member, request.POST.get("name", ""), request.now)
        messages.success(request, _("Renamed."))
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
    return redirect("clinic-templates")
