"""Records of what triage knows: red flags, the cues around them, and whom to call in which country.

Phrases are patterns over normalised words (lower case, no apostrophes: "can't" is `cant`), separated by blanks:

    wont wake            these words, one after the other
    convuls*             every word that begins so
    hurts|aches          either word
    ?really              the word may be missing
    ..                   up to three words of any kind
    {body}               one of the phrases of the concept `body` (knowledge/triage_cues.yml)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal

from pydantic import Field, validator

from magnesium.knowledge.nodes import Record
from magnesium.urgency import Urgency

EXAMPLES = 6
"""A red flag has at least so many sentences that fire and so many that stay silent."""

_PART = re.compile(r"\.\.|[\^$]|\??(?:[a-z0-9]+\*?|#|\{[a-z_]+\})(?:\|(?:[a-z0-9]+\*?|#|\{[a-z_]+\}))*")


class Pattern(str):
    """A phrase in the language above. What it names in braces must be a concept; that shows when rules are built."""

    @classmethod
    def __get_validators__(cls) -> Iterator[Callable[[str], str]]:
        yield cls.validate

    @classmethod
    def validate(cls, value: str) -> str:
        """`value`, or ValueError with the part that is wrong and the way out."""
        parts = str(value).split()
        for part in parts:
            if not _PART.fullmatch(part):
                raise ValueError(f"{part!r} is no part of a pattern; write words in lower case, without apostrophes")
        if all(part in ("..", "^", "$") or part.startswith("?") for part in parts):
            raise ValueError(f"pattern {value!r} has no word that must be there; add one")
        return str(value)


Patterns = tuple[Pattern, ...]
Held = Literal[
    "negated", "past", "recent", "hypothetical", "question", "idiom", "fiction", "pet", "family", "news", "fear",
    "review", "resolved",
]  # fmt: skip
"""Why a mention of a danger is not a report of one."""


class Combination(Record):
    """Signs that together are a report, in any order: "kidney disease" + "supplement" + "weak".

    `all` are patterns that must each be found in one clause, one sentence or anywhere in the message (`within`).
    `urgency` is the level of this combination where it differs from that of its flag.
    """

    all: Patterns
    within: Literal["clause", "sentence", "message"] = "clause"
    urgency: Urgency | None = None


class Reading(Record):
    """A figure that a meter or a laboratory gave, dangerous below `below` or above `above` (both in `unit`).

    `names` are patterns of what is measured. Figures outside `possible` (from, to) are not this quantity and are
    ignored. `units` are patterns one of which must follow the figure, where the same figure in other units is harmless.
    """

    names: Patterns
    unit: str
    below: float | None = None
    above: float | None = None
    possible: tuple[float, float]
    units: Patterns = ()


class RedFlag(Record):
    """One danger. Its `fires` and `stays_silent` sentences are run as tests.

    `signs` report the danger by themselves ("wont wake up"). `terms` name it ("seizure") and need a person and a
    present to be a report. `bare` are names that, typed alone, get the check question. `sources` is empty where only
    general first-aid knowledge stands behind a flag.
    """

    id: str
    urgency: Urgency
    name: str
    why: str
    first_aid: tuple[str, ...]
    sources: tuple[str, ...] = ()
    signs: Patterns = ()
    terms: Patterns = ()
    combinations: tuple[Combination, ...] = ()
    readings: tuple[Reading, ...] = ()
    bare: Patterns = ()
    fires: tuple[str, ...]
    stays_silent: tuple[str, ...]

    @validator("first_aid", each_item=True)
    def _number_free(cls, step: str) -> str:
        # The text must stand in every country; numbers come with the card.
        if any(c.isdigit() for c in step):
            raise ValueError(f"first aid holds no digits: {step!r}; say 'the emergency number'")
        return step

    @validator("first_aid")
    def _named(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        if not values:
            raise ValueError("name at least one")
        return values

    @validator("fires", "stays_silent")
    def _examples(cls, sentences: tuple[str, ...]) -> tuple[str, ...]:
        if len(sentences) < EXAMPLES:
            raise ValueError(f"{len(sentences)} examples; write at least {EXAMPLES}, each in other words")
        return sentences


class Cue(Record):
    """Words that hold a danger back.

    `scope` is what they hold back: what stands `before` or `after` them in their sentence (up to a clause that starts
    anew), the `clause`, the whole `sentence`, or the `message`.
    """

    holds: Held
    scope: Literal["before", "after", "clause", "sentence", "message"]
    phrases: Patterns


class TriageCues(Record):
    """knowledge/triage_cues.yml: the words by which a report is told from a mention."""

    concepts: dict[str, Patterns]
    spelling: dict[str, tuple[str, ...]]
    """Word as it should be -> ways in which people write it."""
    frail: tuple[str, ...]
    """Long words of danger that are also understood with one letter wrong."""
    present: Patterns
    """It is happening now, or has just happened."""
    people: Patterns
    """The writer, or somebody with them."""
    cues: tuple[Cue, ...]


class Number(Record):
    """A number as it is shown (`number`) and dialled (`tel`, "tel:911"); `checked` is the day it was compared."""

    kind: Literal["emergency", "crisis", "poison"]
    label: str
    number: str
    tel: str | None = None
    note: str | None = None
    source: str
    checked: date


class Country(Record):
    """The numbers of one country, by ISO 3166-1 alpha-2 code."""

    code: str = Field(regex="^[A-Z]{2}$")
    name: str
    numbers: tuple[Number, ...]
