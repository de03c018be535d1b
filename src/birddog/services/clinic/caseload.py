"""A therapist's patients, who needs them first on top. The number of queries is the same for any number of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from birddog.records.clinic_models import Care, Membership
from birddog.services.clinic.needs import GROUPS, ORDER, RANK, pressing, say, stored
from birddog.services.clinic.texts import sought

ON_A_PAGE = 25
PAIN_BOX, WEEK_BOX, BAR = (84, 28), 9, 7
"""Width and height of the line of pain, width of a week, and of the bar in it."""


@dataclass(frozen=True, slots=True)
class Patient:
    """One line of the list. ``more``: how many further reasons there are to look.

    ``line`` is the path of the pain of the last four weeks (0 below, 10 above), ``pain`` the last report of it;
    ``bars`` are the paths of the weeks: what was offered, and what was done of it.
    """

    care: Care
    code: str
    reason: str
    more: int
    pain: float | None
    line: str
    bars: tuple[str, str]
    done: int
    offered: int


@dataclass(frozen=True, slots=True)
class Caseload:
    """One page of the list, and how many patients are in each group of needs."""

    patients: tuple[Patient, ...]
    counts: dict[str, int]
    everybody: int
    found: int
    page: int
    pages: int

    @property
    def needing(self) -> int:
        """How many need somebody."""
        return sum(self.counts.values())


def caseload(therapist: Membership, today: date, *, group: str = "", text: str = "", page: int = 1) -> Caseload:
    """The patients of a therapist, those first who need somebody most.

    ``group`` is a key of ``GROUPS`` or ``needs`` for all of them; ``text`` part of a name. A page that is not there
    becomes the nearest one.
    """
    everybody = _placed(Care.objects.filter(therapist=therapist, ended=None), today)
    by_place = dict(everybody.values_list("place").annotate(many=Count("pk")).order_by())
    counts = {name: sum(by_place.get(RANK[code], 0) for code in codes) for name, (_, codes) in GROUPS.items()}
    wanted = _of_group(everybody, group)
    if text:
        wanted = wanted.filter(sought__contains=sought(text))
    found = wanted.count() if group or text else sum(by_place.values())
    pages = max(1, -(-found // ON_A_PAGE))
    page = min(max(page, 1), pages)
    # The ids first, which are all in the index; then what is shown of these few.
    order = ("place", "rank_day", "sought", "pk")
    places = list(wanted.order_by(*order).values_list("pk", "place")[(page - 1) * ON_A_PAGE : page * ON_A_PAGE])
    rows = Care.objects.select_related("person").in_bulk([pk for pk, _place in places])
    patients = tuple(_patient(rows[pk], ORDER[place]) for pk, place in places)
    return Caseload(patients, counts, sum(by_place.values()), found, page, pages)


def _placed(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Patients with their ``place``; who should have reported and has not moves up on that day by itself."""
    quiet = Q(rank__gt=RANK["quiet"], quiet_from__lte=today)
    place = Case(When(quiet, then=Value(RANK["quiet"])), default=F("rank"), output_field=IntegerField())
    placed: QuerySet[Any] = rows.annotate(place=place)
    return placed


def _of_group(rows: QuerySet[Any], group: str) -> QuerySet[Any]:
    if group == "needs":
        return rows.filter(place__lt=RANK["none"])
    if group in GROUPS:
        return rows.filter(place__in=[RANK[code] for code in GROUPS[group][1]])
    return rows


def _patient(care: Care, code: str) -> Patient:
    weeks = care.weeks
    told = care.last_session or care.since if code == "quiet" else care.rank_day
    needs = pressing(stored(care.needs), care.seen)
    return Patient(
        care, code, say(code, told), max(0, len(needs) - 1), care.pain[-1][1] if care.pain else None, _line(care.pain),
        _bars(weeks),
        sum(done for done, _ in weeks), sum(offered for _, offered in weeks),
    )  # fmt: skip


def _line(pain: list[list[float]]) -> str:
    """A path from report to report; one report is a dot that the line's round ends draw."""
    width, height = PAIN_BOX
    points = [
        f"{width - 3 - ago * (width - 6) / 27:.1f} {3 + (height - 6) * (1 - told / 10):.1f}" for ago, told in pain
    ]
    return f"M{'L'.join(points)}" + ("h.1" if len(points) == 1 else "") if points else ""


def _bars(weeks: list[list[int]]) -> tuple[str, str]:
    """A full week fills the box, and more than was offered is not drawn."""
    height = PAIN_BOX[1]
    all_ = done = ""
    for n, (told, offered) in enumerate(weeks):
        part = height * min(told / offered, 1) if offered else height * bool(told)
        all_ += f"M{n * WEEK_BOX} 0h{BAR}v{height}h-{BAR}z" if offered else ""
        done += f"M{n * WEEK_BOX} {height}h{BAR}v-{part:.1f}h-{BAR}z" if part else ""
    return all_, done


def reasons(care: Care, today: date) -> tuple[str, ...]:
    """Every reason to look at a patient, the most pressing first; empty when all is seen."""
    lines = [(need.code, need.day) for need in pressing(stored(care.needs), care.seen)]
    if care.asked is not None:
        lines.append(("question", care.asked.date()))
    if care.quiet_from is not None and care.quiet_from <= today:
        lines.append(("quiet", care.last_session or care.since))
    if not lines and not care.seen:
        lines.append(("new", care.since))
    return tuple(say(code, day) for code, day in sorted(lines, key=lambda line: RANK[line[0]]))
