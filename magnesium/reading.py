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

MAX_SUGGESTIONS = 3
_SHORT = 40
"""Words; in a longer message, a story, what stands before and after an "and" says little about what is asked."""
_MOST_SPLITS = 6
_MOST_SENTENCES = 12
_JOINT = re.compile(
    r"[,;.?!\n]+\s*(?:(?:and|also|plus|but|then|or)\s)*"
    r"|\s(?:and|also|plus|or|but|then|btw|oh|&|\+|/)\s(?:(?:also|then|and)\s)?",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:how|what|whats|which|when|why|who|where|is|are|can|could|should|does|do|did|will|would|any|best|tell|need|"
    r"explain|know)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?;\n])\s+|\n+")
_EMPTY = ("smalltalk", "out_of_scope")


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

    `asked` has one or two questions in order of the text. `sure` is False when the bot should offer `suggestions`
    (topic ids, best first) instead of answering.
    """

    asked: tuple[Asked, ...]
    sure: bool
    suggestions: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, value: dict[str, Any]) -> Reading:
        asked = tuple(Asked(**a) for a in value["asked"])
        return cls(asked, bool(value["sure"]), tuple(value["suggestions"]))


@dataclass(frozen=True)
class Thresholds:
    """Confidences, see topic_reader. Below `sure` the bot offers its best topics; each of two needs `second`."""

    sure: float
    second: float


def halves(text: str) -> list[tuple[str, str]]:
    """Ways to take a message for two questions: before and after a joint, where both sides could ask something."""
    found = []
    for joint in _JOINT.finditer(text):
        before, after = text[: joint.start()].strip(), text[joint.end() :].strip()
        if all(len(side.split()) >= 2 and _CUE.search(side) for side in (before, after)):
            found.append((before, after))
    return found[:_MOST_SPLITS]


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order; none when it has only one."""
    parts = [s for s in (part.strip() for part in _SENTENCE.split(text)) if s]
    return parts[-_MOST_SENTENCES:] if len(parts) > 1 else []


def read(text: str, encoder: Encoder, head: TopicReader, speller: Speller, thresholds: Thresholds) -> Reading:
    """Read a cleaned message. The whole and its parts are encoded in one batch."""
    heard = text[:TOPIC_CHARACTERS]
    short = len(heard.split()) <= _SHORT
    parts = [side for pair in halves(heard) for side in pair] if short else sentences(heard)
    guesses = head.read(encoder.encode([speller.correct(t) for t in (heard, *parts)]))
    whole, read_parts = Asked(heard, guesses[0].intent, guesses[0].confidence), []
    for part, guess in zip(parts, guesses[1:], strict=True):
        read_parts.append(Asked(part, guess.intent, guess.confidence))
    if short:
        asked = _two(list(zip(read_parts[::2], read_parts[1::2], strict=True)), thresholds.second) or (whole,)
    else:
        asked = (_asking(whole, read_parts, thresholds.sure),)
    sure = asked[0].confidence >= thresholds.sure or asked[0].topic == "out_of_scope"
    return Reading(asked, sure, _suggestions(guesses[0]))


def _two(pairs: Sequence[tuple[Asked, Asked]], needed: float) -> tuple[Asked, ...] | None:
    """The best way to take the message for two questions on different topics, if one is good enough."""
    good = [
        pair
        for pair in pairs
        if pair[0].topic != pair[1].topic
        and not {p.topic for p in pair} & set(_EMPTY)
        and min(p.confidence for p in pair) >= needed
    ]
    return max(good, key=lambda pair: min(p.confidence for p in pair)) if good else None


def _asking(whole: Asked, parts: Sequence[Asked], sure: float) -> Asked:
    """What a story asks: the whole of it, or, where that says nothing clear, the sentence that does."""
    if whole.confidence >= sure and whole.topic not in _EMPTY:
        return whole
    clear = [p for p in parts if p.topic not in _EMPTY and p.confidence > max(sure, whole.confidence)]
    return max(clear, key=lambda p: p.confidence) if clear else whole


def _suggestions(guess: Guess) -> tuple[str, ...]:
    """The three best topics of the whole message that could be answered."""
    topics = [INTENTS[intent] for intent, _ in guess.ranking]
    return tuple(dict.fromkeys(t for t in topics if t not in _EMPTY))[:MAX_SUGGESTIONS]
