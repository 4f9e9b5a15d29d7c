"""Last in the pipeline: a message that triage judged dangerous gets the intent of its level, whatever it asked."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from magnesium.assistant import assistant
from magnesium.cleaning import clean
from magnesium.handover import handed
from magnesium.urgency import Urgency

LEVELS = {Urgency.EMERGENCY: "emergency", Urgency.CRISIS: "crisis", Urgency.URGENT: "urgent"}
"""Urgency -> intent. What is urgent is also answered: its reading stays with the message."""

CHECK = "check"
"""The intent of a doubtful report, which is asked about first."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RedFlagClassifier(GraphComponent, IntentClassifier):
    """Takes the level that the web channel hands over in the metadata; asks triage itself on every other channel."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RedFlagClassifier:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            overrule_intent(message, *_judged(message))
        return messages


def _judged(message: Message) -> tuple[Urgency, bool]:
    """The level of a message, and whether it needs the check question."""
    if (known := handed(message.get("metadata"))) is not None:
        return Urgency(known["urgency"]), known["check"]
    verdict = assistant().assess(clean(message.get(TEXT) or ""))
    return verdict.urgency, verdict.check


def overrule_intent(message: Message, level: Urgency, check: bool) -> None:
    """Put the intent of `level` first; what the message asked stays in the ranking."""
    message.set("urgency", level.value, add_to_output=True)
    if level is Urgency.NONE:
        return
    first = {"name": CHECK if check else LEVELS[level], "confidence": 1.0}
    ranking = [first, *message.get("intent_ranking", [])]
    message.set("intent", first, add_to_output=True)
    message.set("intent_ranking", ranking, add_to_output=True)
