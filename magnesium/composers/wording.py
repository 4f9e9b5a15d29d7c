"""Sentences and buttons of knowledge/, filled in. Composers hold no words of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from magnesium.knowledge.records import SLOT
from magnesium.reply import Button

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge


def say(knowledge: Knowledge, template: str, **slots: str) -> str:
    """The sentence `template` with its {slots} filled in. Raises KeyError for an unknown template or a missing slot."""
    return SLOT.sub(lambda slot: slots[slot.group(1)], knowledge.templates[template].text)


def joined(sentences: Iterable[str]) -> str:
    """Sentences as a paragraph, empty ones left out."""
    return " ".join(s for s in sentences if s)


def next_questions(knowledge: Knowledge, *ids: str) -> tuple[Button, ...]:
    """The buttons with these ids of knowledge/buttons.yml."""
    rows = (knowledge.buttons[i] for i in ids)
    return tuple(Button(r.title, r.ask, r.topic) for r in rows)
