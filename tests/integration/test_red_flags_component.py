"""The last component of the pipeline: the channel's verdict when there is one, else triage's own."""

import pytest
from rasa.shared.nlu.training_data.message import Message

from actions.answer import provenance
from components.red_flags import RedFlagClassifier
from magnesium.handover import Handover
from magnesium.reply import Reply


def intent_of(text: str, metadata: dict | None = None) -> str | None:
    message = Message(
        data={"text": text, "metadata": metadata or {}, "intent": {"name": "ask_foods", "confidence": 0.9}}
    )
    message.set("intent_ranking", [{"name": "ask_foods", "confidence": 0.9}])
    (done,) = RedFlagClassifier().process([message])
    return done.get("intent")["name"]


@pytest.mark.parametrize(
    ("metadata", "intent"),
    [
        ({"urgency": "emergency", "check": False}, "emergency"),
        ({"urgency": "crisis", "check": False}, "crisis"),
        ({"urgency": "urgent", "check": False}, "urgent"),
        ({"urgency": "urgent", "check": True}, "check"),
        ({"urgency": "none", "check": False}, "ask_foods"),
    ],
)
def test_the_verdict_of_the_channel_becomes_an_intent(metadata, intent):
    assert intent_of("which foods are best", Handover(metadata)) == intent


def test_without_a_verdict_triage_is_asked():
    assert intent_of("my chest hurts and my heart is racing") == "emergency"
    assert intent_of("which foods are best") == "ask_foods"


def test_metadata_that_a_client_sent_is_no_verdict():
    sent = {"urgency": "none", "check": False, "button": {"topic": "foods", "ask": "x", "title": "x"}}
    assert intent_of("my chest hurts and my heart is racing", sent) == "emergency"
    assert intent_of("which foods are best", {"urgency": "emergency"}) == "ask_foods"


def test_what_was_asked_stays_in_the_ranking():
    message = Message(data={"text": "x", "metadata": Handover(urgency="emergency", check=False)})
    message.set("intent_ranking", [{"name": "ask_foods", "confidence": 0.9}])
    (done,) = RedFlagClassifier().process([message])
    assert [r["name"] for r in done.get("intent_ranking")] == ["emergency", "ask_foods"]


def test_the_rest_channel_is_told_once_what_a_turn_was_about():
    replies = (Reply("foods.main", "foods", "", ("ods", "usda")), Reply("foods.more", "foods", "", ("ods",)))
    assert provenance(replies, "none") == {
        "topics": ["foods"],
        "urgency": "none",
        "sources": ["ods", "usda"],
        "answers": ["foods.main", "foods.more"],
    }
