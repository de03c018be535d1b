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
