"""The content as a clinic confirms it: how much of it, one entry at a time, and the clinic's own version of it."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from birddog.catalog.entries import KINDS, kind_of
from birddog.catalog.overlay import packaged, retirable
from birddog.core.content.values import BirddogError
from birddog.services import jobs
from birddog.services.clinic import audit, editions, signing
from birddog.services.clinic.coverage import KIND_NAMES, SHOWN, coverage_of, sheet_pdf, state_of, titles
from birddog.services.clinic.entry_form import inputs_of, told_of
from birddog.services.clinic.entry_page import page_of
from birddog.services.clinic.home_made import offered
from birddog.services.clinician.handout import paper_of
from birddog.web.access import MemberRequest
from birddog.web.words import refusal


@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Every entry and how it stands, in numbers and as a list; the clinic's own version, and whether it is in force."""
    where, asked = request.member.organization, request.GET
    found = coverage_of(where, request.language)
    kind = asked["kind"] if asked.get("kind") in KINDS else KINDS[0]
    shown = asked["show"] if asked.get("show") in SHOWN else ""
    mine = [row for row in found.rows if kind_of(row.entry)[0] == kind]
    overlay = editions.overlay_now(where)
    named = {row.entry: row.title for row in found.rows}
    return render(request, "web/clinic/content.html", {
        "me": request.member, "found": found, "kind": kind, "show": shown, "kind_name": KIND_NAMES[kind],
        "shows": [("", _("All"), len(mine))] + [(name, label, sum(row.is_(name) for row in mine))
                                                for name, label in SHOWN.items()],
        "rows": [(row, state_of(row.stands)) for row in mine if row.is_(shown)],
        "only": overlay.only is not None,
        "changed": [(entry, named.get(entry, entry)) for entry in sorted({*overlay.changes, *overlay.retired})],
        "news": signing.news(where), "home_made": len(offered(where)),
    })  # fmt: skip


@require_safe
def sheet(request: MemberRequest) -> HttpResponse:
    """How every entry stands, to be printed."""
    paper = paper_of(request.preferences, request.preferences)
    made = sheet_pdf(request.member.organization, request.now, request.language, paper)
    headers = {"Content-Disposition": 'attachment; filename="birddog-confirmed.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@require_POST
def version(request: MemberRequest) -> HttpResponse:
    """Let the clinic's own version be proved, forget what is not in force, or choose what patients get."""
    me, did = request.member, request.POST.get("do", "")
    try:
        if did == "prove":
            row = signing.put_in_force(me.organization, request.now)
            audit.write(me.organization, f"asked to prove version {row.number}", request.now, by=me)
            transaction.on_commit(jobs.prove)
            messages.success(
                request, _("We are checking it now. That takes a few minutes; then it becomes active on its own.")
            )
        elif did == "discard":
            editions.discard(me.organization)
            messages.success(request, _("Changes discarded. The active version stays."))
        elif did in ("only", "every"):
            signing.only_confirmed(me, did == "only", request.now)
            messages.success(request, _("Noted. It becomes active once it is checked."))
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
    return redirect("clinic-content")


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: MemberRequest, entry: str) -> HttpResponse:
    """One entry with all that it says and does: read, then confirmed, changed or no longer used."""
    if request.method == "POST":
        return _answer(request, entry)
    where = request.member.organization
    row, edition = editions.latest_edition(where)
    stands = signing.standings(where, edition)[entry]
    shown = page_of(entry, edition, titles(packaged().contents[request.language])[entry], request.language)
    return render(request, "web/clinic/entry.html", {
        "me": request.member, "entry": entry, "kind": kind_of(entry)[0], "kind_name": KIND_NAMES[kind_of(entry)[0]],
        "shown": shown, "stands": stands, "state": state_of(stands), "hash": edition.hashes[entry],
        "inputs": inputs_of(entry, edition, request.language), "version": row,
        "may_retire": retirable(entry, packaged().contents["en"]), "next": signing.next_to_read(where, edition, entry),
        "history": signing.history(where, entry),
    })  # fmt: skip


def _answer(request: MemberRequest, entry: str) -> HttpResponse:
    me, told = request.member, request.POST
    did, read = told.get("do", ""), told.get("read", "")
    try:
        if did in signing.SIGNS:
            signing.sign(me, entry, did, read, request.now)
        elif did in ("retired", "returned"):
            signing.retire(me, entry, read, request.now, back=did == "returned")
        elif did == "changed":
            edition = editions.latest_edition(me.organization)[1]
            fields = told_of(inputs_of(entry, edition, request.language), told)
            signing.edit(me, entry, fields, read, request.now)
        else:
            raise BirddogError("do: there is nothing of that name")
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return redirect("clinic-entry", entry)
    audit.write(me.organization, f"{did} {entry}"[: audit.LONGEST], request.now, by=me)
    messages.success(request, _("Signed, with your name on it."))
    return redirect("clinic-entry", entry)
