"""The learned voice of triage: a head on the shared sentence encoder, trained on reports and hard negatives.

How it was trained and what it was measured on: docs/model-card.md. It reads the whole message and each of its
sentences, and reports the strongest: in a long story the danger stands in one of them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from magnesium.encoder import Vectors
from magnesium.urgency import Urgency

LEVELS = (Urgency.NONE, Urgency.URGENT, Urgency.EMERGENCY, Urgency.CRISIS)
"""The order of the head's outputs."""


class DangerReader:
    """A two-layer head: 384 -> hidden (ReLU) -> 4 levels (softmax)."""

    def __init__(self, file: Path) -> None:
        with np.load(file, allow_pickle=False) as kept:
            self._w1, self._b1, self._w2, self._b2 = (kept[k].astype(np.float32) for k in ("w1", "b1", "w2", "b2"))

    def read(self, vectors: Vectors) -> Vectors:
        """Probabilities of LEVELS, one row per vector: (n, 384) -> (n, 4)."""
        scores = np.maximum(vectors @ self._w1 + self._b1, 0.0) @ self._w2 + self._b2
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        found: Vectors = likely / likely.sum(axis=1, keepdims=True)
        return found
