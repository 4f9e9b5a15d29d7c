"""What the bot remembers of a conversation between two turns: little, and never the person's words."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from magnesium.question import Entity, EntityKind, Person
from magnesium.reply import Button

logger = logging.getLogger(__name__)

_ABOUT_PEOPLE: tuple[EntityKind, ...] = ("age", "sex", "life_stage")


@dataclass(frozen=True)
class Conversation:
    """`topic` and `things` (kind, record id) of the last answer, whom it is about, the buttons that stand open."""

    topic: str | None = None
    things: tuple[tuple[EntityKind, str], ...] = ()
    person: Person = field(default_factory=Person)
    offered: tuple[Button, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, value: dict[str, Any] | None) -> Conversation:
        """The conversation as it was stored; an empty one for None, and for what another version stored."""
        if not value:
            return cls()
        try:
            return cls(
                value["topic"],
                tuple((kind, id) for kind, id in value["things"]),
                Person(**value["person"]),
                tuple(Button(**b) for b in value["offered"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            logger.warning("a stored conversation has another shape (%s); it begins anew", type(error).__name__)
            return cls()


def told(person: Person, entities: tuple[Entity, ...]) -> Person:
    """`person`, brought up to date with what the message says of age, sex and life stage."""
    for entity in entities:
        if entity.kind == "age":
            # A pregnancy told earlier is not that of the eight-year-old asked about now.
            stage = person.life_stage if float(entity.id) >= 14 else None
            person = replace(person, age_years=float(entity.id), life_stage=stage)
        elif entity.kind == "sex" and entity.id == "female":
            person = replace(person, sex="female")
        elif entity.kind == "sex" and entity.id == "male":
            person = replace(person, sex="male", life_stage=None)
        elif entity.kind == "life_stage" and entity.id == "pregnant":
            person = replace(person, sex="female", life_stage="pregnant")
        elif entity.kind == "life_stage" and entity.id == "breastfeeding":
            person = replace(person, sex="female", life_stage="breastfeeding")
    return person


def only_about_people(entities: tuple[Entity, ...]) -> bool:
    """Whether a message names nothing but a person: the answer to "how old are you?"."""
    return bool(entities) and all(e.kind in _ABOUT_PEOPLE for e in entities)
