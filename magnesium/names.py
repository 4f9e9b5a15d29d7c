"""Names of knowledge/ in a message: foods, forms, medicines, conditions, people, amounts, with their places.

text --words--> mended words --things--> foods, forms, medicines ...         (longest name wins)
                             --people--> sex, life stage, diet, symptom      (beside them)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magnesium.ages import find_ages
from magnesium.name_index import Index, Mender, Word, key, plain, variants, words
from magnesium.quantities import PIECE, Amount, Quantities
from magnesium.question import Entity, EntityKind

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

_TABLES: tuple[tuple[EntityKind, str], ...] = (
    ("food", "foods"),
    ("form", "forms"),
    ("medicine", "medicines"),
    ("nutrient", "nutrients"),
    ("condition", "conditions"),
    ("benefit", "benefits"),
)
_DOSE = re.compile(r"\s*(?:mg|mcg|%|milligram)")
"""What follows a number that counts no food."""
_BESIDE = ("in", "of", "some", "eat", "ate", "with", "and")
_NEAR = 3  # words between an amount and the food that it counts
_NOT_REACH = 3  # words that a "not" reaches back over
_JOINS = ("or", "and", "also", "any", "of", "the", "my", "all", "to", "like", "have", "eat", "any", "from")
NOT_IN_TABLE = "?"
"""The id of a food that people know and our table does not is its name behind this sign: "?oat milk"."""


@dataclass(frozen=True)
class _Name:
    """What a name stands for. `kind` None: an idiom, which names nothing."""

    kind: EntityKind | None
    id: str = ""
    choices: tuple[str, ...] = ()


class Names:
    """The names of one version of the knowledge.

    >>> Names(knowledge).find("2 oz of cashews")
    (Entity('amount', '2 oz', ...), Entity('food', 'cashews_dry_roasted', ...))
    """

    def __init__(self, knowledge: Knowledge) -> None:
        naming = knowledge.naming
        self._naming = naming
        self._foods = knowledge.foods
        self._quantities = Quantities(knowledge.measures)
        self._things: Index[_Name] = Index()
        self._people: Index[_Name] = Index()
        self._add_tables(knowledge)
        for filter_ in naming.filters:
            for name in (filter_.name, *filter_.aliases):
                self._people.add(key(name), _Name("diet", filter_.id))
        for symptom in naming.symptoms:
            for name in (symptom.name, *symptom.aliases):
                self._people.add(key(name), _Name("symptom", symptom.id))
        for kind, id in (
            ("sex", "female"),
            ("sex", "male"),
            ("life_stage", "pregnant"),
            ("life_stage", "breastfeeding"),
        ):
            for name in getattr(naming.people, id):
                self._people.add(key(name), _Name(kind, id))  # type: ignore[arg-type]
        for age in naming.age_words:
            for word in age.words:
                self._people.add(key(word), _Name("age", f"{age.years:g}"))
        self._mender = Mender((*self._things, *self._people, *(key(c) for c in naming.food_cues)))
        self._careful = {key(c) for c in naming.careful}
        self._cues: Index[bool] = _flags(naming.food_cues)
        self._not = {key(c)[0] for c in naming.not_cues if key(c)}
        self._free: Index[bool] = _flags(naming.free_cues)
        self._free_words: Index[str] = Index()
        for filter_ in naming.filters:
            for name in filter_.words:
                self._free_words.add(key(name), filter_.id)

    def _add_tables(self, knowledge: Knowledge) -> None:
        near: list[tuple[tuple[str, ...], _Name]] = []
        for kind, table in _TABLES:
            for record in getattr(knowledge, table).values():
                name = _Name(kind, record.id)
                for written in (record.name, *record.aliases, *record.misspellings):
                    self._things.add(key(written), name)
                    near += [(v, name) for v in variants(key(written))]
        for ambiguous in knowledge.naming.ambiguous:
            self._things.add(key(ambiguous.name), _Name("food", ambiguous.foods[0], ambiguous.foods))
        for missing in knowledge.naming.missing:
            for written in (missing.name, *missing.aliases):
                self._things.add(key(written), _Name("food", NOT_IN_TABLE + missing.name, missing.near))
        for idiom in knowledge.naming.idioms:
            if key(idiom) not in self._things:
                self._things.add(key(idiom), _Name(None))
        taken = set(self._things)
        for variant, name in near:
            if variant not in taken:
                self._things.add(variant, name)

    def find(self, text: str) -> tuple[Entity, ...]:
        """The things, people and amounts that a text names, in order of their place. Never raises."""
        low = plain(text)
        seen = words(low)
        said = self._mender.mend([w.text for w in seen])
        amounts = [a for a in self._quantities.find_amounts(low) if not _DOSE.match(low, a.end)]
        things = self._find_things(text, seen, said, amounts)
        people = self._find_people(text, seen, said, things)
        ages = find_ages(low)
        found = [Entity("age", f"{a.years:g}", a.start, a.end, text[a.start : a.end]) for a in ages]
        found += [Entity("sex", a.sex, a.start, a.end, text[a.start : a.end]) for a in ages if a.sex]
        found += self._amounts(text, low, amounts, things, found)
        if ages:
            people = [e for e in people if e.kind != "age"]  # "my 15 year old teenager"
        found += [e for e in things if e.id] + people
        return tuple(sorted(found, key=lambda e: (e.start, -e.end)))

    def _find_things(self, text: str, seen: list[Word], said: list[str], amounts: list[Amount]) -> list[Entity]:
        """Entities; an idiom is one without an id, so that nothing else is found in it."""
        found: list[Entity] = []
        spans = list(self._things.find(said))
        unnamed = len(said) - sum(after - first for first, after, _ in spans)
        cued = unnamed <= 2 or any(True for _ in self._cues.find(said))
        for first, after, names in spans:
            start, end = seen[first].start, seen[after - 1].end
            if tuple(said[first:after]) in self._careful:
                beside = (first > 0 and said[first - 1] in _BESIDE) or any(0 <= start - a.end <= 4 for a in amounts)
                short = after - first == 1 and len(said[first]) <= 3
                if unnamed and not (beside if short else beside or cued):
                    continue
            for name in names:
                found.append(Entity(name.kind or "food", name.id, start, end, text[start:end], name.choices))
        return found

    def _find_people(self, text: str, seen: list[Word], said: list[str], things: list[Entity]) -> list[Entity]:
        found: list[Entity] = []
        for first, after, names in self._people.find(said):
            start, end = seen[first].start, seen[after - 1].end
            inside = [t for t in things if t.start <= start and end <= t.end]
            for name in names:
                if any(not t.id for t in inside):
                    continue  # in an idiom
                filter_ = self._naming.filter(name.id) if name.kind == "diet" else None
                if filter_ and filter_.categories and any(t.kind == "food" for t in inside):
                    continue  # the nuts of "brazil nuts" are no list of nuts
                if name.kind == "life_stage" and self._not & {*said[max(0, first - _NOT_REACH) : first]}:
                    continue
                if name.kind:
                    found.append(Entity(name.kind, name.id, start, end, text[start:end]))
        return _without_clashes(found, self._free_of(text, seen, said))

    def _free_of(self, text: str, seen: list[Word], said: list[str]) -> list[Entity]:
        """Diets said by exclusion: "allergic to nuts", "no dairy or soy"."""
        found: list[Entity] = []
        words_ = {first: (after, ids) for first, after, ids in self._free_words.find(said)}
        for start, at, _ in self._free.find(said):
            while at < len(said):
                if at in words_:
                    after, ids = words_[at]
                    span = seen[start].start, seen[after - 1].end
                    found += [Entity("diet", id, *span, text[span[0] : span[1]]) for id in ids]
                    at = after
                elif said[at] in _JOINS:
                    at += 1
                else:
                    break
        return found

    def _amounts(
        self, text: str, low: str, amounts: list[Amount], things: list[Entity], taken: list[Entity]
    ) -> list[Entity]:
        """Amounts of food: those with a unit, and bare numbers right before a food ("3 dates", "an avocado")."""
        foods = [t for t in things if t.kind == "food" and t.id]
        found = []
        for amount in amounts:
            if any(t.start < amount.end and amount.start < t.end for t in (*taken, *foods)):
                continue
            if not amount.bare or any(_counts(low, amount.end, f.start) for f in foods):
                found.append(Entity("amount", str(amount), amount.start, amount.end, text[amount.start : amount.end]))
        for food in foods:
            before = low[: food.start]
            article = next((a for a in (" a ", " an ") if f" {before}".endswith(a)), "")
            if article and not any(e.end >= food.start - len(article) for e in found if e.start < food.start):
                start = food.start - len(article) + 1
                found.append(Entity("amount", f"1 {PIECE}", start, food.start - 1, text[start : food.start - 1]))
        return found


def _counts(low: str, end: int, start: int) -> bool:
    return start >= end and len(low[end:start].split()) < _NEAR and not set(low[end:start]) & set(".,;:?!")


def _flags(names: tuple[str, ...]) -> Index[bool]:
    index: Index[bool] = Index()
    for name in names:
        index.add(key(name), True)
    return index


def _without_clashes(wanted: list[Entity], free: list[Entity]) -> list[Entity]:
    """ "No nuts" is no wish for nuts: a list that is wanted inside an exclusion is none."""
    kept = [e for e in wanted if e.kind != "diet" or not any(f.start <= e.start < f.end for f in free)]
    return list(dict.fromkeys(kept + free))
