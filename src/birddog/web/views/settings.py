"""How the program fits into one's days, how pages look and speak, reminders, data, account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import structlog
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import dates
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import conditional_page, require_GET, require_http_methods, require_safe

from birddog.core.content.values import FEWEST_DAYS, BirddogError
from birddog.core.plan.weekdays import WEEKDAYS
from birddog.core.state.vetoes import ASSUMED_EQUIPMENT
from birddog.records import store
from birddog.records.clinic_models import Message
from birddog.services import clock
from birddog.services.chart.log import record_one
from birddog.services.chart.reading import Reading
from birddog.services.clinic.care import care_of
from birddog.services.clinic.members import membership_of
from birddog.services.contents import content_of
from birddog.services.fields import untouched
from birddog.services.intake.emergency_numbers import emergency_numbers
from birddog.services.library import labels
from birddog.services.numbers import whole_number
from birddog.services.person import preferences
from birddog.services.person.arrange import arrangement, usual_weekdays
from birddog.services.person.zones import countries, place, zones
from birddog.services.reminders import calendars, push
from birddog.web.readable import check_texts, json_of
from birddog.web.request import ZONE, PersonRequest, reading_of
from birddog.web.templatetags.birddog import figure_url, fresh_id
from birddog.web.words import refusal

if TYPE_CHECKING:
    from django.contrib.auth.models import User

log = structlog.get_logger("birddog.settings")
SHOWN_FIGURE = "seated-march"
GET_READY = (5, 10, 15, 20, 30)
PER_DAY = (1, 2, 3)
MINUTES = (10, 15, 20, 25, 30)
Section = Callable[[PersonRequest], HttpResponse]


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """What can be set, and how it is set now."""
    reading = reading_of(request)
    intake = reading.state.intake if reading is not None else None
    shown: dict[str, Any] = {"intake": intake, "languages": dict(settings.LANGUAGES)}
    if settings.BIRDDOG_ACCOUNTS:
        shown |= {"care": care_of(request.person), "member": membership_of(cast("User", request.user))}
    return render(request, "web/settings/index.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: PersonRequest, section: str) -> HttpResponse:
    """One group of settings."""
    known = {**SECTIONS, "account": _account} if settings.BIRDDOG_ACCOUNTS else SECTIONS
    if section not in known:
        raise Http404(f"settings: there is no {section}")
    return known[section](request)


def _program(request: PersonRequest) -> HttpResponse:
    reading = reading_of(request)
    if reading is None or reading.state.intake is None:
        return redirect("start")
    if request.method == "POST":
        return _arrange(request, reading)
    intake, content = reading.state.intake, reading.content
    unwanted = sorted({*reading.state.unwanted, *intake.life.dislikes} & content.index.keys())
    time, life = intake.time, intake.life
    walks = [e for e in content.exercises if e.kind == "aerobic"]
    weekdays = usual_weekdays(intake, reading.state.started or request.now.date())
    context = {
        "numbers": [
            ("minutes", _("Minutes for one session"), sorted({*MINUTES, time.minutes}), time.minutes),
            ("per_day", _("Sessions a day"), PER_DAY, time.per_day),
        ],
        "lists": [
            ("weekdays", _("Which days?"), [(name, dates.WEEKDAYS[n]) for n, name in enumerate(WEEKDAYS)], weekdays),
            ("equipment", _("What do you have?"), labels.EQUIPMENT.items(), intake.equipment or
             (ASSUMED_EQUIPMENT if intake.equipment is None else ())),
            ("aerobic", _("Which of these do you like?"), [(e.id, e.name) for e in walks], life.aerobic),
            ("goals", _("What would you like to do more easily?"), labels.GOALS.items(), life.goals),
        ],
        "unwanted": [content.exercise(name) for name in unwanted],
        "liked": [content.exercise(name) for name in reading.state.liked if name in content.index],
    }  # fmt: skip
    return render(request, "web/settings/program.html", context)


def _arrange(request: PersonRequest, reading: Reading) -> HttpResponse:
    assert reading.state.intake is not None
    try:
        start = reading.state.started or request.now.date()
        new = arrangement(reading.state.intake, start, {name: request.POST.getlist(name) for name in request.POST})
        if not new:
            messages.info(request, _("Nothing has changed."))
            return redirect("settings-section", "program")
        if len(new.get("weekdays", WEEKDAYS)) < FEWEST_DAYS:
            messages.error(request, _("Choose two or more days."))
            return redirect("settings-section", "program")
        # Sent twice it counts once; brought back by the browser and changed, it is another change.
        name = f"{request.POST.get('id') or fresh_id()}-{store.latest(request.person)}"
        body = {"id": name, "type": "arrange", "at": request.now.isoformat(), **new}
        record_one(request.person, body, request.now)
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return redirect("settings-section", "program")
    messages.success(request, catalog_says(request, "birddog-arrange"))
    return redirect("settings-section", "program")


def catalog_says(request: PersonRequest, rule: str) -> str:
    """What a rule of the content says to the person, in their language."""
    return content_of(request.person, request.language).rules[rule].patient


def _display(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        names = ("language", "country", "theme", "text_size", "skin", "outfit", "physique")
        wanted = {name: request.POST[name] for name in names if name in request.POST}
        return _keep(request, "display", _touched(request, wanted))
    mine = request.preferences
    skins = [(n, label, figure_url(SHOWN_FIGURE, replace(mine, skin=n))) for n, label in labels.SKINS.items()]
    outfits = [(n, label, figure_url(SHOWN_FIGURE, replace(mine, outfit=n))) for n, label in labels.OUTFITS.items()]
    bodies = [(n, label, figure_url(SHOWN_FIGURE, replace(mine, physique=n))) for n, label in labels.PHYSIQUES.items()]
    context = {
        "languages": settings.LANGUAGES, "countries": countries(),
        "chosen_country": preferences.preferences_of(request.person).country,
        "numbers": emergency_numbers(request.preferences.country),
        "themes": [("auto", _("Like my device")), ("light", _("Light")), ("dark", _("Dark"))],
        "sizes": [("normal", _("Normal")), ("large", _("Large")), ("largest", _("Very large"))],
        "tones": [("physique", _("Body of the figures"), bodies, mine.physique),
                  ("skin", _("Skin of the figures"), skins, mine.skin),
                  ("outfit", _("Their clothes"), outfits, mine.outfit)],
    }  # fmt: skip
    return render(request, "web/settings/display.html", context)


def _voice(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        wanted: dict[str, Any] = {name: name in request.POST for name in ("voice", "tones", "lying_down")}
        ready = request.POST.get("get_ready_s", "")
        return _keep(request, "voice", _touched(request, {**wanted, "get_ready_s": whole_number(ready) or 0}))
    seconds = sorted({*GET_READY, request.preferences.get_ready_s})
    return render(request, "web/settings/voice.html", {"seconds": seconds})


def _reminders(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        return _remind(request)
    reading = reading_of(request)
    planned = calendars.planned_days(reading) if reading is not None else ()
    zone_here, chosen = _zone_of_device(request), request.preferences.zone
    address = request.build_absolute_uri(reverse("calendar", args=[request.person.calendar_token]))
    try:
        key = push.public_key()
    except BirddogError as error:
        log.error("no reminders on devices", why=str(error))
        key = ""
    context = {
        "days": [dates.WEEKDAYS[n] for n in planned],
        "zones": zones(), "here": place(zone_here), "elsewhere": place(chosen) if chosen != zone_here else "",
        "address": address, "webcal": f"webcal{address[address.index(':') :]}",
        "push": {"key": key, "address": reverse("push"), "words": _push_words(), "known": push.known(request.person)},
    }  # fmt: skip
    return render(request, "web/settings/reminders.html", context)


def _push_words() -> dict[str, str]:
    return {
        "on": _("Reminders come to this device."), "off": _("No reminders on this device yet."),
        "denied": _("Your browser does not allow messages from this page. You can change that in its settings."),
        "failed": _("That did not work. Try again later, or use the calendar."),
        "turn_on": _("Remind me on this device"), "turn_off": _("Stop on this device"),
        "copied": _("Copied."),
        "not_copied": _("Your browser cannot copy it for you. Copy the highlighted address."),
    }  # fmt: skip


def _remind(request: PersonRequest) -> HttpResponse:
    if "fresh" in request.POST:
        calendars.new_address(request.person)
        messages.success(request, _("The calendar has a new address. The old one no longer works."))
        return redirect("settings-section", "reminders")
    if "off" in request.POST:
        return _keep(request, "reminders", {"reminder_time": ""})
    at = request.POST.get("reminder_time", "")[:5]
    zone = request.POST.get("zone") or _zone_of_device(request)
    first = {} if preferences.preferences_of(request.person).zone else {"zone": zone}  # reminders go by one in any case
    return _keep(request, "reminders", first | _touched(request, {"reminder_time": at, "zone": zone}))


def _zone_of_device(request: PersonRequest) -> str:
    """The time zone that the browser told; reminders go by it also when no page is open."""
    return clock.known_zone(request.COOKIES.get(ZONE, ""))


def _data(request: PersonRequest) -> HttpResponse:
    kept = settings.BIRDDOG_ACCOUNTS and Message.objects.filter(care__person=request.person).exists()
    return render(request, "web/settings/data.html", {"events": request.person.events.count(), "messages_kept": kept})


def _account(request: PersonRequest) -> HttpResponse:
    return render(request, "web/settings/account.html")


SECTIONS: dict[str, Section] = {
    "program": _program, "display": _display, "voice": _voice, "reminders": _reminders, "data": _data,
}  # fmt: skip


def _touched(request: PersonRequest, wanted: dict[str, Any]) -> dict[str, Any]:
    """What was changed on this page; the rest may have been changed on another one since."""
    same = untouched({name: request.POST.getlist(name) for name in request.POST})
    return {name: told for name, told in wanted.items() if name not in same}


def _keep(request: PersonRequest, section: str, wanted: dict[str, Any]) -> HttpResponse:
    """Keep preferences, and say so in the language that is set then."""
    try:
        kept = preferences.change(request.person, **wanted)
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return redirect("settings-section", section)
    with override(kept.language or request.language):
        messages.success(request, _("Saved."))
    return redirect("settings-section", section)


@require_safe
@conditional_page
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The feed of whoever this address was given to; nobody signs in for it."""
    person = calendars.person_of_token(token)
    if person is None:
        raise Http404("calendar: there is none at this address (any more)")
    now = clock.now(preferences.preferences_of(person).zone)
    body = calendars.calendar_of(person, now, request.build_absolute_uri(reverse("today")))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="birddog.ics"'
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_http_methods(["POST", "DELETE"])
def push_(request: PersonRequest) -> JsonResponse:
    """A browser that wants notifications (POST ``{endpoint, keys}``), or no longer (DELETE ``{endpoint}``)."""
    try:
        told = json_of(request)
        check_texts(iter([str(told["endpoint"]), *map(str, told.get("keys", {}).values())]))
        if request.method == "DELETE":
            push.unsubscribe(request.person, str(told["endpoint"]))
        else:
            push.subscribe(request.person, told, request.language)
    except (BirddogError, KeyError, TypeError, AttributeError) as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"ok": True})
