"""Is a message in English? A plain look at its short words and letters, for triage and for what was not understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from magnesium.knowledge.records import Language

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NO_WORD = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}|(.)\1{3,}|^[bcdfghjklmnpqrstvwxz]{4,}$")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ROW_RUN = 4


class Languages:
    """Tells languages by their commonest words (knowledge/languages.yml).

    >>> Languages(knowledge.languages).read("¿Cuánto tiempo tarda?")
    'other_language.es'
    """

    def __init__(self, languages: Mapping[str, Language]) -> None:
        self._words = {key: frozenset(language.words) for key, language in languages.items()}

    def foreign(self, text: str) -> bool:
        """In another language than English? Neither gibberish nor emoji are."""
        return (self.read(text) or "").startswith("other_language")

    def read(self, text: str) -> str | None:
        """None for English; else what follows `fallback.` in the id of the phrase to say."""
        words = [w.lower().replace("’", "'") for w in _WORD.findall(text)]
        if not words:
            return "gibberish" if any(c.isalnum() for c in text) or not text.strip() else "emoji"
        script = _script(words)
        if script != "LATIN":
            return "other_language.hi" if script == "DEVANAGARI" else "other_language.other"
        counts = {key: sum(w in known for w in words) for key, known in self._words.items()}
        english = counts.pop("en", 0)
        best = max(counts, key=lambda key: counts[key], default="")
        if best and counts[best] > english and (counts[best] >= 2 or len(words) <= 2):
            return f"other_language.{best}"
        nonsense = sum(len(w) for w in words if _is_nonsense(w))
        return "gibberish" if nonsense * 2 > sum(map(len, words)) and not english else None


def _script(words: list[str]) -> str:
    """The alphabet of most letters: LATIN, CYRILLIC, DEVANAGARI, CJK ..."""
    found: dict[str, int] = {}
    for character in "".join(words):
        name = unicodedata.name(character, "LATIN").split()[0]
        found[name] = found.get(name, 0) + 1
    return max(found, key=lambda name: found[name])


def _is_nonsense(word: str) -> bool:
    rows = any(word[i : i + _ROW_RUN] in row for row in _ROWS for i in range(max(1, len(word) - _ROW_RUN + 1)))
    return bool(_NO_WORD.search(word)) or (rows and len(word) >= _ROW_RUN)
