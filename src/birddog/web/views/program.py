"""The program of a patient in the hands of their therapist: tried as it is typed, saved with a name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from birddog.core.content.values import BirddogError, instant
from birddog.core.log.events import HomeMade
from birddog.core.plan.dose_text import LONGEST
from birddog.records.clinic_models import Care
from birddog.services.chart.reading import A_DAY, Reading, read
from birddog.services.clinic import drafts, home_made, templates
from birddog.services.clinic.care import of_person
from birddog.services.clinic.program import Said, asked, lines, others, preview, saw_of, weighed
from birddog.services.clinic.reading_log import used
from birddog.services.clinic.versions import chosen, compared, versions
from birddog.services.clinician.editor import Signature, save, try_out
from birddog.services.clinician.handout import handout_pdf, paper_of
from birddog.services.clinician.reasons import clinical
from birddog.services.intake.result import result_of
from birddog.services.intake.signs_again import how_many
from birddog.services.person.preferences import preferences_of
from birddog.services.session.rows import names_of
from birddog.web.access import MemberRequest
from birddog.web.words import refusal


def _with_draft(
    view: Callable[[MemberRequest, Care, Reading, drafts.Changes], HttpResponse],
) -> Callable[[MemberRequest, Care], HttpResponse]:
    """A view of the chart and of the draft that its page sent; what cannot be done is said above that draft."""

    @wraps(view)
    def opened(request: MemberRequest, care: Care) -> HttpResponse:
        reading = _edited(request, care)
        if reading is None:
            return redirect("patient", care.pk)
        changes: drafts.Changes = ()
        try:
            changes = drafts.opened(request.POST.get("draft", ""))
            return view(request, care, reading, changes)
        except BirddogError as error:
            return _page(request, care, reading, changes, problem=refusal(str(error)))

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
@_with_draft
def page(request: MemberRequest, care: Care, reading: Reading, changes: drafts.Changes) -> HttpResponse:
    """What is prescribed, and a draft of changes; nothing is written here."""
    if request.POST.get("do") == "template":
        added, left = _from_template(request, reading, changes)
        return _page(request, care, reading, drafts.fitting((*changes, *added)), left=left)
    pressed, more = _pressed(changes, request, reading)
    return _page(request, care, reading, drafts.fitting(pressed), more)


def _reading(request: MemberRequest, care: Care, language: str = "") -> Reading | None:
    """The chart by the patient's own days; ``None`` where the questions have not been answered."""
    found = read(care.person, of_person(care.person, request.now), language or request.language)
    return found if found is not None and found.state.intake is not None else None


def _edited(request: MemberRequest, care: Care) -> Reading | None:
    """The same, with the exercises that the clinic has made itself."""
    found = _reading(request, care)
    return None if found is None else home_made.with_offered(found, request.member.organization)


def _newer(request: MemberRequest, reading: Reading) -> list[tuple[str, HomeMade]]:
    return home_made.newer(reading, request.member.organization)


def _signature(request: MemberRequest) -> Signature:
    return Signature(request.member.name, request.member.license)


def _from_template(
    request: MemberRequest, reading: Reading, changes: drafts.Changes
) -> tuple[drafts.Changes, tuple[templates.Left, ...]]:
    """What one of the clinic's templates adds for this patient, and what of it is left out."""
    told, said = request.POST, partial(clinical, english=request.language == "en")
    chosen = templates.found(request.member.organization, told.get("template", ""))
    request.logged_as = used(chosen.pk)
    fresh, by = told.get("fresh", ""), _signature(request)
    return templates.applied(chosen, changes, reading, by, fresh, said, request.language)


