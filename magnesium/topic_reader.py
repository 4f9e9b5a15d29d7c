"""Which topic a sentence asks: a linear head on the sentence encoder, and how far it may be trusted.

Two voices stand against a wrong guess: the class `out_of_scope`, learned from other people's questions, and the
similarity to the nearest examples of the class that was chosen. The confidence that the thresholds of config.yml
speak of is sqrt(probability) x similarity (candidate h of the study in docs/decisions/0003-understanding.md).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from magnesium.encoder import Vectors

_NEIGHBOURS = 3

Owners = np.ndarray[Any, np.dtype[np.int16]]


@dataclass(frozen=True)
class Guess:
    """The intents of one sentence, best first: (intent, probability). `confidence` is that of the first, in [0, 1]."""

    ranking: tuple[tuple[str, float], ...]
    confidence: float

    @property
    def intent(self) -> str:
        return self.ranking[0][0]


class TopicReader:
    """A trained head. Made by `train`, kept as bytes by `dump` and `load`."""

    def __init__(
        self, labels: Sequence[str], weights: Vectors, bias: Vectors, examples: Vectors, owners: Owners
    ) -> None:
        self.labels = tuple(labels)
        self._weights, self._bias = weights, bias
        self._examples, self._owners = examples, owners
        self._rows = [np.flatnonzero(owners == i) for i in range(len(self.labels))]

    @classmethod
    def train(cls, vectors: Vectors, intents: Sequence[str], strength: float) -> TopicReader:
        """Fit multinomial logistic regression; `strength` is C (larger fits closer). Vectors: (n, 384)."""
        from sklearn.linear_model import LogisticRegression

        labels = sorted(set(intents))
        owners = np.array([labels.index(i) for i in intents], np.int16)
        head = LogisticRegression(C=strength, max_iter=400, class_weight="balanced").fit(vectors, owners)
        return cls(labels, head.coef_.astype(np.float32), head.intercept_.astype(np.float32), vectors, owners)

    def read(self, vectors: Vectors) -> list[Guess]:
        """One guess per row of `vectors`."""
        scores = vectors @ self._weights.T + self._bias
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        return [self._guess(v, p) for v, p in zip(vectors, likely, strict=True)]

    def _guess(self, vector: Vectors, likely: Vectors) -> Guess:
        order = np.argsort(-likely)
        near = self._examples[self._rows[order[0]]].astype(np.float32) @ vector
        closeness = float(np.sort(near)[-_NEIGHBOURS:].mean())
        ranking = tuple((self.labels[i], float(likely[i])) for i in order)
        return Guess(ranking, float(np.sqrt(likely[order[0]])) * max(closeness, 0.0))

    def dump(self) -> bytes:
        buffer = io.BytesIO()
        parts: dict[str, Any] = {"labels": np.array(self.labels), "weights": self._weights, "bias": self._bias}
        np.savez(buffer, **parts, examples=self._examples.astype(np.float16), owners=self._owners)
        return buffer.getvalue()

    @classmethod
    def load(cls, data: bytes) -> TopicReader:
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            labels = [str(label) for label in kept["labels"]]
            return cls(labels, kept["weights"], kept["bias"], kept["examples"], kept["owners"])
