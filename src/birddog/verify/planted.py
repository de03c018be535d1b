"""The planted mistakes, hazard by hazard (see ``mutants`` for how each kind works)."""

from __future__ import annotations

from dataclasses import replace

from birddog.core.content.values import Disposition
from birddog.verify.mutants import (
    Mutant,
    avoided_as_exercise,
    cluster,
    code,
    data,
    drug,
    everyone_sent_on,
    fear,
    fresh,
    heavy_drills_early,
    heavy_drills_in_pain,
    item,
    no_finding,
    no_item,
    no_tag,
    no_veto,
    silent_plank,
    swapped_lists,
    value,
    veto,
)
from birddog.verify.planted_clinicians import CLINICIANS
from birddog.verify.planted_doses import DOSES
from birddog.verify.planted_questions import QUESTIONS

LOW = Disposition.CLINICIAN_ALONGSIDE
BENT = frozenset({"end_range_lumbar_flexion", "loaded_trunk_flexion", "standing_trunk_flexion", "high_spinal_load"})
MUTANTS: tuple[Mutant, ...] = (
    # C1
    data("bladder trouble is only urgent", "C1", item("bladder_trouble", yes=Disposition.URGENT)),
    data("unsure about saddle numbness is a no", "C1", item("saddle_numbness", unsure=Disposition.SELF_CARE)),
    data("no answer on bowel control is a no", "C1", item("bowel_control_lost", unanswered=Disposition.SELF_CARE)),
    data("saddle numbness is not asked", "C1", no_item("saddle_numbness")),
    data("leaking is asked at intake only", "C1", item("urine_leaking", recheck=False)),
    code(
        "a flare does not ask the danger signs",
        "C1",
        "chart.rescreening",
        'because in ("flare", "leg")',
        'because == "leg"',
    ),
    code(
        "a yes later does not end the plan",
        "C1",
        "state.state",
        "self.disposition.allows_exercise and not self.blocked",
        "not self.blocked",
    ),
    code(
        "the next no lifts an emergency",
        "C1",
        "chart.rescreening",
        "state.least_disposition = Disposition.CLINICIAN_FIRST",
        "state.least_disposition = state.least_disposition",
    ),
    data("asked again after 70 days, not 7", "C1", value("birddog-weekly-screen", "days", 70)),
    # C2
    data("nerve veto lost", "C2 C3", no_veto("leg-symptoms-below-knee")),
    data("nerve veto forgets nerve stretches", "C3 C2", veto("leg-symptoms-below-knee", tags=BENT)),
    data(
        "knee-to-chest for sciatica bypasses the veto",
        "C3 C2",
        no_tag("single-knee-to-chest", "end_range_lumbar_flexion"),
    ),
    code(
        "a newly weak leg is no finding",
        "C2",
        "person.leg_facts",
        '{"unanswered": "no", "worse": "new"}',
        '{"unanswered": "no", "worse": "no", "new": "no"}',
    ),
    code(
        "unknown time of leg symptoms counts as settled",
        "C2",
        "chart.leg_reports",
        "if minutes is not None and settled(course, minutes):",
        "if minutes is None:\n        return\n    if settled(course, minutes):",
    ),
    data("five minutes becomes fifty", "C2", value("birddog-leg-moved-down", "minutes", 50)),
    code(
        "peripheralizing keeps its direction",
        "C2 C9",
        "chart.leg_reports",
        '_felt(state.intake.movement, way, "peripheralizes")',
        "state.intake.movement",
    ),
    # C3
    data("thin bones: veto lost", "C3", no_veto("thin-bones")),
    data(
        "thin bones: unsure is a no",
        "C3",
        veto("thin-bones", values=frozenset({"osteoporosis", "spine_fracture", "unanswered"})),
    ),
    data("rotation tag lost", "C3", no_tag("seated-trunk-rotation", "trunk_rotation")),
    data("a fracture of the spine is no finding", "C3", no_finding("fracture_of_spine")),
    data("an accident is nothing", "C3", item("major_accident", yes=LOW, unsure=LOW)),
    code(
        "tags must all match instead of one",
        "C3",
        "content.content",
        "return bool(veto.tags & exercise.tags) and",
        "return veto.tags <= exercise.tags and",
    ),
    code(
        "only the first veto counts",
        "C3 C13",
        "state.vetoes",
        "barred |= mask\n    return barred",
        "barred = mask\n    return barred",
    ),
    code(
        "vetoes are AND, not OR",
        "C3 C13",
        "state.vetoes",
        "return content.prescribable & ~barred",
        "return content.prescribable & ~(barred & barred_by_equipment(intake.equipment, content))",
    ),
    # C4
    data("fever waits", "C4", item("fever", yes=LOW)),
    data("cancer waits", "C4", item("cancer", yes=LOW)),
    data("two systemic signs become three", "C4", cluster("systemic_two_signs", at_least=3)),
    code(
        "clusters need one more",
        "C4",
        "screen.screening",
        "len(there) < cluster.at_least",
        "len(there) <= cluster.at_least",
    ),
    code(
        "unsure does not count in clusters",
        "C4",
        "screen.screening",
        'return answers.get(sign) in ("yes", "unsure")',
        'return answers.get(sign) == "yes"',
    ),
    data("over 50 begins at 60", "C4", value("birddog-ages", "middle", 59)),
    # C5
    data("a pulsing belly is urgent only", "C5", item("pulsing_belly", yes=Disposition.URGENT)),
    data("chest pain unsure is nothing", "C5 C14", item("chest_pain", unsure=Disposition.SELF_CARE)),
    data("pain that nothing changes is nothing", "C5", item("not_mechanical", yes=LOW)),
    # C6
    data(
        "lying on the back in late pregnancy",
        "C3 C6",
        veto(
            "pregnancy-later",
            tags=frozenset({"prone", "prone_support", "loaded_trunk_flexion", "high_spinal_load", "inversion"}),
        ),
    ),
    code(
        "trimester unknown is the first",
        "C6",
        "person.health_facts",
        'if told.due is None:\n        return "later"',
        'if told.due is None:\n        return "first"',
    ),
    code(
        "trimester is counted from the wrong end",
        "C6",
        "person.health_facts",
        "count.whole - (told.due - today).days / 7",
        "(told.due - today).days / 7",
    ),
    data("twelve weeks after birth become two", "C6", value("birddog-after-birth", "weeks", 2)),
    data("an obstetric warning is nothing", "C6", no_item("pregnancy_warning")),
    # C7
    code(
        "clearance is true by default",
        "C7 C3",
        "person.health_facts",
        'if told.cleared != "yes" or told.date is None:',
        'if told.cleared == "no" or told.date is None:',
    ),
    data("twelve weeks after surgery become eleven", "C7 C3", value("birddog-after-surgery", "weeks", 11)),
    data(
        "after surgery: weights allowed",
        "C3 C7",
        veto(
            "surgery-under-six-months",
            tags=frozenset({"end_range_lumbar_flexion", "end_range_lumbar_extension", "loaded_trunk_flexion"}),
        ),
    ),
    # C8
    code(
        "inflammatory from three months on, not over",
        "C8",
        "person.inflammatory",
        "weeks <= values.lasting.weeks",
        "weeks < values.lasting.weeks",
    ),
    data("onset under 40 becomes up to 40", "C8", value("birddog-inflammatory-signs", "asas_onset", 41)),
    data("four of nine becomes five", "C8", value("birddog-inflammatory-signs", "nice_signs", 5)),
    code(
        "exactly three becomes three or fewer",
        "C8",
        "person.inflammatory",
        "sum(nice) == rule.nice_signs - 1",
        "0 < sum(nice) <= rule.nice_signs - 1",
    ),
    # C9
    data("the two lists of the article are swapped", "C9 C3", swapped_lists),
    data("stenosis veto lost", "C9 C3", no_veto("stenosis")),
    data("press-up loses its end-range tag", "C9 C3", no_tag("prone-press-up", "end_range_lumbar_extension")),
    code(
        "opposite directions in one session",
        "C13 C9",
        "plan.compose",
        "if self.task.one_direction and turned == FLEXION | EXTENSION:",
        "if self.task.one_direction and turned > FLEXION | EXTENSION:",
    ),
    *DOSES,
    # C11
    code(
        "age 30 by default",
        "C11",
        "person.facts",
        'if age is None:\n        return "unknown"',
        'if age is None:\n        return "adult"',
    ),
    data("17 is grown up", "C11", value("birddog-ages", "grown_up", 17)),
    data("any site will do", "C11", no_finding("site_elsewhere")),
    code(
        "missing safety answers do not matter",
        "C11 C14",
        "screen.screening",
        "if missing:\n        level = max",
        "if missing and not missing:\n        level = max",
    ),
    # C12
    data("Superman in the stabilize stage", "C12", heavy_drills_early),
    data("Superman at any pain", "C12", heavy_drills_in_pain),
    data("a straight-leg sit-up is an exercise", "C12", avoided_as_exercise),
    data(
        "holds of two minutes",
        "C12 C13",
        lambda c: fresh(
            c,
            exercises=tuple(
                replace(e, doses={s: replace(d, most=replace(d.most, hold_s=120)) for s, d in e.doses.items()})
                if e.id == "plank-high"
                else e
                for e in c.exercises
            ),
        ),
    ),
    # C13
    data("the floor is for everyone", "C3 C13", no_veto("no-floor")),
    data("poor balance needs no support", "C3 C13", no_veto("poor-balance")),
    data("uncontrolled pressure is no matter", "C13", no_finding("blood_pressure_high")),
    data("long holds with a heart condition", "C13", value("birddog-dose-limits", "hold_if_heart_or_pressure", 60)),
    data("a plank without breathing", "C12", silent_plank),
    code(
        "unsure about the floor is a yes",
        "C13",
        "person.facts",
        'if told not in ("no", "unsure") and not unlikely:',
        'if told != "no" and not unlikely:',
    ),
    code(
        "time is not kept",
        "C13",
        "plan.planner",
        "fit(items, self.intake.time.minutes * 60, firsts=firsts)",
        "fit(items, self.intake.time.minutes * 600, firsts=firsts)",
    ),
    code(
        "an empty pool is filled from the whole catalog",
        "C13 C3",
        "plan.planner",
        "self.open = admissible(intake, known, content, past) & ~barred_by_pain(known.pain, content)",
        "able = admissible(intake, known, content, past) & ~barred_by_pain(known.pain, content)\n"
        "        self.open = able or content.prescribable",
    ),
    # C14
    code(
        "the lowest finding wins",
        "C14 C1",
        "screen.screening",
        "level = max([row[0] for row in rows] + silent, default=Disposition.SELF_CARE)",
        "level = min([row[0] for row in rows] + silent, default=Disposition.SELF_CARE)",
    ),
    code(
        "unsure is read as no",
        "C14 C1",
        "screen.screening",
        'if answer == "unsure":\n        return item.unsure',
        'if answer == "unsure":\n        return Disposition.SELF_CARE',
    ),
    # C15
    data("a break of 140 days", "C15", value("birddog-gap", "days", 140)),
    data("after a break at full dose", "C15", value("birddog-gap", "shares", [1.0, 1.0, 1.0])),
    data("old answers are good enough", "C15", value("birddog-stale-intake", "days", 280)),
    code(
        "another person's events are taken",
        "C15",
        "chart.chart",
        "if event.patient and event.patient != patient:",
        "if event.patient and event.patient == 'nobody':",
    ),
    code(
        "a changed event under an old id is taken",
        "C15",
        "chart.chart",
        "if seen[event.id] != event:",
        "if seen[event.id] is None:",
    ),
    code(
        "disorder is taken",
        "C15",
        "chart.chart",
        "event.instant < kept[-1].instant:",
        "event.instant < kept[0].instant:",
    ),
    # beyond the fifteen
    data("a lesson that frightens", "words", fear),
    data("advice that names a drug", "words", drug),
    data("every leg pain is sent on", "over-triage", everyone_sent_on),
    *QUESTIONS,
    *CLINICIANS,
)