def _pressed(
    changes: drafts.Changes, request: MemberRequest, reading: Reading
) -> tuple[drafts.Changes, drafts.Changes]:
    """The draft after the button that was pressed, and what is only tried, as it is being typed."""
    told = request.POST
    did, _sep, rest = told.get("do", "").partition(":")
    name, _sep, about = rest.partition(":")
    line, fresh = told.get("line", "").strip(), told.get("fresh", "")
    if did == "drop":
        return drafts.without(changes, name), ()
    if did == "edit":
        exercise = about or (told.get("exercise", "") if name == "add" else "")
        stage = told.get("stage", "") if name == "move_stage" else ""
        return (*changes, drafts.pressed(name, fresh, exercise, stage)), ()
    if did == "renew":
        later = {old: made.id for old, made in _newer(request, reading)}.get(name, "")
        return (*changes, *drafts.renewed(name, later, fresh)), ()
    if did == "order":
        return drafts.ordered(changes, _ordered(name, about, changes, request, reading), fresh), ()
    if did == "routine":
        inside = {*reading.state.roster, *(str(change.get("exercise", "")) for change in changes)}
        return (*changes, *drafts.ready_made(told.get("routine", ""), reading.content, inside, fresh)), ()
    if did == "override":
        reason, until = told.get(f"reason-{rest}", ""), told.get(f"until-{rest}", "")
        saw = saw_of(about, reading)
        return drafts.past(changes, name, fresh, veto=about, reason=reason, until=until, saw=saw), ()
    new = (_typed(line, changes, request, reading),) if line else ()
    return (changes, new) if did == "try" else ((*changes, *new), ())


def _ordered(
    how: str, exercise: str, changes: drafts.Changes, request: MemberRequest, reading: Reading
) -> tuple[str, ...]:
    """The order of doing after a button: one exercise up or down, all as they were dragged, or the program's own."""
    if how == "own":
        return ()
    if how == "set":
        return tuple(dict.fromkeys(request.POST.get("order", "").split()))
    draft = try_out(reading, changes, _signature(request))
    names = [row.exercise for row in draft.result.given if not row.why]
    return drafts.moved(names, exercise, -1 if how == "up" else 1)


def _typed(line: str, changes: drafts.Changes, request: MemberRequest, reading: Reading) -> drafts.Change:
    """A typed dose as a change of what the draft leads to."""
    after = try_out(reading, changes, _signature(request)).result.state if changes else reading.state
    return drafts.typed(line, reading.content, after, request.POST.get("fresh", ""))


def _page(
    request: MemberRequest, care: Care, reading: Reading, changes: drafts.Changes, more: drafts.Changes = (),
    problem: str = "", left: tuple[templates.Left, ...] = (), template_name: str = "",
) -> HttpResponse:  # fmt: skip
    """The page with a draft. ``more``: what is being typed and not in the draft yet; ``left``: out of a template."""
    said, content, state = partial(clinical, english=request.language == "en"), reading.content, reading.state
    draft = try_out(reading, (*changes, *more), _signature(request))
    rows = weighed(draft, reading, request.language, said)
    after, day = draft.result.state, reading.now.date()
    typing = problem or more
    return render(request, "web/clinic/program.html", {
        "me": request.member, "care": care, "problem": problem, "left": left,
        "templates": templates.of_clinic(request.member.organization), "longest_name": templates.LONGEST,
        "template_name": template_name[: templates.LONGEST],
        "draft": drafts.carried(changes),
        "rows": rows[: len(changes)], "typed": rows[len(changes) :], "holding": sum(r.fate != "refused" for r in rows),
        "line": request.POST.get("line", "")[:LONGEST] if typing else "", "longest": LONGEST,
        "lines": lines(draft, content, request.language, said), "others": others(draft, content),
        "routines": [(row.id, row.name) for row in content.routines if row.items],
        "stands": draft.result.stands, "held": _held(request, reading, said),
        "questions": how_many(after, content, draft.result.today.ask), "pause": reading.seen.pause,
        "preview": preview(draft, content), "ordered": after.order,
        "moved": request.POST.get("do", "").partition("order:")[2],
        "removed": names_of(tuple(sorted(after.removed)), content),
        "stage": content.stages[after.stage].title, "locked": after.stage_locked, "waits": after.waits,
        "stages": [(name, row.title) for name, row in content.stages.items() if name != after.stage],
        "asked": asked(reading, request.language, said),
        "overrides": [(row, content.called(row.exercise)) for row in state.overrides],
        "newer": [(old, content.called(made.id)) for old, made in _newer(request, reading)],
        "first_day": day, "last_day": day + content.values.override.days * A_DAY,
    })  # fmt: skip


def _held(request: MemberRequest, reading: Reading, said: Said) -> tuple[str, ...]:
    """Why exercise is stopped, in clinical words; nothing where it is open."""
    if reading.state.disposition.allows_exercise:
        return ()
    return tuple(dict.fromkeys(said(reason) for reason in result_of(reading, request.preferences.country).reasons))


