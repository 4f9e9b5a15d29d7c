"""Names as sequences of words: the index that finds the longest ones in a text, and the mending of misspelt words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

T = TypeVar("T")

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*|%")
_FROM_FIRST_TYPO = 5  # letters; shorter words must be spelt right
_FROM_SECOND_TYPO = 9
_MOST_MENDED = 150  # unknown words of one text; more than that is no message about magnesium


@dataclass(frozen=True)
class Word:
    """A word of a text, lower-case, without apostrophes, and its place."""

    text: str
    start: int
    end: int


def plain(text: str) -> str:
    """`text` in lower case, without accents, with straight apostrophes; of the same length."""
    low = "".join(c if len(c) == 1 else c[0] for c in (x.lower() for x in text.replace("’", "'")))
    return low if low.isascii() else "".join(unicodedata.normalize("NFD", c)[0] for c in low)


def words(text: str) -> list[Word]:
    """The words of a text that `plain` has made; hyphens part words."""
    return [Word(m.group().replace("'", ""), m.start(), m.end()) for m in _WORD.finditer(text)]


def key(name: str) -> tuple[str, ...]:
    """A name as the index keeps it."""
    return tuple(w.text for w in words(plain(name)))


class Index(Generic[T]):
    """Values by name. A name may have several values; the first one added comes first."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, ...], list[T]] = {}
        self._longest: dict[str, int] = {}

    def add(self, name: tuple[str, ...], value: T) -> None:
        if name and value not in (known := self._values.setdefault(name, [])):
            known.append(value)
            self._longest[name[0]] = max(len(name), self._longest.get(name[0], 0))

    def __contains__(self, name: tuple[str, ...]) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self._values)

    def find(self, text: list[str]) -> Iterator[tuple[int, int, list[T]]]:
        """The longest names from left to right, as (first word, word after, values)."""
        at = 0
        while at < len(text):
            for length in range(min(self._longest.get(text[at], 0), len(text) - at), 0, -1):
                values = self._values.get(tuple(text[at : at + length]))
                if values:
                    yield at, at + length, values
                    at += length
                    break
            else:
                at += 1


def variants(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Singular and plural of a name, and its two words written as one."""
    last = name[-1]
    if last.isalpha() and len(last) > 2:
        if last.endswith("ies") and len(last) > 5:
            yield (*name[:-1], last[:-3] + "y")
        elif last.endswith("s") and len(last) > 4 and not last.endswith(("ss", "us", "is")):
            yield (*name[:-1], last[:-1])
        elif not last.endswith("s"):
            yield (*name[:-1], last + ("es" if last.endswith(("x", "ch", "sh", "o")) else "s"))
            if last.endswith("y") and last[-2] not in "aeiou":
                yield (*name[:-1], last[:-1] + "ies")
    if len(name) == 2 and all(w.isalpha() for w in name) and sum(map(len, name)) > 7:
        yield ("".join(name),)


class Mender:
    """Mends words that are in no dictionary towards the words of our names."""

    def __init__(self, names: Iterable[tuple[str, ...]]) -> None:
        self._known = {w for name in names for w in name}
        self._bucket: dict[str, list[str]] = {}
        for word in sorted(self._known):
            if len(word) >= _FROM_FIRST_TYPO and word.isalpha():
                self._bucket.setdefault(word[0], []).append(word)

    def mend(self, text: list[str]) -> list[str]:
        left = _MOST_MENDED
        mended: dict[str, str] = {}
        for word in text:
            if word in mended or len(word) < _FROM_FIRST_TYPO or word in self._known or not word.isalpha():
                continue
            if left and word not in english():
                mended[word] = self._nearest(word)
                left -= 1
        return [mended.get(w, w) for w in text] if mended else text

    def _nearest(self, word: str) -> str:
        typos = 1 if len(word) < _FROM_SECOND_TYPO else 2
        near = [w for w in self._bucket.get(word[0], ()) if abs(len(w) - len(word)) <= typos]
        found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=typos)
        # Two typos in a word are believed only when it begins as the name does: medicines end alike.
        return found[0] if found and (found[1] < 2 or found[0][:3] == word[:3]) else word


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """Words that are spelt right: the dictionary that symspellpy brings along."""
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return frozenset(line.split(" ", 1)[0] for line in text.splitlines())
