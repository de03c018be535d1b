"""Words of free text, made comparable: small letters, no accents, contractions written out, misspellings forgiven."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
"""The apostrophe that phones type."""
UNSAID = str.maketrans("", "", "\N{COMBINING ACUTE ACCENT}\N{COMBINING GRAVE ACCENT}\N{COMBINING DIAERESIS}")
"""Accents that people leave out when they type; the sign on an ñ makes another letter and stays."""
TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[,.!?;:\n()]|\s[-\N{EN DASH}\N{EM DASH}]+\s")
SENTENCE_END = frozenset(".!?;\n")
SOUNDS = (("ch", "x"), ("qu", "k"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("z", "s"), ("v", "b"), ("ll", "y"),
          ("h", ""), ("ph", "f"))  # fmt: skip
"""Letters that are heard alike and mixed up in writing."""
LEAST_HEARD = 4
LEAST_ONE_SLIP = 6
LEAST_TWO_SLIPS = 11
"""Letters of a word in which it may be written as it is heard, and in which one or two slips are forgiven."""


LONGEST_ENDING = 4
"""Letters that may follow a beginning in which a slip is forgiven."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text and where it stands there."""

    word: str
    start: int
    end: int


def plain(text: str) -> str:
    """Text as it is compared: small letters, straight apostrophes, no accents.

    >>> plain("Perdí la fuerza; no lo noté este año")
    'perdi la fuerza; no lo note este año'
    """
    if text.isascii():
        return text.lower()
    return normalize("NFC", normalize("NFD", text.lower().replace(CURLY, "'")).translate(UNSAID))


def sentences(text: str, spelling: dict[str, tuple[str, ...]]) -> list[tuple[Token, ...]]:
    """The words of each sentence, with those of ``spelling`` written out.

    >>> [[t.word for t in s] for s in sentences("Can't pee. It hurts", {"can't": ("cannot",)})]
    [['cannot', 'pee'], ['it', 'hurts']]
    """
    out: list[tuple[Token, ...]] = []
    here: list[Token] = []
    read = plain(text) if len(plain(text)) == len(text) else _same_length(text)
    for found in TOKEN.finditer(read):
        word = found.group().strip()
        if word == ":":
            word = ","  # "Bladder: fine."
        if word in SENTENCE_END or (word and word[0] in "-\N{EN DASH}\N{EM DASH}()") or "\n" in found.group():
            inside = found.group() == "." and read[found.end() : found.end() + 1].isdigit()
            if here and not inside:
                out, here = [*out, tuple(here)], []
            continue
        here += [Token(part, found.start(), found.end()) for part in written_out(word, spelling)]
    return [*out, tuple(here)] if here else out


def written_out(word: str, spelling: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words that a word stands for; ``*`` in ``spelling``: any word with that ending.

    >>> written_out("foot's", {"*'s": ("is",)}), written_out("foot", {"*'s": ("is",)})
    (('foot', 'is'), ('foot',))
    """
    if word in spelling or "'" not in word:
        return spelling.get(word, (word,))
    endings = (key for key in spelling if key[0] == "*" and word.endswith(key[1:]) and len(word) >= len(key))
    return next(((word[: 1 - len(key)], *spelling[key]) for key in endings), (word,))


def _same_length(text: str) -> str:
    """As ``plain``, letter by letter, so that places in the text stay what they are."""
    return "".join((plain(letter) or " ")[0] for letter in text)


@lru_cache(maxsize=65536)
def heard(word: str) -> str:
    """A word as it sounds to someone who writes by ear.

    >>> heard("adormesido") == heard("adormecido"), heard("ormigueo") == heard("hormigueo")
    (True, True)
    """
    for letters, sound in SOUNDS:
        word = word.replace(letters, sound)
    return word


def slips(one: str, other: str, most: int) -> bool:
    """Whether two words differ by at most ``most`` letters added, lost, changed or swapped.

    >>> slips("bladder", "blader", 1), slips("tingling", "tinglign", 1), slips("fever", "liver", 1)
    (True, True, False)
    """
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
        before, last = last, row
    return last[-1] <= most


@lru_cache(maxsize=65536)
def letters(word: str) -> int:
    """The letters of a word as bits (two letters may share one).

    >>> letters("ab") == letters("bab"), letters("ab") == letters("ac")
    (True, False)
    """
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % 64
    return bits


def forgiven(word: str) -> int:
    """Slips that are forgiven in a word of this length."""
    return 2 if len(word) >= LEAST_TWO_SLIPS else 1 if len(word) >= LEAST_ONE_SLIP else 0


def alike(word: str, wanted: str) -> bool:
    """Whether a misspelled ``word`` may be ``wanted`` (``*`` at its end: its beginning).

    >>> alike("ormigeo", "hormig*"), alike("blader", "bladder"), alike("week", "weak")
    (True, True, False)
    """
    stem = wanted.rstrip("*")
    begins = wanted.endswith("*")
    if len(heard(stem)) >= LEAST_HEARD and len(heard(word)) >= LEAST_HEARD:
        sound, told = heard(stem), heard(word)
        if told == sound or (begins and told.startswith(sound)):
            return True
    if not forgiven(stem) or word[:1] != stem[:1]:
        return False
    if (letters(stem) & ~letters(word)).bit_count() > forgiven(stem):
        return False
    if begins:
        lengths = range(len(stem) - 1, min(len(stem) + 1, len(word)) + 1)
        return len(word) <= len(stem) + LONGEST_ENDING and any(slips(word[:n], stem, 1) for n in lengths)
    return slips(word, stem, forgiven(stem))
