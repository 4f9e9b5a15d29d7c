"""Reading a question without the trained model: by its likeness to the questions that the answers were written for."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from magnesium.knowledge.load import Knowledge
from magnesium.question import Entity, Question


def rank(text: str, others: Sequence[str]) -> Sequence[float]:
    """Likeness of wording, from 0 to 1."""
    return [fuzz.token_sort_ratio(text.lower(), other) / 200 + fuzz.token_set_ratio(text.lower(), other) / 200
            for other in others]  # fmt: skip


def guess(knowledge: Knowledge, text: str, entities: tuple[Entity, ...]) -> Question:
    """The question that a text asks: its topic is that of the most alike example question."""
    asked = [(a.topic, q) for a in knowledge.answers.values() for q in a.asked_as]
    scores = rank(_unnamed(text, entities), [q for _, q in asked])
    topic = max(zip(asked, scores, strict=True), key=lambda row: row[1])[0][0]
    return Question(text, topic, entities)


def _unnamed(text: str, entities: tuple[Entity, ...]) -> str:
    """The text with the names of things replaced by what they are: "magnesium in a food"."""
    for entity in sorted(entities, key=lambda e: e.start, reverse=True):
        if entity.kind in ("food", "form", "medicine", "condition"):
            text = f"{text[: entity.start]}{entity.kind}{text[entity.end :]}"
    return text
