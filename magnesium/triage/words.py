"""A message as normalised words: one spelling for what people write in many ways, with sentence bounds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+(?:['’`´ʼ][^\W\d_]+)*|[.!?;\n🆘]+|[,:()\-–—…\"“”/&+*<>=%°]", re.UNICODE)
_REPEATED = re.compile(r"(.)\1{2,}")
_LOOKALIKES = str.maketrans("аеорсухіѕԁһ", "aeopcyxisdh")
"""Cyrillic letters that stand in for Latin ones, by accident of a keyboard or to slip through."""
_LONGEST = 80
"""Words without a full stop after which a new sentence is taken to begin."""
_ENDS = frozenset(".!?;\n")


@dataclass(frozen=True)
class Words:
    """The words of a message. Tuples have one entry per word.

    `start`, `end`: character offsets in the message. `sentence`: number of the sentence. `opens`: the word opens a
    sentence. `paused`: a comma, dash or the like stands before the word. `asks`: by sentence, whether it ends in "?".
    """

    text: tuple[str, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]
    sentence: tuple[int, ...]
    paused: tuple[bool, ...]
    asks: tuple[bool, ...]

    def opens(self, i: int) -> bool:
        return i == 0 or self.sentence[i] != self.sentence[i - 1]

    def last(self, i: int) -> int:
        """One past the last word of the sentence of word `i`."""
        j, n = i, len(self.text)
        while j < n and self.sentence[j] == self.sentence[i]:
            j += 1
        return j

    def first(self, i: int) -> int:
        """The first word of the sentence of word `i`."""
        while i > 0 and self.sentence[i - 1] == self.sentence[i]:
            i -= 1
        return i


class Normaliser:
    """Splits messages into words and mends their spelling.

    `spelling` maps a word to the ways in which people write it; `frail` are long words that are understood with one
    letter wrong, missing, added or swapped; `known` tells whether a word means something to the rules as it is.
    """

    def __init__(
        self, spelling: Mapping[str, Collection[str]], frail: Iterable[str], known: Callable[[str], bool]
    ) -> None:
        self._spelling = {_bare(wrong): right for right, ways in spelling.items() for wrong in ways}
        self._known = known
        self._frail: dict[str, str] = {}
        for word in frail:
            for variant in (word, *_shorter(word)):
                self._frail.setdefault(variant, word)
        self._mended: dict[str, str] = {}

    def words(self, text: str) -> Words:
        out: list[tuple[str, int, int, int, bool]] = []
        asks: list[bool] = []
        sentence, paused, length = 0, False, 0
        for match in _TOKEN.finditer(text):
            token = match.group()
            if token[0] in _ENDS or token[0] == "🆘":
                if "🆘" in token:
                    out.append(("sos", match.start(), match.end(), sentence, paused))
                if out and out[-1][3] == sentence:
                    asks.append("?" in token)
                    sentence += 1
                elif asks and "?" in token:
                    asks[-1] = True
                paused, length = False, 0
                continue
            if not token[0].isalnum():
                paused = True
                continue
            if length >= _LONGEST:  # dictated, without a full stop
                asks.append(False)
                sentence, length = sentence + 1, 0
            for word in self._mend(token).split():
                length += 1
                out.append((word, match.start(), match.end(), sentence, paused))
                paused = False
        if out and out[-1][3] == sentence:
            asks.append(False)
        return Words(
            tuple(w[0] for w in out),
            tuple(w[1] for w in out),
            tuple(w[2] for w in out),
            tuple(w[3] for w in out),
            tuple(w[4] for w in out),
            tuple(asks),
        )

    def _mend(self, token: str) -> str:
        found = self._mended.get(token)
        if found is None:
            found = self._mended_anew(token)
            if len(self._mended) < 20_000:  # a bound, so that odd input cannot fill the memory
                self._mended[token] = found
        return found

    def _mended_anew(self, token: str) -> str:
        word = _bare(token)
        if _REPEATED.search(word) and not word[0].isdigit():
            twice = _REPEATED.sub(r"\1\1", word)
            word = twice if self._known(twice) or twice in self._spelling else _REPEATED.sub(r"\1", word)
        word = self._spelling.get(word, word)
        if len(word) >= 6 and not self._known(word):
            return self._guess(word) or word
        return word

    def _guess(self, word: str) -> str | None:
        for variant in (word, *_shorter(word)):
            right = self._frail.get(variant)
            if right and right[0] == word[0] and abs(len(right) - len(word)) <= 1:
                return right
        return None


def _bare(token: str) -> str:
    """Lower case, no accents, no apostrophes, Latin letters for their lookalikes."""
    if token.isascii():
        return token.lower().replace("'", "").replace("`", "")
    folded = unicodedata.normalize("NFKD", token.lower())
    kept = "".join(c for c in folded if not unicodedata.combining(c) and c not in "'’`´ʼ")
    return kept.translate(_LOOKALIKES) if any("a" <= c <= "z" for c in kept) else kept


def _shorter(word: str) -> list[str]:
    """`word` with each one of its letters (but the first) left out."""
    return [word[:i] + word[i + 1 :] for i in range(1, len(word))]
