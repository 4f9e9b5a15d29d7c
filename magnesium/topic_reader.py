"""Which topic a text asks, whether it asks two, and how far that may be trusted.

Two voices stand against a wrong guess: the class `out_of_scope`, learned from other people's questions, and the
similarity to the nearest examples of the class that was chosen. The confidence that the thresholds of config.yml
speak of is sqrt(probability) x similarity (candidate h of the study in docs/decisions/0003-understanding.md).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from magnesium.encoder import Vectors
from magnesium.examples import Example
from magnesium.heads import Head

_NEIGHBOURS = 3
_ONE, _TWO = "1", "2"


@dataclass(frozen=True)
class Strengths:
    """C of the regressions (larger fits closer): on vectors, on n-grams."""

    vectors: float
    words: float


@dataclass(frozen=True)
class Guess:
    """The intents of one text, best first: (intent, probability). `confidence` is that of the first, in [0, 1]."""

    ranking: tuple[tuple[str, float], ...]
    confidence: float

    @property
    def intent(self) -> str:
        return self.ranking[0][0]


class TopicReader:
    """Trained heads. Made by `train`, kept as bytes by `dump` and `load`.

    `examples` are the vectors of single questions, (n, 384), of each intent.
    """

    def __init__(self, intents: Head, count: Head, examples: Sequence[Vectors]) -> None:
        self._intents, self._count, self._examples = intents, count, examples

    @classmethod
    def train(cls, examples: Sequence[Example], vectors: Vectors, strengths: Strengths) -> TopicReader:
        """Fit on examples of one intent and, for the count of questions, of two; `vectors` are what they encode to."""
        texts = [e.text for e in examples]
        counts = [_TWO if len(e.intents) > 1 else _ONE for e in examples]
        count = Head.train(texts, vectors, counts, strengths.vectors, strengths.words)
        single = [i for i, e in enumerate(examples) if len(e.intents) == 1]
        texts, vectors = [texts[i] for i in single], vectors[single]
        named = np.array([examples[i].intents[0] for i in single])
        intents = Head.train(texts, vectors, named.tolist(), strengths.vectors, strengths.words)
        return cls(intents, count, [vectors[named == intent] for intent in intents.labels])

    def read(self, texts: Sequence[str], vectors: Vectors) -> list[Guess]:
        """One guess per text; `vectors` are what the encoder makes of them."""
        if not texts:
            return []
        return [self._guess(v, p) for v, p in zip(vectors, self._intents.read(texts, vectors), strict=True)]

    def double(self, texts: Sequence[str], vectors: Vectors) -> list[float]:
        """The probability that a text asks two questions, for each."""
        return [float(p) for p in self._count.read(texts, vectors)[:, 1]]

    def _guess(self, vector: Vectors, likely: Vectors) -> Guess:
        order = np.argsort(-likely)
        near = self._examples[order[0]] @ vector
        closeness = float(np.sort(near)[-_NEIGHBOURS:].mean())
        ranking = tuple((self._intents.labels[i], float(likely[i])) for i in order)
        return Guess(ranking, float(np.sqrt(likely[order[0]])) * max(closeness, 0.0))

    def dump(self) -> bytes:
        buffer = io.BytesIO()
        intents, count = (np.frombuffer(head.dump(), np.uint8) for head in (self._intents, self._count))
        examples = np.concatenate(self._examples).astype(np.float16)
        sizes = [len(some) for some in self._examples]
        np.savez(buffer, intents=intents, count=count, examples=examples, sizes=sizes)
        return buffer.getvalue()

    @classmethod
    def load(cls, data: bytes) -> TopicReader:
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            intents, count = (Head.load(kept[name].tobytes()) for name in ("intents", "count"))
            examples = np.split(kept["examples"].astype(np.float32), np.cumsum(kept["sizes"])[:-1])
            return cls(intents, count, examples)
