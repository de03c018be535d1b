"""Hazards beyond the fifteen: over-triage in ordinary back pain, fear words, drug names, reading age."""

from __future__ import annotations

from itertools import product

from birddog.catalog.check import patient_texts
from birddog.catalog.words import MOST_GRADE, bad_words, reading_grade
from birddog.core.content.content import Content
from birddog.core.person.intake import Conditions, Episode, Intake, Leg, Pain, Person
from birddog.core.screen.screening import screen
from birddog.verify.people import DAY, FIRST, flags, person
from birddog.verify.tally import Tally

MOST_SENT_ON = 0.15


def ordinary_people() -> list[Intake]:
    """A made-up cohort of ordinary back pain, in shares as primary care sees it.

    Ages 20 to 85, pain 2 to 8, short and long, one in four with leg pain, one in ten with one weak sign
    or an 'unsure' on one of them, some with thin bones, high pressure or poor balance.
    """
    people = []
    ages = (22, 31, 38, 44, 49, 53, 58, 63, 68, 74, 81, 85)
    legs = (
        Leg(),
        Leg(reach="none"),
        Leg(reach="buttock"),
        Leg(reach="below_knee", side="left", numbness="no", weakness="no"),
    )
    signs: tuple[dict[str, str], ...] = (
        *({},) * 8,
        {"night_pain": "unsure"},
        {"weight_loss": "no", "small_fall": "yes"},
    )
    for age, leg, sign, weeks, pain in product(ages, legs, signs, (1.0, 8.0, 60.0), (2.0, 5.0, 8.0)):
        bone = "osteoporosis" if age >= 80 and pain == 5.0 else "none"
        balance = "poor" if age >= 74 else "good"
        people.append(
            person(
                person=Person(id="p1", age=age, sex="male"), leg=leg, red_flags=flags(**sign),
                episode=Episode(where=("low_back",), weeks=weeks), pain=Pain(back_week=pain),
                conditions=Conditions(bone=bone, balance=balance, all_others="no"),  # type: ignore[arg-type]
            )
        )  # fmt: skip
    return people


def over_triage(content: Content, t: Tally) -> None:
    """At most 15 percent of ordinary back pain is sent to a clinician before exercise."""
    people = ordinary_people()
    sent_on = sum(screen(intake, content, DAY).disposition >= FIRST for intake in people)
    t.checked += len(people)
    t.ok(sent_on <= MOST_SENT_ON * len(people), "sent on:", sent_on, "of", len(people))


def words(content: Content, t: Tally) -> None:
    """No fear word, drug name, drug dose or promise in any text that a patient may read; the reading age holds."""
    for place, text in patient_texts(content):
        t.ok(not bad_words(text), place, bad_words(text))
        grade = reading_grade(text)
        t.ok(grade is None or grade <= MOST_GRADE or place.startswith("screening"), place, "grade", grade)
