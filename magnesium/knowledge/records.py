"""Records that every part of knowledge/ shares: sources, figures, governance, and the authored answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field, root_validator, validator

from magnesium.knowledge.nodes import Record
from magnesium.question import EntityKind

SLOT = re.compile(r"\{([^{}]*)\}")
"""A place in prose where a figure stands: {serum_normal}."""

UNITS: tuple[str, ...] = (
    "mg", "g", "kg", "oz", "ml", "mg/dL", "mmol/L", "%", "minutes", "hours", "days", "weeks", "months", "years",
    "count",
)  # fmt: skip
"""What a figure may be counted in. `count` is a bare number (of people, trials, enzymes)."""


Row = tuple[str, ...]


class Source(Record):
    """Where facts come from.

    `seen` is how it was read: the page itself or a copy of its text (`page`), a data file (`data`), or not at all
    (null: it can't be cited). `seen_note` says what was read when that is not the whole page at `url`. `checked` is the
    day it was compared with what we say. `reviewed_by` is the clinician who has confirmed our use of it; null: nobody.
    """

    id: str
    title: str
    publisher: str
    url: str | None = None
    year: int | None = None
    seen: Literal["page", "data"] | None
    seen_note: str = ""
    checked: date | None = None
    reviewed_by: str | None = None

    @validator("url")
    def _https(cls, url: str | None) -> str | None:
        if url is not None and not re.fullmatch(r"https://[\w.-]+\.\w+(/\S*)?", url):
            raise ValueError(f"{url!r} is no https address; write https://..., or null when there is none")
        return url


class Figure(Record):
    """A number with its unit and origin: one `value`, or a range from `low` to `high`.

    >>> Figure(low=0.75, high=0.95, unit="mmol/L", source="ods_hp", checked=date(2026, 11, 22)).text
    '0.75 to 0.95 mmol/L'
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str
    source: str
    checked: date
    note: str = ""

    @validator("unit")
    def _known_unit(cls, unit: str) -> str:
        if unit not in UNITS:
            raise ValueError(f"{unit!r} is not a unit; use one of: {', '.join(UNITS)}")
        return unit

    @root_validator(skip_on_failure=True)
    def _one_or_range(cls, values: dict[str, object]) -> dict[str, object]:
        value, low, high = values.get("value"), values.get("low"), values.get("high")
        if (value is None) == (low is None) or (low is None) != (high is None):
            raise ValueError("give `value`, or both `low` and `high`")
        return values

    @property
    def text(self) -> str:
        """As it stands in a sentence: "350 mg", "48%", "1 week", "300"."""
        numbers = [number(n) for n in (self.value, self.low, self.high) if n is not None]
        if self.unit == "%":
            return " to ".join(f"{n}%" for n in numbers)
        unit = self.unit.removesuffix("s") if numbers == ["1"] and self.unit.endswith("s") else self.unit
        return " to ".join(numbers) + ("" if unit == "count" else f" {unit}")


def number(value: float) -> str:
    """A number as it is written: no needless decimals, commas in thousands."""
    return f"{value:,.10g}" if value >= 1000 else f"{value:.10g}"


class FigureFile(Record):
    """knowledge/figures.yml: the figures that more than one answer uses, by name."""

    figures: dict[str, Figure]


class Governed(Record):
    """A record with an owner and a date by which it must be looked at again.

    `state`: drafts are never served; a withdrawn record is answered with "this is being reviewed". Past `review_by` it
    is served with a notice for 90 days and then withdrawn by itself. `reviewed_by` names the clinician who has read it.
    """

    state: Literal["draft", "in_force", "withdrawn"]
    owner: str
    review_by: date
    reviewed_by: str | None = None


class Comparison(Record):
    """A table inside an answer. The first cell of a row is its name; cells may hold {figures}."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""

    @validator("rows")
    def _even(
        cls, rows: tuple[tuple[str, ...], ...], values: dict[str, tuple[str, ...]]
    ) -> tuple[tuple[str, ...], ...]:
        width = len(values.get("columns", ()))
        for row in rows:
            if len(row) != width:
                raise ValueError(f"row {row[0]!r} has {len(row)} cells, the table has {width} columns")
        return rows


class Answer(Governed):
    """One authored answer, as files in knowledge/answers/ hold them.

    `topic` is the name of its file, `also` are further topics it may answer. `title` is what a button that leads here
    says. `short` answers in its first sentence; `detail` follows. `asked_as` are questions that it answers: which
    answer of a topic is given is decided by likeness to them, nothing is retrained. `for` selects it when a question
    names one of these record ids. `next` are ids of answers to offer as buttons. `names` are words with digits that are
    no figures ("B12", "112"). `language` is an ISO code; the school grade is asked of English only. `foods` are ids of
    foods shown below with their share of the daily need. `asks` are ids of knowledge/buttons.yml, offered before
    `next`.
    """

    id: str
    topic: str
    also: tuple[str, ...] = ()
    title: str
    short: str
    detail: str = ""
    figures: dict[str, Figure] = Field(default_factory=dict)
    sources: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    for_: dict[EntityKind, tuple[str, ...]] = Field({}, alias="for")
    next: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    card: Comparison | None = None
    foods: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    language: str = "en"

    @validator("short", "detail")
    def _trimmed(cls, text: str) -> str:
        return text.strip()

    @property
    def prose(self) -> str:
        """What is said, before figures are filled in."""
        return f"{self.short}\n\n{self.detail}".strip()

    @property
    def cells(self) -> tuple[str, ...]:
        """Every text of the card."""
        if self.card is None:
            return ()
        return (self.card.title, self.card.note, *self.card.columns, *(c for row in self.card.rows for c in row))

    def slots(self) -> tuple[str, ...]:
        """Names of the figures it uses, in order, without repeats."""
        return tuple(dict.fromkeys(s for text in (self.prose, *self.cells) for s in SLOT.findall(text)))


class Language(Record):
    """A language by its commonest short words; `id` is an ISO code."""

    id: str
    name: str
    words: tuple[str, ...]


def fill(text: str, figures: Mapping[str, Figure]) -> str:
    """`text` with its {figures} written out. Raises KeyError for a name that is none of them."""
    return SLOT.sub(lambda slot: figures[slot.group(1)].text, text)
