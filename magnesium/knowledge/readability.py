"""Is an answer easy to read? School grade, sentence length, number of words, and numbers that are no figures.

The grade is Flesch-Kincaid on the text as a reader meets it; syllapy counts the syllables (textstat would fetch a
dictionary from the network first). A name out of knowledge/ ("magnesium glycinate", "pumpkin seeds") counts as one word
of one syllable, and so does a figure: no plainer word exists for them. A list item counts as a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import syllapy

from magnesium.knowledge.records import SLOT, Figure, fill

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

GRADE = 8.0
"""An answer's Flesch-Kincaid grade is at most this; the median of all answers is at most `MEDIAN_GRADE`."""
MEDIAN_GRADE = 7.0
SENTENCE_WORDS = 19
ANSWER_WORDS = 90

Names = frozenset[tuple[str, ...]]

SUBJECT = ("magnesium", "hypomagnesemia", "hypermagnesemia")
_LONGEST_NAME = 6
_WORD = re.compile(r"[^\W_]+(?:['’.\-/][^\W_]+)*%?")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-ZÀ-Þ\d¿¡])|\n+")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|__|^\s*(?:[-*]|\d+\.)\s+", re.MULTILINE)
_NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    "ninety|hundred|thousand|half|quarter|third"
)
_COUNTED = (
    "mg|milligrams?|grams?|g|ounces?|oz|minutes?|hours?|days?|weeks?|months?|years?|"
    "percent|per cent|times|tablets?|pills?"
)
_SPELT_OUT = re.compile(rf"\b(?:{_NUMBER_WORDS})[ -](?:of )?(?:a |an |the )?(?:{_COUNTED})\b", re.IGNORECASE)


def names(knowledge: Knowledge) -> Names:
    """Every name of the tables, as tuples of lower-case words."""
    tables = (knowledge.foods, knowledge.forms, knowledge.medicines, knowledge.nutrients,
              knowledge.conditions, knowledge.benefits)  # fmt: skip
    found = {(word,) for word in SUBJECT}
    for table in tables:
        for record in table.values():
            for name in (record.name, *record.aliases):
                found.add(tuple(_WORD.findall(name.lower())))
    return frozenset(found - {()})


def plain(text: str) -> str:
    """Markdown as it is read aloud: no marks, a list item on a line of its own."""
    return _MARKS.sub("", _LINK.sub(r"\1", text))


def sentences(text: str) -> list[str]:
    """The sentences of a text; list items count as sentences."""
    return [s for s in (part.strip() for part in _SENTENCE_END.split(plain(text))) if _WORD.search(s)]


def words(text: str) -> list[str]:
    return _WORD.findall(plain(text))


def grade(text: str, known: Names) -> float:
    """Flesch-Kincaid grade of a text without figures left to fill in."""
    said = [_syllables(s, known) for s in sentences(text)]
    count = sum(len(s) for s in said)
    return 0.39 * count / len(said) + 11.8 * sum(map(sum, said)) / count - 15.59 if count else 0.0


def _syllables(sentence: str, known: Names) -> list[int]:
    """Syllables of each word; a name of several words is one word of one syllable."""
    low = [w.lower() for w in _WORD.findall(sentence)]
    out, i = [], 0
    while i < len(low):
        for length in range(min(_LONGEST_NAME, len(low) - i), 0, -1):
            if tuple(low[i : i + length]) in known:
                out.append(1)
                i += length
                break
        else:
            out.append(1 if low[i][0].isdigit() else max(1, syllapy.count(low[i])))
            i += 1
    return out


def faults(
    prose: Mapping[str, str], figures: Mapping[str, Figure], allowed: Sequence[str], known: Names, english: bool = True
) -> Iterator[tuple[str, str]]:
    """What is hard to read in an answer whose parts are `prose` (key -> text), as (key, message).

    `allowed` are words with digits that are no figures.
    """
    for key, text in prose.items():
        for number in numbers(text, allowed):
            yield (
                key,
                f"{number!r} is a number in prose; make it a figure, or add it to `names` if it is part of a name",
            )
        for sentence in sentences(fill(text, figures)):
            length = len(_WORD.findall(sentence))
            if length > SENTENCE_WORDS:
                yield (
                    key,
                    f"a sentence of {length} words ({SENTENCE_WORDS} at most): {sentence[:60]!r}…; make two of it",
                )
    first, whole = next(iter(prose)), fill("\n\n".join(prose.values()), figures)
    if len(words(whole)) > ANSWER_WORDS:
        yield first, f"{len(words(whole))} words ({ANSWER_WORDS} at most); move a part to an answer of its own"
    reached = grade(whole, known) if english else 0.0
    if reached > GRADE:
        yield first, f"reads at grade {reached:.1f} ({GRADE:g} at most); use shorter sentences and plainer words"


def numbers(text: str, allowed: Sequence[str] = ()) -> list[str]:
    """Numbers that stand in a text as such, in digits or ("two hours") in words."""
    bare = SLOT.sub(" ", _LINK.sub(r"\1", text))
    for name in sorted(allowed, key=len, reverse=True):
        bare = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", bare)
    bare = re.sub(r"^\s*\d+\.\s", "", bare, flags=re.MULTILINE)
    return [n.group() for n in (*re.finditer(r"\S*\d\S*", bare), *_SPELT_OUT.finditer(bare))]
