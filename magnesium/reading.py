"""A message read: what it asks, in which sentences, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

from magnesium.cleaning import TOPIC_CHARACTERS
from magnesium.encoder import Encoder
from magnesium.parts import halves, sentences
from magnesium.spelling import Speller
from magnesium.topic_reader import Guess, TopicReader
from magnesium.topics import INTENTS

MAX_SUGGESTIONS = 3
_SHORT = 40
"""Words; a longer message is a story, in which one sentence may ask."""
_CANDIDATES = 4
"""Topics of each half among which the one that it asks is looked for."""
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
    """Below the confidence `sure` (see topic_reader) the bot offers its best topics.

    From the evidence `two` on a message is answered as two questions: the odds that it asks two, times the square of
    the fit of the two (see `_two`). That form was fitted on the validation half (docs/understanding.md).
    """

    sure: float
    two: float


def read(text: str, encoder: Encoder, head: TopicReader, speller: Speller, thresholds: Thresholds) -> Reading:
    """Read a cleaned message; its parts only where they may change what the whole says."""

    def guesses(texts: Sequence[str]) -> list[Guess]:
        corrected = [speller.correct(t) for t in texts]
        return head.read(corrected, encoder.encode(corrected))

    heard = text[:TOPIC_CHARACTERS]
    corrected = [speller.correct(heard)]
    vectors = encoder.encode(corrected)
    whole = head.read(corrected, vectors)[0]
    asked = Asked(heard, whole.intent, whole.confidence)
    odds = _odds(head.double(corrected, vectors)[0])
    if odds >= thresholds.two and asked.topic not in _EMPTY:
        pairs = halves(heard)
        sides = guesses([side for pair in pairs for side in pair])
        fit, both = _two(whole, list(zip(pairs, zip(sides[::2], sides[1::2], strict=True), strict=True)))
        evidence = odds * fit**2
        if evidence >= thresholds.two:
            return Reading(both, True, _suggestions(whole))
    if len(heard.split()) > _SHORT and (asked.confidence < thresholds.sure or asked.topic in _EMPTY):
        parts = sentences(heard)
        read_parts = zip(parts, guesses(parts), strict=True)
        asked = _asking(asked, [Asked(t, g.intent, g.confidence) for t, g in read_parts], thresholds.sure)
    sure = asked.confidence >= thresholds.sure or asked.topic == "out_of_scope"
    return Reading((asked,), sure, _suggestions(whole))


def _odds(probability: float) -> float:
    return probability / max(1.0 - probability, 0.01)


def _two(
    whole: Guess, parted: Sequence[tuple[tuple[str, str], tuple[Guess, Guess]]]
) -> tuple[float, tuple[Asked, ...]]:
    """The best way to take a message for two questions on different topics, and how well it fits.

    That is the probability of each topic in its half and, weaker, of both in the whole.
    """
    in_whole = dict(whole.ranking)
    best: tuple[float, tuple[Asked, ...]] = (0.0, ())
    for (before, after), (first, second) in parted:
        for (i, p), (j, q) in product(_likely(first), _likely(second)):
            fit = p * q * (in_whole[i] * in_whole[j]) ** 0.25
            if i != j and fit > best[0]:
                best = (fit, (Asked(before, i, p), Asked(after, j, q)))
    return best


def _likely(guess: Guess) -> list[tuple[str, float]]:
    return [(intent, p) for intent, p in guess.ranking if INTENTS[intent] not in _EMPTY][:_CANDIDATES]


def _asking(whole: Asked, parts: Sequence[Asked], sure: float) -> Asked:
    """What a story asks whose whole says nothing clear: the sentence that does."""
    clear = [p for p in parts if p.topic not in _EMPTY and p.confidence > max(sure, whole.confidence)]
    return max(clear, key=lambda p: p.confidence) if clear else whole


def _suggestions(guess: Guess) -> tuple[str, ...]:
    """The three best topics of the whole message that could be answered."""
    topics = [INTENTS[intent] for intent, _ in guess.ranking]
    return tuple(dict.fromkeys(t for t in topics if t not in _EMPTY))[:MAX_SUGGESTIONS]
