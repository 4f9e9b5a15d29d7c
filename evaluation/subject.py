"""The assistant as it is evaluated: the trained model and the domain layer, without a server in between."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from pathlib import Path

import yaml

from magnesium.assistant import assistant
from magnesium.cleaning import clean
from magnesium.conversation import Conversation
from magnesium.dialogue import Heard, understood
from magnesium.reading import Reading, Thresholds, read
from magnesium.topic_reader import Strengths, TopicReader

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "models/magnesium.tar.gz"


@dataclass(frozen=True)
class Understood:
    """`topics` that would be answered, in order; ("out_of_scope",) when refused; `offered` as buttons when unsure."""

    topics: tuple[str, ...]
    offered: tuple[str, ...]
    confidence: float


def head(model: Path = MODEL) -> TopicReader:
    """The topic head inside a trained Rasa model."""
    with tarfile.open(model) as archive:
        name = next(n for n in archive.getnames() if n.endswith("topics.npz"))
        opened = archive.extractfile(name)
        assert opened is not None
        return TopicReader.load(opened.read())


def thresholds() -> Thresholds:
    chosen = _configured()
    return Thresholds(chosen["sure"], chosen["two"])


def strengths() -> Strengths:
    chosen = _configured()
    return Strengths(chosen["strength"], chosen["words_strength"])


def _configured() -> dict[str, float]:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return next(c for c in pipeline if c["name"].endswith("TopicClassifier"))


class Subject:
    def __init__(self, reader: TopicReader | None = None, bars: Thresholds | None = None) -> None:
        self.reader, self.bars = reader or head(), bars or thresholds()
        encoder = assistant().encoder
        if encoder is None:
            raise SystemExit("there is no encoder: run `make train`")
        self.encoder = encoder

    def reading(self, text: str) -> Reading:
        return read(clean(text), self.encoder, self.reader, assistant().speller, self.bars)

    def understand(self, text: str) -> Understood:
        reading = self.reading(text)
        heard = Heard(clean(text), reading, assistant().named(clean(text)))
        asked = understood(heard, Conversation())
        confidence = reading.asked[0].confidence
        if asked is None:
            return Understood(("out_of_scope",), reading.suggestions, confidence)
        return Understood(tuple(dict.fromkeys(q.topic for q in asked)), (), confidence)
