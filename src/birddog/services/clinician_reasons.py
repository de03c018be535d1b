"""The clinical sentences of rules, vetoes and findings, named here so that other languages can translate them.

The content holds them in English only. A sentence that has no translation is told in the words for the person.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from birddog.core.values import Reason

SENTENCES = (
    _(
        "The first stage follows pain and function: severe pain, low function, short duration or unknown pain"
        " begin calm; little pain begins in stabilize."
    ),
    _("A new stage begins at its first dose, with no more work than the last session."),
    _("Two red reports in 7 days: back one stage, at the lowered dose."),
    _(
        "A flare is declared by the person. Danger signs are asked again; the plan is the calm stage at half "
        "the work, short walks and comfort."
    ),
    _(
        "After at least 3 days the person may end the flare: the stage comes back at the work of the flare "
        "plus 20 percent, and grows from there."
    ),
    _("A flare that has not settled in 14 days is looked at by a clinician."),
    _(
        "After 14 days or more without a session the danger signs are asked again and work restarts at 70 "
        "percent or less."
    ),
    _(
        "Neither 2 points nor 30 percent better after 4 weeks (6 weeks when a clinician is already "
        "alongside), with pain of 3 or more: one level up."
    ),
    _(
        "After an escalation for no improvement, pain that is 2 points or 30 percent better than at the start"
        " lifts it again."
    ),
    _("A therapist's change to the program; vetoes and limits still hold."),
    _("An exercise that a veto has taken out cannot be added."),
    _("An exercise that the person does not want is left out and replaced by the next best."),
    _("An exercise that hurt rests for 7 days; if it hurts again it stays out."),
    _("An exercise that is too hard goes a step down its dose, or is replaced by the easier rung of its ladder."),
    _("Leg symptoms that move further down and stay for more than 5 minutes: that exercise and its direction are out."),
    _(
        "Pain over 5 during exercise that has risen by 2 or is 8 or more, or 2 points over the day's baseline"
        " after it or next morning: the next session is at most 80 percent, and nothing rises for 48 hours."
    ),
    _("Nothing that causes excessive pain: exercise in strong pain may set recovery back."),
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
    _("An exercise that makes back pain worse is stopped at once, and advice is sought."),
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
    _("Repeated extension worsens or peripheralizes: extension direction barred."),
    _("Lumbar spinal stenosis: no end-range extension."),
    _("Spondylolisthesis: no end-range extension or high spinal load."),
    _("Severe pain (7 to 10) or pain not told: no high load, loaded flexion or rotation, external load or impact."),
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
)


def clinical(reason: Reason, english: bool) -> str:
    """What a reason says in a clinical record."""
    if english:
        return reason.clinical or reason.says
    told = gettext(reason.clinical) if reason.clinical in SENTENCES else ""
    return told if told != reason.clinical and told else reason.says or reason.clinical
