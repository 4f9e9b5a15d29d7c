"""A message read: what it asks, in which sentences, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from magnesium.cleaning import TOPIC_CHARACTERS
from magnesium.encoder import Encoder
from magnesium.spelling import Speller
from magnesium.topic_reader import Guess, TopicReader
from magnesium.topics import INTENTS

MAX_QUESTIONS = 3
_LONG = 30  # words; a message past this is a story in which one sentence asks
_OPENERS = (
    "how|what|which|when|why|who|where|is|are|can|could|should|do|does|did|will|would|if i|whats|hows|any|my|the|best|long"
)
_SPLIT = re.compile(
    rf"(?<=[.!?;\n])\s+|\n+"
    rf"|\s+(?:and also|and then|also|plus|and|&|or|btw|oh and|but)\s+(?=(?:{_OPENERS})\b)"
    rf"|[,;]\s*(?=(?:and |also |plus |but )?(?:{_OPENERS})\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:how|what|which|when|why|who|where|is it|is there|can i|can you|could|should|does|do i|do you|will|would|"
    r"any|best|wondering|tell me|want to know|need to know|pls|please|advice|suggest)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Asked:
    """One question of a message: its words, its intent, the confidence of the topic reader in it."""

    text: str
    intent: str
    confidence: float

    @property
    def topic(self) -> str:
        return INTENTS[self.intent]


@dataclass(frozen=True)
class Reading:
    """What a message asks.

    `asked` has one to three questions in order of the text. `sure` is False when the bot should offer `suggestions`
    (topic ids, best first) instead of answering. `cut` tells that the message was longer than what was read.
    """

    asked: tuple[Asked, ...]
    sure: bool
    suggestions: tuple[str, ...]
    cut: bool = False

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, value: dict[str, Any]) -> Reading:
        asked = tuple(Asked(**a) for a in value["asked"])
        return cls(asked, bool(value["sure"]), tuple(value["suggestions"]), bool(value["cut"]))


@dataclass(frozen=True)
class Thresholds:
    """Confidences, see topic_reader. Below `sure` the bot offers its best topics; a second question needs `second`."""

    sure: float
    second: float


def segments(text: str) -> list[str]:
    """The sentences and joined questions of a text, in order."""
    return [s for s in (part.strip(" ,;-") for part in _SPLIT.split(text)) if s]


def read(text: str, encoder: Encoder, head: TopicReader, speller: Speller, thresholds: Thresholds) -> Reading:
    """Read a cleaned message. The whole and its sentences are encoded in one batch."""
    heard = text[:TOPIC_CHARACTERS]
    parts = segments(heard)
    texts = [heard, *parts] if len(parts) > 1 else [heard]
    guesses = head.read(encoder.encode([speller.correct(t) for t in texts]))
    asked = _questions(texts, guesses, thresholds)
    first = asked[0]
    sure = first.confidence >= thresholds.sure or first.topic == "out_of_scope"
    return Reading(asked, sure, _suggestions(guesses), len(text) > TOPIC_CHARACTERS)


def _questions(texts: Sequence[str], guesses: Sequence[Guess], thresholds: Thresholds) -> tuple[Asked, ...]:
    whole = Asked(texts[0], guesses[0].intent, guesses[0].confidence)
    parts = [Asked(t, g.intent, g.confidence) for t, g in zip(texts[1:], guesses[1:], strict=True)]
    asking = [p for p in parts if p.topic not in ("smalltalk", "out_of_scope") and p.confidence >= thresholds.second]
    asking = [p for p in asking if _ASKS.search(p.text)]
    distinct = {p.topic: p for p in reversed(asking)}
    if len(distinct) > 1:
        return tuple(sorted(distinct.values(), key=asking.index))[:MAX_QUESTIONS]
    if asking and (len(texts[0].split()) > _LONG or whole.confidence < thresholds.sure or whole.topic in _EMPTY):
        best = max(asking, key=lambda p: p.confidence)
        if best.confidence > whole.confidence or whole.topic in _EMPTY:
            return (best,)
    return (whole,)


_EMPTY = ("smalltalk", "out_of_scope")


def _suggestions(guesses: Sequence[Guess]) -> tuple[str, ...]:
    """The three best topics of the whole message that could be answered."""
    topics = [INTENTS[intent] for intent, _ in guesses[0].ranking]
    return tuple(dict.fromkeys(t for t in topics if t not in _EMPTY))[:MAX_QUESTIONS]
