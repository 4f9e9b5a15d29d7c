"""Words and runs of letters, weighed by a linear model: the second half of what reads topics and danger.

The sentence encoder hears what a sentence means, and takes "reversed" for "treated"; the n-grams hear how it is put,
and know what no small encoder does: trade names, slang, misspellings. They err on different messages, so the two
together are right more often than the better one (docs/understanding.md and docs/safety.md have the figures).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from magnesium.encoder import Vectors

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer


def agreed(first: Vectors, second: Vectors) -> Vectors:
    """The geometric mean of two readers' probabilities, shape (n, labels), scaled to sum to one."""
    both: Vectors = np.sqrt(np.maximum(first, 1e-9) * np.maximum(second, 1e-9))
    both /= both.sum(axis=1, keepdims=True)
    return both


class NGramReader:
    """One logistic regression a label on TF-IDF of words (1 to 2) and letters within words (2 to 5).

    `vocabularies` and `rarities` (inverse document frequencies) are those of words and of letters, `weights` has shape
    (words + letters, labels). Made by `train`, kept as bytes by `dump` and `load`.
    """

    def __init__(
        self,
        labels: Sequence[str],
        vocabularies: Sequence[Sequence[str]],
        rarities: Sequence[Vectors],
        weights: Vectors,
        bias: Vectors,
    ) -> None:
        self.labels = tuple(labels)
        self._vocabularies, self._rarities, self._bias = vocabularies, rarities, bias
        self._vectorizers = _vectorizers()
        for vectorizer, known, rarity in zip(self._vectorizers, vocabularies, rarities, strict=True):
            vectorizer.set_params(vocabulary=known)
            vectorizer.idf_ = rarity
        self._weights = np.split(weights, [len(vocabularies[0])])

    @classmethod
    def train(cls, texts: Sequence[str], labels: Sequence[str], strength: float, order: Sequence[str]) -> NGramReader:
        """Fit; `strength` is C (larger fits closer), `order` the labels in the order of the probabilities."""
        from scipy.sparse import hstack
        from sklearn.linear_model import LogisticRegression

        vectorizers = _vectorizers()
        features = hstack([v.fit_transform(texts) for v in vectorizers]).tocsr()
        weights = np.zeros((features.shape[1], len(order)), np.float32)
        bias = np.zeros(len(order), np.float32)
        for column, label in enumerate(order):
            one = LogisticRegression(C=strength, solver="liblinear", class_weight="balanced", tol=1e-2)
            one.fit(features, [found == label for found in labels])
            weights[:, column], bias[column] = one.coef_[0], one.intercept_[0]
        known = [v.get_feature_names_out().tolist() for v in vectorizers]
        return cls(order, known, [v.idf_.astype(np.float32) for v in vectorizers], weights, bias)

    def read(self, texts: Sequence[str]) -> Vectors:
        """Probabilities of the labels, shape (len(texts), labels), float32."""
        scores = sum(v.transform(texts) @ w for v, w in zip(self._vectorizers, self._weights, strict=True))
        likely = 1.0 / (1.0 + np.exp(-(np.asarray(scores) + self._bias)))
        likely /= likely.sum(axis=1, keepdims=True)
        return np.asarray(likely, np.float32)

    def dump(self) -> bytes:
        buffer = io.BytesIO()
        parts: dict[str, Any] = {"labels": np.array(self.labels), "bias": self._bias}
        for i, (known, rarity) in enumerate(zip(self._vocabularies, self._rarities, strict=True)):
            parts[f"known{i}"] = np.frombuffer("\n".join(known).encode(), np.uint8)
            parts[f"rarity{i}"] = rarity
        np.savez_compressed(buffer, **parts, weights=np.concatenate(self._weights).astype(np.float16))
        return buffer.getvalue()

    @classmethod
    def load(cls, data: bytes) -> NGramReader:
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            labels = [str(label) for label in kept["labels"]]
            known = [kept[f"known{i}"].tobytes().decode().split("\n") for i in range(2)]
            weights = kept["weights"].astype(np.float32)
            return cls(labels, known, [kept["rarity0"], kept["rarity1"]], weights, kept["bias"])


def _vectorizers() -> tuple[TfidfVectorizer, TfidfVectorizer]:
    """Of words and of letters. What is met once or twice in training says nothing."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # a second, which set-up need not wait for

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, dtype=np.float32)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=3, dtype=np.float32)
    return words, letters
