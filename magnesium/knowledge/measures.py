"""Records of knowledge/measures.yml: units of food and the words for them."""

from __future__ import annotations

from pydantic import Field

from magnesium.knowledge.nodes import Record
from magnesium.knowledge.tables import Category


class Unit(Record):
    """`unit` is its name in the units library."""

    unit: str
    words: tuple[str, ...]


class Household(Record):
    """A household measure that counts as so many of a unit; `for` limits it to categories of foods."""

    name: str
    words: tuple[str, ...]
    counts: float = Field(gt=0)
    unit: str
    for_: tuple[Category, ...] = Field((), alias="for")


class Measures(Record):
    mass: dict[str, Unit]
    volume: dict[str, Unit]
    household: tuple[Household, ...]
    drink_grams_per_ml: float
    pieces: tuple[str, ...]
    not_one: tuple[str, ...]
    same: dict[str, str]
    unchanging: tuple[str, ...]
