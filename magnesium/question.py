"""What a person asks, after it has been read: plain values that the answers are composed from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

EntityKind = Literal[
    "food",
    "form",
    "medicine",
    "nutrient",
    "condition",
    "benefit",
    "symptom",
    "amount",
    "age",
    "sex",
    "life_stage",
    "diet",
]
Sex = Literal["female", "male"]


@dataclass(frozen=True)
class Entity:
    """A thing named in a message.

    `id` is the record id in knowledge/ (for foods, forms, medicines ...), or the normalised value written as text
    ("15" for an age in years, "female", "pregnant", "vegan"). `start` and `end` are character offsets in the message.
    `choices` holds further record ids when a name is ambiguous ("chips").
    """

    kind: EntityKind
    id: str
    start: int
    end: int
    text: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """Whom the question is about, as far as the conversation has told."""

    age_years: float | None = None
    sex: Sex | None = None
    life_stage: Literal["pregnant", "breastfeeding"] | None = None


@dataclass(frozen=True)
class Question:
    """One question: the sentence that asks it, its topic id, the things it names, in order of appearance."""

    text: str
    topic: str
    entities: tuple[Entity, ...] = ()
    person: Person = field(default_factory=Person)

    def ids(self, kind: EntityKind) -> tuple[str, ...]:
        """Record ids of the entities of one kind, in order, without repeats."""
        return tuple(dict.fromkeys(e.id for e in self.entities if e.kind == kind))
