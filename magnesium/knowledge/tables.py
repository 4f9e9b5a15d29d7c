"""Records of the tables that a nutritionist keeps: foods, forms, medicines, nutrients, conditions, benefits, names.

Prose in them holds its numbers as {figures}, as answers do. `names` lists words with digits that are no figures ("B6").
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, validator

from magnesium.knowledge.nodes import Record
from magnesium.knowledge.records import Figure, Governed

Category = Literal[
    "nuts", "seeds", "leafy_greens", "legumes", "soy", "whole_grains", "fish", "dairy", "fruit", "vegetables",
    "chocolate_cocoa", "beverages", "meat", "other",
]  # fmt: skip
Allergen = Literal["nuts", "peanut", "dairy", "soy", "fish", "shellfish", "sesame", "egg", "lupin"]
Suits = Literal["vegan", "vegetarian", "gluten_free"]
Stance = Literal["avoid_unless_clinician", "ask_first", "usually_ok_within_ul"]
Strength = Literal["none", "insufficient", "limited", "moderate", "strong", "not_checked"]
Direction = Literal[
    "drug_lowers_mg", "mg_lowers_drug", "drug_raises_mg", "additive", "low_mg_worsens", "none_known", "not_checked"
]


class Named(Governed):
    """A thing that people name. `aliases` are all its further names, `misspellings` the usual wrong ones."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    misspellings: tuple[str, ...] = ()


class Serving(Record):
    """A household measure as it is said ("1/2 cup chopped") and its weight in grams."""

    label: str
    grams: float = Field(gt=0)


class Food(Named):
    """A food with its magnesium in mg per 100 g of the edible part.

    `suits`, `contains` and `may_contain` (recipes and brands differ) are our judgement, not a label. `note` is said
    with the figure. `listed`: may stand in a list of rich foods (flours, spices and odd figures may not).
    """

    category: Category
    mg_per_100g: float = Field(ge=0)
    servings: tuple[Serving, ...]
    suits: tuple[Suits, ...] = ()
    contains: tuple[Allergen, ...] = ()
    may_contain: tuple[Allergen, ...] = ()
    note: str = ""
    listed: bool = True
    source: str
    checked: date

    @validator("servings")
    def _at_least_one(cls, servings: tuple[Serving, ...]) -> tuple[Serving, ...]:
        if not servings:
            raise ValueError("give at least one serving, such as {label: 1 oz, grams: 28.35}")
        return servings


class Said(Named):
    """A thing about which something is said. `say` answers in its first sentence, `detail` follows.

    `sources` may be empty where the words only tell that something was not checked. `mixed`: the record holds things
    that have nothing else in common, so the answer is headed by the name that the reader used.
    """

    say: str
    detail: str = ""
    figures: dict[str, Figure] = Field({})
    names: tuple[str, ...] = ()
    sources: tuple[str, ...]
    mixed: bool = False


class Form(Said):
    """A form of magnesium. `elemental` is the share of magnesium by weight; `absorption` and `loosening` decide what a
    comparison says; the other fields are cells of its table."""

    absorption: Literal["good", "poor", "unclear"]
    loosening: Literal["strong", "some", "low"]
    elemental: Figure | None = None
    absorbed: str
    used_for: str
    bowels: str
    caution: str


class Medicine(Said):
    """A group of medicines. `gap` tells the hours to leave, only where a source was seen; else a pharmacist tells.

    `aliases` are its generic, brand and lay names.
    """

    direction: Direction
    gap: str = ""


class Nutrient(Said):
    """A nutrient or substance taken together with magnesium."""


class Condition(Said):
    """A health condition or life stage, and where magnesium supplements stand in it."""

    stance: Stance
    caution: str = ""


class Benefit(Said):
    """Something that people hope magnesium helps with, and how good the evidence is."""

    strength: Strength


class Template(Governed):
    """A sentence with {slots} that composers fill with names and figures."""

    id: str
    text: str


class NextQuestion(Governed):
    """A button under a composed answer: its title, the question that it asks, and the topic of that question."""

    id: str
    title: str
    ask: str
    topic: str
