"""Planted mistakes about words, emergencies that stand, and what answers explain (see ``mutants``)."""

from __future__ import annotations

from birddog.verify.mutants import Mutant, code, data, no_veto

QUESTIONS: tuple[Mutant, ...] = (
    code(
        "the next form takes an emergency back",
        "C1",
        "state.state",
        "Disposition.EMERGENCY if self.emergency",
        "self.least_disposition if self.emergency",
    ),
    code("a slip is a slip for days", "C1", "screen.emergency", "<= 60 * content", "<= 6000000 * content"),
    code(
        "a slip needs no second answer",
        "C1",
        "screen.emergency",
        'sign in slips and flags.get(sign) == "no"',
        "sign in slips",
    ),
    code(
        "an examination before the yes counts",
        "C1",
        "screen.emergency",
        "emergency.since.date() <= examined <= event.at.date()",
        "examined <= event.at.date()",
    ),
    code(
        "any correction takes an emergency back",
        "C1",
        "screen.emergency",
        "    if not before:",
        "    if before or not before:",
    ),
    code(
        "free text is not read",
        "C14",
        "screen.heard",
        'return "yes" if sign in self.clear else "unsure"',
        "return answer",
    ),
    code(
        "a clear statement is only unsure",
        "C14",
        "screen.heard",
        'return "yes" if sign in self.clear else "unsure"',
        'return "unsure"',
    ),
    code(
        "an answer to one text counts for another",
        "C14",
        "screen.heard",
        "told.signs if plain(told.text).split() == plain(text).split() else {}",
        "told.signs",
    ),
    code("a curly apostrophe hides a danger sign", "C14", "content.spelling", '.replace(CURLY, "\'")', ""),
    data("weeks after a birth open all", "C6", no_veto("after-birth-early")),
    code(
        "six weeks after a caesarean are enough",
        "C6",
        "person.health_facts",
        "else early.weeks_caesarean",
        "else early.weeks",
    ),
    code(
        "any check-up opens the first days",
        "C6",
        "person.health_facts",
        "and weeks >= early.check_up_from",
        "and weeks >= 0",
    ),
    code("a due date is passed over", "C6", "person.health_facts", '"unsure") or ahead or', '"unsure") or'),
    data("hip rules are passed over", "C13", no_veto("hip-precautions")),
    data("a young back may arch", "C11 C13", no_veto("young-and-arching-hurts")),
    code(
        "a clearance lasts for ever", "C4", "person.health_facts", "0 <= age < values.clearance_lapses.days", "0 <= age"
    ),
    code("a clearance before the pain counts", "C4", "person.health_facts", " and age <= 7 * weeks", ""),
    code("a clearance counts though something changed", "C4", "person.health_facts", 'or told.changed != "no"', ""),
    code(
        "none of these says no to cauda equina",
        "C14",
        "screen.sign_groups",
        "    if not group.none:",
        "    if group.none is None:",
    ),
    code(
        "none of these takes a yes back",
        "C14",
        "screen.sign_groups",
        ' if answers.get(sign, "unanswered") == "unanswered"',
        "",
    ),
    code("fever is explained by a clearance", "C4", "screen.screening", "answer in instead.answers and", ""),
)
