"""Who may come to an address: one policy for each, named where the address is.

Who may not come is answered as if there were nothing there, whatever the method, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from enum import StrEnum
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from birddog.catalog.overlay import packaged
from birddog.records import store
from birddog.records.clinic_models import Care, HomeExercise, Invitation, Membership, ProgramTemplate
from birddog.records.models import Person
from birddog.services import clock
from birddog.services.clinic import audit
from birddog.services.clinic.invitations import open_ones
from birddog.services.clinic.members import members, membership_of
from birddog.web import staff
from birddog.web.request import PersonRequest

if TYPE_CHECKING:
    from uuid import UUID

View = Callable[..., HttpResponse]


class MemberRequest(PersonRequest):
    """A request of somebody who works in a clinic, with their second step taken."""

    member: Membership
    of_others: bool
    logged_as: str
    shown_people: list[Person]


class Policy(StrEnum):
    """Whose an address is."""

    ANYONE = "whoever asks"
    OWN = "the person who is signed in, their own"
    SHARED = "the person who is signed in, their own, where people have accounts"
    MEMBER = "who works in a clinic, that clinic"
    ADMINISTRATOR = "an administrator, their clinic"
    THERAPIST = "a therapist, their own caseload"
    KEPT = "a therapist, what their clinic keeps"
    CASELOAD = "the therapist of a patient"
    PLACEMENT = "the therapist of a patient, and administrators of the clinic"


def patient_of(request: MemberRequest, policy: Policy, care: UUID) -> Care:
    """Somebody who is cared for in this clinic, as far as the policy lets this member see them."""
    rows = Care.objects.select_related("organization", "person", "therapist")
    whose = {} if policy is Policy.PLACEMENT and request.member.administrator else {"therapist": request.member}
    return get_object_or_404(rows, pk=care, organization=request.member.organization_id, ended=None, **whose)


def colleague_of(request: MemberRequest, policy: Policy, member: UUID) -> Membership:
    """Somebody who works in the same clinic now."""
    del policy
    return get_object_or_404(members(request.member.organization), pk=member)


def link_of(request: MemberRequest, policy: Policy, invitation: UUID) -> Invitation:
    """A link that this member may take back."""
    del policy
    return get_object_or_404(open_ones(request.member, request.now), pk=invitation)


def template_of(request: MemberRequest, policy: Policy, template: UUID) -> ProgramTemplate:
    """One of the clinic's own templates."""
    del policy
    return get_object_or_404(request.member.organization.templates, pk=template)


def home_exercise_of(request: MemberRequest, policy: Policy, home: UUID) -> HomeExercise:
    """One of the exercises that the clinic has made itself."""
    del policy
    return get_object_or_404(request.member.organization.home_exercises, pk=home)


def exercise_id_of(request: MemberRequest, policy: Policy, exercise_id: str) -> str:
    """The id of an exercise, which says nothing of anybody."""
    del request, policy
    return exercise_id


def entry_of(request: MemberRequest, policy: Policy, entry: str) -> str:
    """An entry of the content, the same for every clinic."""
    del request, policy
    if entry not in packaged().files.places:
        raise Http404("entry")
    return entry


OBJECTS: dict[str, Callable[[MemberRequest, Policy, Any], Any]] = {
    "care": patient_of, "member": colleague_of, "invitation": link_of, "entry": entry_of,
    "template": template_of, "home": home_exercise_of, "exercise_id": exercise_id_of,
}  # fmt: skip
"""Arguments of addresses that name something of a clinic. Views get the thing itself, never an id to look up."""
ROLES: dict[Policy, str] = {
    Policy.MEMBER: "", Policy.ADMINISTRATOR: "administrator", Policy.THERAPIST: "therapist",
    Policy.KEPT: "therapist", Policy.CASELOAD: "therapist", Policy.PLACEMENT: "",
}  # fmt: skip
"""What somebody must be in their clinic to come in."""


def guarded(policy: Policy, view: View) -> View:
    """A view behind the door that its policy names; ``policy`` can be read from it."""

    @wraps(view)
    def behind(request: Any, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if policy not in (Policy.ANYONE, Policy.OWN) and not settings.BIRDDOG_ACCOUNTS:
            raise Http404("accounts")
        if policy in ROLES:
            request.member = _member(request, ROLES[policy])
            staff.begin(request, clock.now())
            kwargs = {name: OBJECTS[name](request, policy, value) for name, value in kwargs.items()}
            if not is_mfa_enabled(request.user):
                return _second_step(request)
            return _logged(request, view, args, kwargs)
        return view(request, *args, **kwargs)

    behind.policy = policy  # type: ignore[attr-defined]
    return behind


def _logged(request: MemberRequest, view: View, args: Any, kwargs: dict[str, Any]) -> HttpResponse:
    """Nothing of a clinic is shown without an entry in its log, and nothing changed but in one transaction with it."""
    request.of_others = True
    method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
    with store.writing() if method == "POST" else nullcontext():
        response = view(request, *args, **kwargs)
        people = shown_to(request) or [value.person for value in kwargs.values() if isinstance(value, Care)]
        assert request.resolver_match is not None
        did = getattr(request, "logged_as", "") or f"{method} {request.resolver_match.url_name}"
        audit.write(request.member.organization, did, request.now, by=request.member, people=people)
    return response


def shown_to(request: MemberRequest) -> list[Person]:
    """The people whom a page was about, where that is not the patient in its address."""
    return getattr(request, "shown_people", [])


def _member(request: Any, role: str) -> Membership:
    member = membership_of(request.user)
    if member is None or (role and not getattr(member, role)):
        raise Http404("member")
    return member


def _second_step(request: HttpRequest) -> HttpResponse:
    """Whoever sees charts of others signs in with more than a password."""
    messages.info(request, _("You see health data of others here. First set up a passkey or a code from an app."))
    return redirect("mfa_index")


def _route(policy: Policy, pattern: str, view: View, name: str) -> URLPattern:
    return path(pattern, guarded(policy, view), name=name)


anyone, own, shared = (partial(_route, policy) for policy in (Policy.ANYONE, Policy.OWN, Policy.SHARED))
member, administrator = partial(_route, Policy.MEMBER), partial(_route, Policy.ADMINISTRATOR)
therapist, kept, caseload, placement = (
    partial(_route, policy) for policy in (Policy.THERAPIST, Policy.KEPT, Policy.CASELOAD, Policy.PLACEMENT)
)


def policy_of(pattern: URLPattern) -> Policy | None:
    """The policy that an address declares."""
    found: Policy | None = getattr(pattern.callback, "policy", None)
    return found
