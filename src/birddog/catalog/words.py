"""Lints of words for people: fear words, drug names, reading age."""

from __future__ import annotations

import re

FEAR_WORDS = (
    "fragile", "crumbl", "wear and tear", "degenerat", "slipped", "out of place", "out of line", "unstable",
    "vulnerable", "bone on bone", "worn out", "worn-out", "wrecked", "permanent damage", "damaged", "cripple",
    "wheelchair", "paraly", "time bomb", "dangerous", "your spine is weak", "weak spine",
)  # fmt: skip
"""Words that make people afraid of their own back (hazard: nocebo)."""
FEAR_IN: dict[str, tuple[str, ...]] = {
    "es": (
        "espalda frágil", "columna frágil", "vértebras frágiles", "discos frágiles", "columna débil", "desmoron",
        "desgast", "degenera", "disco desplazado", "vértebra desplazada", "fuera de lugar", "fuera de su sitio",
        "inestable", "hueso con hueso", "destroz", "daño permanente", "dañad", "lisiad", "silla de ruedas", "parális",
        "paraliz", "bomba de tiempo", "peligros",
    ),
}  # fmt: skip
"""The same for other languages, besides the English ones."""

DRUG_NAMES = (
    "ibuprofen", "naproxen", "paracetamol", "acetaminophen", "aspirin", "diclofenac", "tramadol", "codeine",
    "morphine", "oxycodone", "gabapentin", "pregabalin", "diazepam", "prednis", "cortisone", "celecoxib", "nsaid",
    "opioid",
    "acetaminofén", "codeína", "morfina", "oxicodona", "cortisona", "antiinflamatorios? no esteroide",
)  # fmt: skip
"""Beginnings of names; many are the same in English and Spanish."""
DRUG_DOSE = re.compile(
    r"\b\d+\s?(mg|milligrams?|mcg|tablets?|miligramos?|comprimidos?|pastillas?|tabletas?)\b", re.IGNORECASE
)
CURE = re.compile(
    r"\b(will cure|cures|guaranteed|will fix your|heals your back"
    r"|te curar[áa]n?|se curar[áa]n?|curan? (tu|el|la)|garantizad[oa]s?|sanan? tu espalda|arreglar[áa] tu)\b",
    re.IGNORECASE,
)
HABITS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"\b(is|are) left out\b|\bstays? out(?! of)\b", "say who: we leave out"),
        (r"\bis not meant\b", "does not count"),
        (r"\b(have|has) (it|this) looked at\b|\bshould be looked at\b", "see a doctor about this"),
        (r"\bstrong pain\b|\bhow strong (the|your|is)\b", "severe pain, how bad"),
        (r"\bstraight away\b", "right away"),
        (r"\bnewly (weak|numb|swollen)\b", "new, or worse than before"),
        (r"\bin spite of\b", "even though, despite"),
        (r"\bin the last (days|weeks)\b", "in the last few days"),
        (r"\bfor some days\b", "for a few days"),
        (r"\balso (when|if) nothing\b", "even when nothing"),
        (r"\bon your front\b", "on your stomach"),
        (r"\btakes? the place of\b", "replace"),
        (r"\bcross trainer\b|\bdoctor's practice\b", "elliptical machine, doctor's office"),
    ),
    "es": (
        (r"\bconduc(ir|e|es)\b", "manejar"),
        (r"\bañad", "agregar"),
        (r"\bagujetas\b", "dolor muscular por el ejercicio"),
        (r"\bdolorid", "adolorido"),
        (r"\brellen(a|ar|e)\b", "llenar, completar"),
        (r"\bpulsa(r)?\b", "tocar"),
        (r"\bsientan? (bien|mal)\b", "hace bien, cae mal"),
        (r"\bcoge(r|s)?\b|\bordenador|\baparca", "tomar, computadora, estacionar"),
        (r"\bva a peor\b", "está empeorando"),
        (r"\bmatrona|\bcompresas\b", "partera, toallas sanitarias"),
        (r"\bagarrot|\btirante", "tenso, ponerse duro"),
        (r"\bde uno en uno\b", "uno por uno"),
        (r"\bcinta de correr\b|\bbici(cleta)?s? estátic", "caminadora, bicicleta fija"),
        (r"\bsuelo pélvico\b", "piso pélvico"),
        (r"\bpinchazo", "pellizco"),
        (r"\bpoco densos\b", "huesos débiles"),
        (r"(^|[.;:!] )(?-i:Para)( y |,|\.| si )", "detente, deja"),
        (r"\bs[aá]lta(te|r)? (cualquier|este|ese|el ejercicio)", "omitir"),
        (r"\bvosotr|\busted(es)?\b", "tú"),
    ),
}
"""Habits of writing that a reader stumbles over, for each language, and what to write in their place."""
MOST_GRADE = 8.0
"""Highest mean reading grade of a text (Automated Readability Index, Senter and Smith 1967); 11 years is grade 6."""
LEAST_WORDS = 25
"""Shorter texts have no meaningful grade."""


def bad_words(text: str, language: str = "en") -> list[str]:
    """Fear words, drug names, doses and promises found in ``text``, each with what it is."""
    low = text.lower()
    found = [f"fear word '{word}'" for word in (*FEAR_WORDS, *FEAR_IN.get(language, ())) if word in low]
    found += [f"drug name '{word}'" for word in DRUG_NAMES if re.search(rf"\b{word}", low)]
    found += [f"drug dose '{match.group()}'" for match in DRUG_DOSE.finditer(text)]
    found += [f"promise '{match.group()}'" for match in CURE.finditer(text)]
    return found


def reading_grade(text: str) -> float | None:
    """Automated Readability Index of a text (US school grade), or ``None`` if it is too short to say.

    >>> reading_grade("Lie on your back. " * 10) < 3
    True
    """
    words = re.findall(r"[A-Za-z'-]+", text)
    if len(words) < LEAST_WORDS:
        return None
    sentences = max(1, len(re.findall(r"[.!?:;](?:\s|$)", text)))
    letters = sum(len(word) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43


def habits(text: str, language: str = "en") -> list[str]:
    """Habits of writing found in ``text`` that style rules out, each with what to write.

    >>> habits("Deep bending is left out.")
    ["'is left out'; write: say who: we leave out"]
    >>> habits("We leave out deep bending.")
    []
    """
    found = ((re.search(pattern, text, re.IGNORECASE), say) for pattern, say in HABITS[language])
    return [f"'{match.group().strip()}'; write: {say}" for match, say in found if match]
