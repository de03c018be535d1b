"""Reports come in here: from a form, or many at once from the queue of a browser that was offline."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from birddog.core.values import BirddogError
from birddog.services.fields import event_of_fields
from birddog.services.log import record, record_one
from birddog.web.request import PersonRequest

MOST_EVENTS = 500


@require_POST
def take(request: PersonRequest, kind: str) -> HttpResponse:
    """One event from a form, then on to ``next``. A refused one goes back to where it came from, with the reason."""
    after = _own(request, request.POST.get("next", "")) or "/"
    try:
        fields = {name: request.POST.getlist(name) for name in request.POST}
        record_one(request.person, event_of_fields(kind, fields, request.now), request.now)
    except BirddogError as error:
        messages.error(request, str(error))
        return redirect(_own(request, request.POST.get("back", "")) or after)
    if said := request.POST.get("said"):
        messages.success(request, said)
    return redirect(after)


@require_POST
def sync(request: PersonRequest) -> JsonResponse:
    """``{"events": [...]}`` in; ``{"receipts": [{id, status, message}]}`` out, one for each event, in order.

    400 when the body is not that. Sending the same events again is safe.
    """
    try:
        events = json.loads(request.body)["events"]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": 'the body is {"events": [...]}'}, status=400)
    if not isinstance(events, list) or len(events) > MOST_EVENTS or not all(isinstance(e, dict) for e in events):
        return JsonResponse({"error": f"events is a list of at most {MOST_EVENTS} objects"}, status=400)
    taken = record(request.person, events, request.now)
    receipts: list[dict[str, Any]] = [{"id": r.id, "status": r.status, "message": r.message} for r in taken]
    return JsonResponse({"receipts": receipts})


def _own(request: PersonRequest, address: str) -> str:
    """The address if it is one of ours, else nothing."""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}) else ""
