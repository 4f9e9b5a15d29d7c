"""Records of knowledge/intakes.yml: how much magnesium people need a day."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from pydantic import Field, validator

from magnesium.knowledge.nodes import Record
from magnesium.knowledge.records import Governed


class IntakeRow(Record):
    """Milligrams a day for ages in years from `from` (included) to `to` (not included; None: no end)."""

    from_: float = Field(alias="from")
    to: float | None = None
    female: float
    male: float
    pregnant: float | None = None
    breastfeeding: float | None = None
    source: str | None = None
    kind: str | None = None


class IntakeSet(Governed):
    """The reference values of one region. `kind` is what it calls them; a row may have a source and
    a kind of its own."""

    id: str
    name: str
    kind: str
    source: str
    checked: date
    rows: tuple[IntakeRow, ...]

    @validator("rows")
    def _without_gaps(cls, rows: tuple[IntakeRow, ...]) -> tuple[IntakeRow, ...]:
        for before, after in pairwise(rows):
            if before.to != after.from_:
                raise ValueError(f"the row from {after.from_:g} must begin where the one before ends ({before.to})")
        return rows
