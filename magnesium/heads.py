"""A linear reader of what the sentence encoder hears, and one of n-grams, that have to agree."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from magnesium.encoder import Vectors
from magnesium.ngrams import NGramReader, agreed


class Head:
    """Says which of `labels` a text has. `weights` (labels, 384) and `bias` weigh its vector, `words` its n-grams."""

    def __init__(self, words: NGramReader, weights: Vectors, bias: Vectors) -> None:
        self.labels, self._words, self._weights, self._bias = words.labels, words, weights, bias

    @classmethod
    def train(
        cls, texts: Sequence[str], vectors: Vectors, labels: Sequence[str], strength: float, words_strength: float
    ) -> Head:
        """Fit both; `strength` is C of the regression on the vectors (n, 384), `words_strength` of that on n-grams."""
        from sklearn.linear_model import LogisticRegression

        order = sorted(set(labels))
        fit = LogisticRegression(C=strength, max_iter=400, class_weight="balanced").fit(
            vectors, [order.index(label) for label in labels]
        )
        weights, bias = fit.coef_, fit.intercept_
        if len(order) == 2:  # one row of weights means: those of the second label, the first has none
            weights, bias = np.vstack([0 * weights, weights]), np.concatenate([0 * bias, bias])
        words = NGramReader.train(texts, labels, words_strength, order)
        return cls(words, weights.astype(np.float32), bias.astype(np.float32))

    def read(self, texts: Sequence[str], vectors: Vectors) -> Vectors:
        """Probabilities, shape (len(texts), labels); `vectors` are what the encoder makes of the texts."""
        scores = vectors @ self._weights.T + self._bias
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        return agreed(likely / likely.sum(axis=1, keepdims=True), self._words.read(texts))

    def dump(self) -> bytes:
        buffer = io.BytesIO()
        words = np.frombuffer(self._words.dump(), np.uint8)
        parts: dict[str, Any] = {"weights": self._weights, "bias": self._bias, "words": words}
        np.savez(buffer, **parts)
        return buffer.getvalue()

    @classmethod
    def load(cls, data: bytes) -> Head:
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            return cls(NGramReader.load(kept["words"].tobytes()), kept["weights"], kept["bias"])
