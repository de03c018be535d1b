"""The clinical sentences of rules, vetoes and findings, named here so that other languages can translate them.

The content holds them in English only. A sentence that has no translation is told in the words for the person.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from birddog.core.content.values import Reason

SENTENCES = (
    _(
        "Irritability high or not reported: no neural sliders. Low: pain settles within an hour (intake), usual "
        "pain under 7."
    ),
    _("Repeated extension worsens or peripheralizes: end-range and prone extension barred."),
    _("Lumbar spinal stenosis: no end-range or prone extension."),
    _("Spondylolisthesis: no end-range or prone extension, no high spinal load."),
    _("Cannot reliably rise from the floor and has a bed: floor exercises only where a bed does as well."),
    _(
        "First 6 weeks after birth (8 after a caesarean) or until the check-up: rest, walking,"
        " breathing and pelvic floor only."
    ),
    _(
        "Hip replacement with precautions in force or unknown: no hip flexion over 90 degrees, no end"
        " range of hip rotation, adduction or extension, no deep trunk flexion."
    ),
    _("Young athlete with pain on extension: no end-range extension, high spinal load or impact."),
    _("Prolapse, stress incontinence or hernia: no high load, loaded trunk flexion or impact."),
    _("Usual pain of 7 or more for six weeks or longer."),
    _("Leg pain alone running down from the back: sciatica or claudication of the lumbar canal, to be confirmed."),
    _("Before the check-up after birth: no plank, curl-up or strengthening."),
    _("Due date passed, birth not reported: as in the first weeks after a birth, and nothing supine."),
    _("Due date passed, birth not reported: nothing but rest, walking, breathing and pelvic floor."),
    _("Young athlete with pain on extension: consider spondylolysis."),
    _("Hip replacement under 12 weeks ago, or precautions in force or unknown."),
    _("Pelvic girdle pain, reported or not ruled out."),
    _("Pelvic organ prolapse, stress incontinence or hernia, reported or not ruled out."),
    _(
        "The first stage follows pain and function: severe pain, low function, short duration or unknown pain"
        " begin calm; little pain begins in stabilize."
    ),
    _(
        "After an escalation for no improvement, pain that is 2 points or 30 percent better than at the start, or"
        " function that is clearly better, lifts it again."
    ),
    _("A therapist's change to the program; vetoes and limits still hold."),
    _("An exercise that a veto has taken out cannot be added."),
    _(
        "Where a therapist wants it, additions and rises wait for an answer; whatever lowers, stops or bars "
        "applies right away. After 7 days without an answer the last approved dose stays."
    ),
    _(
        "A clinician may let one exercise past one veto for one person, with a written reason, for 90 days at most. It"
        " ends when the answer that the veto reads changes, at a danger sign, at a red report on it, with a new intake"
        " or another therapist. Urgent, missing and unsure answers, and the time after an operation or a birth, are"
        " never overridden."
    ),
    _(
        "A clinician's screening of a day counts as answered with no. What the person answered with yes or unsure"
        " stays, unless the clinician names that sign. An emergency stands."
    ),
    _("An exercise that the person does not want is left out and replaced by the next best."),
    _("An exercise that is too hard goes down one step in dose, or is replaced by the easier rung of its ladder."),
    _(
        "Leg symptoms that move farther down and stay for more than 5 minutes: that exercise and its direction "
        "are left out."
    ),
    _("Nothing that causes excessive pain: exercising in severe pain may set recovery back."),
    _("More than mild discomfort for over 15 minutes: session stopped, contact advised."),
    _("Pain raised during or shortly after the activity: reduced or left out."),
    _("Persistent low back pain: usually an 8-week guided program, then longer home maintenance."),
    _("The total time depends on the degree and the duration of the problem."),
    _("The guided program is made longer or shorter according to its effect."),
    _("Four weeks of exercise without clear gain: time to review the options."),
    _("Safety answers older than 28 days: no progress until they are asked again."),
    _(
        "Under 6 weeks and not a recurrence: screen, reassure, stay active, comfort, two or three calming "
        "movements and walking. Exercise has no clear advantage over a sham at this time."
    ),
    _("Recent pain: settle it and keep moving gently. Long-lasting pain: add strengthening for stability."),
    _("A plank that is too hard is done on the knees or on the elbows."),
    _("When a turn of the upper back is felt in the low back, sit back toward the heels to keep the low back still."),
    _(
        "For pain a change of 2 points or 30 percent matters; for own activities 2 points; 0 of 10 pain "
        "counts as recovered."
    ),
    _("Left out at the present level of pain."),
    _("An exercise that makes back pain worse is stopped right away, and advice is sought."),
    _("A stretch does not hurt. One that does is stopped."),
    _(
        "Pain in any exercise: stop it and consult a physical therapist in person. Mild, familiar discomfort "
        "that settles is judged by the pain bands."
    ),
    _("Unsure how to do an exercise, or it brings discomfort: ask a doctor or physical therapist."),
    _(
        "Leg symptoms below the knee or numbness: no end-range or loaded flexion, neural tension or high "
        "spinal load until centralizing."
    ),
    _("Leg symptoms centralize with flexion: end-range flexion permitted, load and neural tension still barred."),
    _("Leg symptoms of unknown reach: treated as below the knee."),
    _("Leg symptoms above the knee: no neural tension, loaded flexion or high spinal load."),
    _("Leg weakness: no end-range or loaded flexion, neural tension, high load or impact."),
    _("Leg weakness: balance only with hand support."),
    _(
        "Osteoporosis, vertebral fracture or not excluded: no end-range, loaded or standing flexion, "
        "rotation, inversion, high load or impact."
    ),
    _("Long-term corticosteroids: as for osteoporosis."),
    _("Osteopenia: no loaded flexion or rotation, high load or impact."),
    _(
        "Second or third trimester, or trimester unknown: no supine, prone, prone support, loaded flexion, "
        "high load or inversion."
    ),
    _("Second or third trimester: balance only with hand support."),
    _("First trimester: no prone, inversion, high load, impact or loaded flexion."),
    _("Under 12 weeks after birth: no loaded trunk flexion or rotation, high load or impact."),
    _("Under 6 months after spinal surgery: no end-range, loaded flexion, rotation or external load."),
    _("Position of ease is flexion: no end-range extension."),
    _("Position of ease is extension: no end-range flexion."),
    _("Repeated flexion worsens or peripheralizes: flexion direction barred."),
    _("Severe pain (7 to 10) or pain not reported: no high load, loaded flexion or rotation, external load or impact."),
    _("Cannot reliably rise from the floor: no floor exercise."),
    _("Cannot kneel."),
    _("Cannot lie prone."),
    _("Cannot lie supine."),
    _("Cannot load the wrists."),
    _("Cannot stand for five minutes."),
    _("Cannot sit for five minutes."),
    _("Poor balance or falls: balance work only with hand support."),
    _("Dizziness or vestibular disorder: balance only with hand support."),
    _("Dizziness or vestibular disorder: no inversion."),
    _("Glaucoma or eye surgery: no inversion."),
    _("Blood pressure uncontrolled or unknown: no inversion or high load; isometric holds at most 10 s (limits)."),
    _("Heart or lung disease: no inversion, high load or impact; isometric holds at most 10 s (limits)."),
    _("Hip replacement: no hip flexion over 90 degrees or end-range rotation."),
    _("Knee trouble: no kneeling or deep knee flexion."),
    _("Shoulder trouble: no weight through shoulder or wrist."),
    _("Possible spinal infection with neurological signs."),
    _("Possible metastatic cord or cauda equina compression."),
    _(
        "Minor trauma or sudden midline pain with osteoporosis, steroids or age 70 and over: possible "
        "vertebral fracture."
    ),
    _("Two or more systemic signs."),
    _("One systemic sign and age over 50."),
    _("Onset with trauma in the last 12 weeks, although the danger signs on injury were denied."),
    _("Under 18: out of scope; consider spondylolysis in active young people."),
    _("Capacity to consent not given or unsure."),
    _("Pain site is not the low back."),
    _("Thoracic pain besides low back pain."),
    _("New or progressive leg weakness."),
    _("Leg weakness unsure, or never examined."),
    _("Stable, examined leg weakness."),
    _("New bilateral leg symptoms with numbness or weakness."),
    _("Bilateral leg symptoms with numbness or weakness, not reported as new."),
    _("Bilateral leg pain without numbness or weakness."),
    _("Leg symptoms below the knee or numbness, without weakness."),
    _("Leg pain above the knee or of unknown reach, no numbness or weakness."),
    _("Leg-dominant symptoms."),
    _("Previous vertebral fracture: supervised exercise."),
    _("Osteoporosis, known or not excluded."),
    _("Spinal surgery under 12 weeks ago, date unknown, or not cleared."),
    _("Cleared, less than 6 months after spinal surgery."),
    _("Pregnancy or the first 12 weeks after birth."),
    _("Exertional symptoms, or heart disease not excluded."),
    _("Stable heart or lung disease."),
    _("Uncontrolled hypertension."),
    _("ASAS inflammatory back pain criteria met (4 or more of 5, over 3 months)."),
    _("NICE NG65 referral criteria met (onset before 45, over 3 months, 4 or more of 9)."),
    _("NICE NG65: exactly 3 criteria, HLA-B27 test advised."),
    _("Known or possible lumbar spinal stenosis."),
    _("Known or possible spondylolisthesis."),
    _("Worsening, or persisting despite exercise."),
    _("Severe, persistent, non-remitting pain."),
    _("A new stage opens. Exercises and doses carry over; new ones come in one at a time."),
    _(
        "A flare is declared by the person. Danger signs are asked again; the same exercises continue at half the"
        " dose, without strength work, with short walks and comfort."
    ),
    _(
        "The way back from a flare is three sessions at 50, 75 and 100 percent of the dose before it, not "
        "before its third day, and over seven days after its end."
    ),
    _("A flare that has lasted 14 days: advice to see a clinician, and tolerated exercise continues."),
    _(
        "After 14 days or more without a session the danger signs are asked again and doses, and the work of the "
        "session, restart at 70 percent, back in four good sessions; after 28 days at 50 percent and a rung "
        "easier; after 56 days a new intake is due."
    ),
    _(
        "Neither pain nor function clearly better after 4 weeks (6 weeks when a clinician is already alongside), "
        "with pain of 3 or more: danger signs asked, advice to see a clinician, and a tolerable program "
        "continues."
    ),
    _(
        "An exercise that hurt is paused for 7 days and comes back a rung easier; the second time another one "
        "replaces it and it is offered again after 28 days."
    ),
    _(
        "Pain over 5 during exercise that has risen by 2; pain of 8 or more that has risen; 2 points more "
        "afterward; or next morning 3 points over the higher of the pain before and the usual pain, or 2 points "
        "two mornings in a row; leg pain up by 2: the next session is at most 80 percent, nothing rises for 48 "
        "hours, and the dose is back in three good sessions."
    ),
    _(
        "A median that is 2 points above its lowest of 28 days for 3 days, while the mean of 28 days is above "
        "that of the 42 days before by more than 1.25 times the swing from one day to the next: nothing rises, "
        "doses are one step lower, danger signs are asked, and a clinician is advised."
    ),
    _(
        "Pain that takes until the next day or longer to settle, or over an hour when it is severe, begins at "
        "half the first dose and reaches the full dose after four good sessions."
    ),
    _(
        "Nine good sessions over 21 days without a red report open the next stage whatever the pain level, if "
        "function is no worse."
    ),
    _(
        "Three red reports in 28 days, 3 days apart or more: advice to see a clinician, and tolerated exercise "
        "continues."
    ),
    _(
        "After a red report or a break the earlier dose applies again when 14 days have passed without a red "
        "report and 4 sessions were done, reported or not: going back to what was done well does not count as "
        "growth."
    ),
    _("New pain that has been gone for 7 days: walking and 2 exercises are offered as upkeep, or the staged program."),
    _(
        "A person may choose upkeep, or go back to the staged program: sets, holds and load stay; days fall to "
        "those of upkeep."
    ),
    _(
        "A flare with two days in a row within 1 point of the usual pain before it is asked about; without an "
        "answer in 3 days its way back begins."
    ),
    _(
        "An exercise that is too much twice within 28 days at the same dose goes one step below it for 14 "
        "days, and then grows half as fast."
    ),
)


def clinical(reason: Reason, english: bool) -> str:
    """What a reason says in a clinical record."""
    if english:
        return reason.clinical or reason.says
    told = gettext(reason.clinical) if reason.clinical in SENTENCES else ""
    return told if told != reason.clinical and told else reason.says or reason.clinical
