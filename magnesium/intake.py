"""How much magnesium a person needs a day, by the reference values of knowledge/intakes.yml.

US, a woman of 45 -> 320 mg; US, 45, sex not told -> female 320, male 420; pregnant, age not told -> 350 to 360 mg
"""

from __future__ import annotations

from dataclasses import dataclass

from magnesium.knowledge.intake_tables import IntakeRow, IntakeSet
from magnesium.question import Person, Sex

ADULT_FROM = 19.0
"""The age in years from which the US values are those of adults; adults are meant when no age is told."""
CHILD_BEARING_TO = 51.0


@dataclass(frozen=True)
class Need:
    """Milligrams a day, `low` equal to `high` where one figure fits."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:g} mg" if self.low == self.high else f"{self.low:g} to {self.high:g} mg"


def row_at(values: IntakeSet, age_years: float) -> IntakeRow | None:
    """The row that holds for an age; None outside the table."""
    return next((r for r in values.rows if r.from_ <= age_years and (r.to is None or age_years < r.to)), None)


def need(values: IntakeSet, person: Person, sex: Sex) -> Need | None:
    """What a person of this sex needs, or None where the table has no figure.

    Without an age the adult rows give a range. A pregnancy or breastfeeding without a figure of its own in any row of
    this region has none: we do not fall back to that of other women.
    """
    rows = _rows(values, person)
    if sex == "female" and person.life_stage:
        found = [v for r in rows if (v := getattr(r, person.life_stage)) is not None]
    else:
        found = [getattr(r, sex) for r in rows]
    return Need(min(found), max(found)) if found else None


def _rows(values: IntakeSet, person: Person) -> tuple[IntakeRow, ...]:
    if person.age_years is not None:
        row = row_at(values, person.age_years)
        return (row,) if row else ()
    rows = (r for r in values.rows if r.to is None or r.to > ADULT_FROM)
    return tuple(r for r in rows if not person.life_stage or r.from_ < CHILD_BEARING_TO)
