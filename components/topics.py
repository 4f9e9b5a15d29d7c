"""The topic reader as an intent classifier: trains its head on data/nlu, then says what a message asks."""

from __future__ import annotations

import hashlib
import inspect
import os
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from magnesium import heads, ngrams, topic_reader
from magnesium.assistant import assistant
from magnesium.encoder import Encoder
from magnesium.examples import Example, two_question_examples
from magnesium.handover import handed
from magnesium.reading import Asked, Reading, Thresholds, read
from magnesium.settings import ROOT, settings
from magnesium.topic_reader import Strengths, TopicReader
from magnesium.topics import INTENT_OF

FALLBACK = "nlu_fallback"
READING = "reading"
"""Key under which the whole reading travels to the actions."""
PRESSED = "pressed"
"""Key under which a button that the web channel vouches for travels to the actions."""


def _encoder() -> Encoder:
    encoder = assistant().encoder
    if encoder is None:
        raise RuntimeError("the sentence encoder is missing; run `make run`, which prepares it")
    return encoder


def _two_questions(config: dict[str, Any]) -> list[Example]:
    """Rasa's own training data has one intent a message."""
    return two_question_examples(ROOT / config["two_questions"])


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Replaces the intent by `nlu_fallback` when the reading is not sure; the ranking keeps what it was."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "strength": 8.0,
            "words_strength": 100.0,
            "sure": 0.28,
            "two": 0.015,
            "two_questions": "data/two_questions",
        }

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, head: TopicReader | None
    ) -> None:
        self._config, self._storage, self._resource, self._head = config, storage, resource, head
        self._thresholds = Thresholds(sure=config["sure"], two=config["two"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        with model_storage.read_from(resource) as folder:
            head = TopicReader.load((folder / "topics.npz").read_bytes())
        return cls(config, model_storage, resource, head)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa's cache looks at the class only; a new encoder, other heads or messages need a new training too."""
        # a node whose result Rasa has in its cache comes here without its configuration
        messages = repr(_two_questions(cls.get_default_config() | config))
        code = "".join(inspect.getsource(module) for module in (topic_reader, heads, ngrams))
        return f"{_encoder().made_from} {hashlib.sha256((messages + code).encode()).hexdigest()}"

    def train(self, training_data: TrainingData) -> Resource:
        single = [Example(str(m.get(TEXT)), (m.get(INTENT),)) for m in training_data.intent_examples if m.get(TEXT)]
        strengths = Strengths(self._config["strength"], self._config["words_strength"])
        encoder = Encoder(settings().encoder, threads=os.cpu_count() or 1)  # the shared one runs on a single core
        examples = [*single, *_two_questions(self._config)]
        self._head = TopicReader.train(examples, encoder.encode([e.text for e in examples]), strengths)
        with self._storage.write_to(self._resource) as folder:
            (folder / "topics.npz").write_bytes(self._head.dump())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._read(message)
        return messages

    def _read(self, message: Message) -> None:
        text = message.get(TEXT)
        given = handed(message.get("metadata"))
        pinned = given.get("button") if given is not None else None
        if self._head is None or not text:
            return
        if pinned:
            message.set(PRESSED, pinned, add_to_output=True)
            reading = Reading((Asked(text, INTENT_OF.get(pinned["topic"], "help"), 1.0),), True, ())
        else:
            reading = read(text, _encoder(), self._head, assistant().speller, self._thresholds)
        first = reading.asked[0]
        name = first.intent if reading.sure else FALLBACK
        ranking = [{"name": a.intent, "confidence": a.confidence} for a in reading.asked]
        message.set("intent", {"name": name, "confidence": first.confidence}, add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set(READING, reading.as_dict(), add_to_output=True)