@require_POST
@_with_draft
def keep(request: MemberRequest, care: Care, reading: Reading, changes: drafts.Changes) -> HttpResponse:
    """Write a draft into the chart, signed; what is refused is not written."""
    by, line = _signature(request), request.POST.get("line", "").strip()
    if line:
        changes = (*changes, _typed(line, changes, request, reading))
    against = try_out(reading, changes, by).refused
    holding = [change for change in changes if all(change is not row.change for row in against)]
    where = request.member.organization
    receipts = save(care.person, holding, by, reading.now, home_made.offered(where))
    home_made.give_pictures(care.person, where, [str(change.get("exercise")) for change in holding])
    refused = next((receipt for receipt in receipts if receipt.status == "refused"), None)
    if refused is not None:
        messages.error(request, refusal(refused.message))
    elif holding:
        messages.success(request, _("Saved, with your name on it."))
    return redirect("patient-program", care.pk)


@require_POST
@_with_draft
def keep_template(request: MemberRequest, care: Care, reading: Reading, changes: drafts.Changes) -> HttpResponse:
    """Keep the program, with the changes of the draft that hold, as a template of the clinic; the draft stays."""
    name = request.POST.get("template_name", "")
    try:
        draft = try_out(reading, changes, _signature(request))
        made = templates.keep(request.member, name, draft, reading.content, request.now)
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return _page(request, care, reading, changes, template_name=name)
    messages.success(request, _("Kept as a template of your clinic: %(name)s.") % {"name": made.name})
    return _page(request, care, reading, changes)


@require_POST
def answer(request: MemberRequest, care: Care) -> HttpResponse:
    """Approve a proposal, or refuse it. What a rule stands against is not written."""
    reading, told = _reading(request, care), request.POST
    if reading is None:
        return redirect("patient", care.pk)
    change = {"type": "proposal", **{name: told.get(name, "") for name in ("id", "proposal", "answer", "note")}}
    by = _signature(request)
    (tried,) = try_out(reading, [change], by).tried
    said = partial(clinical, english=request.language == "en")
    if tried.outcome is None:
        messages.error(request, refusal(tried.error))
    elif tried.outcome.refused:
        messages.error(request, " ".join(dict.fromkeys(said(reason) for reason in tried.outcome.reasons)))
    else:
        (receipt,) = save(care.person, [change], by, reading.now)
        refused = receipt.status == "refused"
        (messages.error if refused else messages.success)(
            request, refusal(receipt.message) if refused else _("Answered.")
        )
    return redirect("patient-program", care.pk)


@require_safe
def compare(request: MemberRequest, care: Care) -> HttpResponse:
    """Two versions of the program, and what changed from the earlier to the later one."""
    reading = _reading(request, care)
    if reading is None:
        return redirect("patient", care.pk)
    rows = versions(reading)
    last = chosen(rows, request.GET.get("to", "")) or rows[0]
    earlier = rows[rows.index(last) + 1 :]
    first = chosen(rows, request.GET.get("from", "")) or (*earlier, last)[0]
    first, last = sorted((first, last), key=lambda row: instant(row.at))
    between = rows[rows.index(last) : rows.index(first) + 1]
    said = partial(clinical, english=request.language == "en")
    return render(request, "web/clinic/versions.html", {
        "me": request.member, "care": care, "rows": rows, "first": first, "last": last, "between": between,
        "found": compared(reading, first.at, last.at, request.language, said),
    })  # fmt: skip


@require_safe
def handout(request: MemberRequest, care: Care) -> HttpResponse:
    """The next session on paper, in the language of the patient."""
    reading = _reading(request, care, preferences_of(care.person).language)
    try:
        if reading is None:
            raise BirddogError("handout: the questions are not answered yet")
        large = request.GET.get("size") == "large"
        paper = paper_of(preferences_of(care.person), request.preferences)
        made = handout_pdf(reading, large, settings.BIRDDOG_ORIGIN or "", paper, settings.BIRDDOG_FIGURES)
    except BirddogError:
        messages.error(request, _("There is no session to print now."))
        return redirect("patient-program" if reading is not None else "patient", care.pk)
    headers = {"Content-Disposition": 'attachment; filename="birddog-handout.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
