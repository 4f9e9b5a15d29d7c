"""The learned voice of triage: what the sentence encoder hears and what the n-grams say, as one probability a level.

The encoder's head is part of the adapter (docs/model-card.md). The n-grams are fitted at set-up, in seconds, on
data/safety, the reports among them once more as shaking hands would type them, and, as harmless messages, data/nlu.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path

from magnesium import ngrams, slips
from magnesium.encoder import Encoder, Vectors
from magnesium.examples import danger_examples, topic_examples
from magnesium.ngrams import NGramReader, agreed
from magnesium.urgency import LEVELS, Urgency

_STRENGTH = 40.0
_SEED = 7
_FILE, _RECIPE = "danger.npz", "danger.sha256"


class DangerReader:
    """Texts -> probabilities of LEVELS. Needs what `prepare` writes into the encoder's folder."""

    def __init__(self, encoder: Encoder, words: NGramReader) -> None:
        self._encoder, self._words = encoder, words

    def hear(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 4): none, urgent, emergency, crisis."""
        return agreed(self._encoder.danger(texts), self._words.read(texts))


def load(folder: Path) -> NGramReader:
    """The n-grams that `prepare` wrote into `folder`. Raises OSError when they are not there."""
    return NGramReader.load((folder / _FILE).read_bytes())


def prepare(folder: Path, data: Path) -> None:
    """Fit the n-grams on the messages below `data` and write them into `folder`."""
    examples = topic_examples(data / "nlu") + danger_examples(data / "safety")
    reports = [e for e in examples if e.level is not Urgency.NONE]
    rng = random.Random(_SEED)
    texts = [e.text for e in examples] + [slips.mistyped(e.text, rng) for e in reports]
    levels = [e.level.value for e in examples + reports]
    words = NGramReader.train(texts, levels, _STRENGTH, [level.value for level in LEVELS])
    (folder / _FILE).write_bytes(words.dump())
    (folder / _RECIPE).write_text(_recipe(data) + "\n", encoding="utf-8")


def is_current(folder: Path, data: Path) -> bool:
    """Whether `folder` holds n-grams made from today's messages and code."""
    try:
        return (folder / _FILE).is_file() and (folder / _RECIPE).read_text(encoding="utf-8").strip() == _recipe(data)
    except OSError:
        return False


def _recipe(data: Path) -> str:
    messages = [*sorted(data.glob("nlu/*.yml")), *sorted(data.glob("safety/*.tsv"))]
    made_from = [*messages, Path(ngrams.__file__), Path(slips.__file__), Path(__file__)]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in made_from)).hexdigest()
