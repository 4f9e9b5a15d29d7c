"""Held-out messages, by hands that never saw the training data: `validation` may be read, `test` may not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from magnesium.examples import rows

ROOT = Path(__file__).resolve().parent.parent
Half = Literal["validation", "test"]
DangerSet = Literal["reports", "negatives", "borderline", "chatter", "abroad"]
"""`chatter`: what people type without asking anything, in English and other languages; nobody is in danger. `abroad`:
emergencies and crises in Spanish, French, German, Portuguese and romanised Hindi."""


@dataclass(frozen=True)
class TopicMessage:
    """`acceptable` topics, the writer's own first."""

    text: str
    acceptable: tuple[str, ...]


@dataclass(frozen=True)
class DangerMessage:
    """`kind` is the red flag of a report, or what kind of harmless mention a negative is."""

    text: str
    level: str
    kind: str


@dataclass(frozen=True)
class Pair:
    """A report, and a variant of it that must keep its level."""

    base: str
    variant: str
    how: str


@dataclass(frozen=True)
class Talk:
    """Turns of one conversation, with the level of each and the level open after it."""

    turns: tuple[str, ...]
    levels: tuple[str, ...]
    open: tuple[str, ...]


def _rows(area: str, half: Half, name: str) -> list[list[str]]:
    return rows(ROOT / "tests" / area / "heldout" / half / f"{name}.tsv")


def questions(half: Half) -> list[TopicMessage]:
    return [
        TopicMessage(text, (topic, *(a.strip() for a in also.split(",") if a.strip() not in ("", "-"))))
        for topic, also, text in _rows("nlu", half, "questions")
    ]


def out_of_scope(half: Half) -> list[TopicMessage]:
    return [TopicMessage(text, ("out_of_scope",)) for _, _, text in _rows("nlu", half, "out_of_scope")]


def two_questions(half: Half) -> list[TopicMessage]:
    return [
        TopicMessage(text, tuple(t.strip() for t in both.split(",")))
        for both, text in _rows("nlu", half, "two_questions")
    ]


def marked_entities(half: Half) -> list[str]:
    """Messages with [names](kind) marked."""
    return [row[0] for row in _rows("nlu", half, "entities")]


def dangers(half: Half, name: DangerSet) -> list[DangerMessage]:
    return [DangerMessage(text, level, kind) for level, kind, text in _rows("safety", half, name)]


def pairs(half: Half) -> list[Pair]:
    return [Pair(*row) for row in _rows("safety", half, "pairs")]


def talks(half: Half) -> list[Talk]:
    def split(text: str, by: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split(by))

    return [
        Talk(split(t, "||"), split(levels, ","), split(still, ","))
        for t, levels, still in _rows("safety", half, "talks")
    ]
