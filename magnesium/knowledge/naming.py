"""Records of knowledge/names.yml: how people name things beside the names that each table lists."""

from __future__ import annotations

from magnesium.knowledge.nodes import Record
from magnesium.knowledge.tables import Allergen, Category, Suits


class Ambiguous(Record):
    """A name of several foods; the first is meant unless the reader says otherwise."""

    name: str
    foods: tuple[str, ...]


class Missing(Record):
    """A food that is not in the table; `near` are foods to offer instead."""

    name: str
    aliases: tuple[str, ...]
    near: tuple[str, ...]


class Filter(Record):
    """What a list of foods can be limited to: foods that suit, are free of something, or belong to some categories.

    `words` mean this filter after a word of exclusion ("allergic to", "no").
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    suits: Suits | None = None
    without: tuple[Allergen, ...] = ()
    categories: tuple[Category, ...] = ()
    words: tuple[str, ...] = ()


class Symptom(Record):
    id: str
    name: str
    aliases: tuple[str, ...]


class People(Record):
    female: tuple[str, ...]
    male: tuple[str, ...]
    pregnant: tuple[str, ...]
    breastfeeding: tuple[str, ...]


class AgeWords(Record):
    """Words that stand for an age in years ("teenager")."""

    years: float
    words: tuple[str, ...]


class Naming(Record):
    """See the comments in the file."""

    ambiguous: tuple[Ambiguous, ...]
    missing: tuple[Missing, ...]
    idioms: tuple[str, ...]
    careful: tuple[str, ...]
    food_cues: tuple[str, ...]
    compare_cues: tuple[str, ...]
    stop_cues: tuple[str, ...]
    need_cues: tuple[str, ...]
    limit_cues: tuple[str, ...]
    no_food: tuple[str, ...]
    people: People
    age_words: tuple[AgeWords, ...]
    not_cues: tuple[str, ...]
    filters: tuple[Filter, ...]
    free_cues: tuple[str, ...]
    symptoms: tuple[Symptom, ...]

    def filter(self, id: str) -> Filter | None:
        return next((f for f in self.filters if f.id == id), None)

    def chosen(self, ids: tuple[str, ...]) -> tuple[Filter, ...]:
        """The filters with these ids."""
        return tuple(f for f in self.filters if f.id in ids)
