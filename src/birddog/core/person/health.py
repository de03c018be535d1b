"""Conditions that change what is safe, as the intake asks about them.

``None`` and ``unanswered`` mean "not said", never "no". Dates are calendar dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from birddog.core.content.asking import ask
from birddog.core.content.values import Answer


@dataclass(frozen=True)
class Pregnancy:
    """Pregnancy and the weeks after birth."""

    status: Literal["no", "yes", "possible", "gave_birth", "unsure", "unanswered"] = ask(
        "Pregnancy", "Compulsory where it could apply. 'gave_birth': in the last 12 months.", "unanswered"
    )
    due: date | None = ask("Due date", "Trimester is worked out from this date again on every day of use.")
    birth: date | None = ask("Date of birth of the baby", "No loaded curl-ups until 12 weeks after.")
    birth_kind: Literal["vaginal", "caesarean", "unsure", "unanswered"] = ask(
        "Kind of birth", "'caesarean': by an operation. Not reported counts as a caesarean.", "unanswered"
    )
    check_up: Answer = ask(
        "Check-up after birth",
        "A doctor or midwife has checked the person after the birth and all was well.",
        "unanswered",
    )


@dataclass(frozen=True)
class Surgery:
    """Operations on the spine."""

    had: Answer = ask("Back operation", "Compulsory. Any operation on the spine, ever.", "unanswered")
    date: date | None = ask("Date of the operation", "The latest one (YYYY-MM-DD).")
    cleared: Answer = ask(
        "Cleared for exercise",
        "Has the surgeon or a physical therapist said that home exercise is fine? Only 'yes' opens a program.",
        "unanswered",
    )
    kind: Literal["disc", "decompression", "fusion", "cement", "injection", "other", "unsure", "unanswered"] = ask(
        "Kind of operation",
        "'disc': part of a disc taken out. 'decompression': the canal widened. 'fusion': bones joined with screws. 'cement': a broken bone filled. 'injection': a needle only.",
        "unanswered",
    )


@dataclass(frozen=True)
class HipOperation:
    """The operation that put in an artificial hip."""

    date: date | None = ask("Date of the hip operation", "The latest one (YYYY-MM-DD).")
    kind: Literal["front", "back_or_side", "surface", "unsure", "unanswered"] = ask(
        "Kind of hip operation",
        "Where the cut was: 'front', or 'back_or_side'. 'surface': only the surface of the joint was replaced.",
        "unanswered",
    )
    precautions: Literal["in_force", "lifted", "never_given", "unsure", "unanswered"] = ask(
        "Rules for moving the hip",
        "Rules such as not crossing the legs: still 'in_force', 'lifted' by the surgeon or physical therapist, or 'never_given'.",
        "unanswered",
    )


@dataclass(frozen=True)
class Cancer:
    """Cancer, now or before."""

    kind: Literal["small_skin", "other", "unsure", "unanswered"] = ask(
        "Kind of cancer",
        "'small_skin': a small skin cancer that was cut out whole and had not spread (basal or squamous cell). A melanoma is 'other'.",
        "unanswered",
    )
    ended: date | None = ask("End of treatment", "When it was removed, or treatment ended (YYYY-MM-DD).")
    discharged: Answer = ask(
        "No more check-ups needed",
        "The doctors have said that it is healed and no more check-ups are needed.",
        "unanswered",
    )


@dataclass(frozen=True)
class Clearance:
    """What a clinician who knows about one condition has said about exercise."""

    said: Answer = ask(
        "Said that exercise is fine",
        "Has a clinician who knows about this said that you may exercise? Only 'yes' with a date counts.",
        "unanswered",
    )
    on: date | None = ask("When", "The day on which it was said (YYYY-MM-DD); it holds for 12 months.")
    changed: Answer = ask(
        "New or worse since then",
        "Whether the pain or the condition is new, different or worse since then.",
        "unanswered",
    )


@dataclass(frozen=True)
class Clearances:
    """Conditions that are known and were checked. None of them covers a sign of an emergency."""

    cancer: Clearance = ask("Cancer", "Cancer, now or before.", Clearance)
    steroids: Clearance = ask("Steroid pills", "Long use of steroid pills.", Clearance)
    fracture: Clearance = ask("Broken bone of the spine", "Healed, however old.", Clearance)
    mid_back: Clearance = ask("Pain higher up in the back", "Besides the low back.", Clearance)
    blood_pressure: Clearance = ask("High blood pressure", "Known, and not in range.", Clearance)
    bladder: Clearance = ask("Bladder trouble", "Older than this back pain, known and unchanged.", Clearance)


@dataclass(frozen=True)
class Inflammatory:
    """Signs of inflammatory back pain (asked when pain has lasted over three months)."""

    onset_age: int | None = ask("Age when back pain first began", "Years.", minimum=0, maximum=120)
    gradual_onset: Answer = ask("Came on slowly", "Crept up, with no strain or accident.", "unanswered")
    better_with_exercise: Answer = ask("Better with exercise", "Moving helps.", "unanswered")
    no_better_with_rest: Answer = ask("Rest does not help", "Resting does not ease it.", "unanswered")
    night_pain_eased_by_rising: Answer = ask(
        "Night pain eased by getting up", "Pain at night that eases on getting up.", "unanswered"
    )
    wakes_second_half_of_night: Answer = ask(
        "Wakes in the second half of the night", "Because of back pain or stiffness.", "unanswered"
    )
    buttock_pain: Answer = ask("Buttock pain", "Pain in one or both buttocks, or changing sides.", "unanswered")
    eased_by_antiinflammatory: Answer = ask(
        "Eased by anti-inflammatory medicine", "Clearly better within 48 hours of taking one.", "unanswered"
    )
    close_relative: Answer = ask(
        "Close relative", "Parent, brother, sister or child with inflammatory arthritis of the spine.", "unanswered"
    )
    arthritis: Answer = ask("Arthritis", "Swollen, inflamed joints, now or before.", "unanswered")
    tendon_pain: Answer = ask(
        "Heel or tendon inflammation", "Pain where a tendon joins bone (enthesitis), such as the heel.", "unanswered"
    )
    psoriasis: Answer = ask("Psoriasis", "Now or before.", "unanswered")


@dataclass(frozen=True)
class Conditions:
    """Other conditions that change what is safe. Set ``all_others`` to 'no' when every one not listed is absent."""

    pregnancy: Pregnancy = ask("Pregnancy", "Pregnancy and the weeks after birth.", Pregnancy)
    surgery: Surgery = ask("Back operation", "Operations on the spine.", Surgery)
    bone: Literal["none", "osteopenia", "osteoporosis", "spine_fracture", "unsure", "unanswered"] = ask(
        "Bone strength",
        "Compulsory. 'osteopenia': a little thin on a scan. 'spine_fracture': a broken bone of the spine, ever.",
        "unanswered",
    )
    heart: Literal["none", "stable", "symptoms_on_effort", "unsure", "unanswered"] = ask(
        "Heart or lung disease",
        "Compulsory. 'symptoms_on_effort': chest tightness, faintness or unusual breathlessness when active.",
        "unanswered",
    )
    blood_pressure: Literal["normal", "controlled", "uncontrolled", "unsure", "unanswered"] = ask(
        "Blood pressure", "Compulsory. 'controlled': treated and in range.", "unanswered"
    )
    balance: Literal["good", "poor", "falls", "unsure", "unanswered"] = ask(
        "Balance", "Compulsory. 'falls': a fall in the last 12 months, or fear of falling.", "unanswered"
    )
    stenosis: Answer = ask("Spinal stenosis", "Narrowing of the spinal canal found by a clinician.", "unanswered")
    spondylolisthesis: Answer = ask(
        "Spondylolisthesis", "One bone of the spine a little forward on the next, found by a clinician.", "unanswered"
    )
    hip_replacement: Answer = ask("Hip replacement", "Artificial hip, either side.", "unanswered")
    hip_operation: HipOperation = ask("Hip operation", "The operation that put in an artificial hip.", HipOperation)
    cancer: Cancer = ask("Cancer", "Kind of cancer and how it ended; asked after a yes to the danger sign.", Cancer)
    pelvic_girdle: Answer = ask(
        "Pelvic girdle pain",
        "Pain at the front or back of the pelvis, as in pregnancy, worse on one leg.",
        "unanswered",
    )
    pelvic_floor: Answer = ask(
        "Pelvic organ or hernia trouble",
        "A womb or bladder that has dropped (prolapse), old leaking on effort, or a hernia of groin, navel or belly.",
        "unanswered",
    )
    knees: Answer = ask("Knee trouble", "Knee trouble with deep bending or kneeling.", "unanswered")
    shoulders: Answer = ask("Shoulder trouble", "Shoulder trouble with weight or reaching.", "unanswered")
    glaucoma: Answer = ask("Glaucoma or eye surgery", "Head-down positions are left out.", "unanswered")
    dizziness: Answer = ask("Dizziness", "Dizzy spells or an inner-ear problem.", "unanswered")
    inflammatory: Inflammatory = ask("Inflammatory pattern", "Signs of inflammatory back pain.", Inflammatory)
    all_others: Literal["no", "unanswered"] = ask(
        "None of the others",
        "'no': every condition not answered here was asked about and is absent (blood pressure normal, balance good).",
        "unanswered",
    )
