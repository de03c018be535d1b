"""Reports come in here: from a form, or many at once from the queue of a browser that was offline."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from birddog.core.content.values import BirddogError
from birddog.services.chart.log import Receipt
from birddog.services.reports.from_browser import tell
from birddog.web.readable import json_of
from birddog.web.request import PersonRequest, key_of
from birddog.web.templatetags.birddog import fresh_id
from birddog.web.words import refusal

MOST_EVENTS = 500
EVENTS = 'the body is {"events": [...], "sent": time by the clock of the device (may be left out)}'


@require_POST
def take(request: PersonRequest, kind: str) -> HttpResponse:
    """One event from a form, then on to ``next``. A refused one goes back to where it came from, with the reason."""
    after = _own(request.POST.get("next", "")) or "/"
    fields = {name: request.POST.getlist(name) for name in request.POST}
    told = {"type": kind, "id": request.POST.get("id") or fresh_id(), "fields": fields}
    try:
        (receipt,) = tell(request.person, [{**told, **_earlier(request)}], request.now)
        refused = receipt.message if receipt.status == "refused" else ""
    except BirddogError as error:
        refused = str(error)
    if refused:
        messages.error(request, refusal(refused))
        back = [address for address in request.POST.getlist("back") if address.startswith("/")]
        return redirect(_own(back[-1] if back else "") or after)
    if said := request.POST.get("said"):
        messages.success(request, said)
    return redirect(after)


@require_POST
def sync(request: PersonRequest) -> JsonResponse:
    """Events in; ``{"receipts": [{id, status, message}]}`` out, one for each event, in order.

    400 or 413 when the body is not what it should be; 409 when the browser means another person than the one who is
    signed in. Sending the same events again is safe.
    """
    if request.headers.get("X-Birddog-Person", key_of(request.person)) != key_of(request.person):
        return JsonResponse({"error": "somebody else is signed in"}, status=409)
    try:
        body = json_of(request)
        events, sent = body["events"], str(body.get("sent", ""))
    except RequestDataTooBig as error:
        return JsonResponse({"error": str(error)}, status=413)
    except (BirddogError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": EVENTS}, status=400)
    if not isinstance(events, list) or len(events) > MOST_EVENTS or not all(isinstance(e, dict) for e in events):
        return JsonResponse({"error": f"events is a list of at most {MOST_EVENTS} objects"}, status=400)
    taken = tell(request.person, events, request.now, sent)
    return JsonResponse({"receipts": [_told(receipt) for receipt in taken]})


def _earlier(request: PersonRequest) -> dict[str, str]:
    """The time of a report that is added for an earlier day; empty for one of now. ``BirddogError`` for no such day."""
    if "on" not in request.POST:
        return {}
    on, hour = request.POST["on"], request.POST.get("hour", "")
    try:
        at = datetime.fromisoformat(f"{on}T{hour or '12:00'}").replace(tzinfo=request.now.tzinfo)
    except ValueError as error:
        raise BirddogError(f"on is {on!r}, hour is {hour!r}; allowed: such as 2026-03-02 and 18:30") from error
    if at.date() > request.now.date():
        raise BirddogError(f"on is {on!r}; allowed: not after {request.now.date().isoformat()}")
    return {"at": at.isoformat()}


def _told(receipt: Receipt) -> dict[str, str]:
    message = refusal(receipt.message) if receipt.status == "refused" else receipt.message
    return {"id": receipt.id, "status": receipt.status, "message": message}


def _own(address: str) -> str:
    """The address if it is a path of ours, else nothing: neither a name to look up nor another site."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours else ""
