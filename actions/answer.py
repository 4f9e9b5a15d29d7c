"""The one action: what was read, in its conversation, becomes answers out of knowledge/."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from magnesium.assistant import assistant
from magnesium.cleaning import clean
from magnesium.conversation import Conversation
from magnesium.dialogue import Heard
from magnesium.question import Entity
from magnesium.reading import Asked, Reading
from magnesium.reply import Button, Reply

SLOT = "conversation"


class ActionAnswer(Action):
    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        spoken = assistant().respond(read_message(tracker), Conversation.from_dict(tracker.get_slot(SLOT)))
        channel = tracker.get_latest_input_channel()
        for reply in spoken.replies:
            utter(dispatcher, reply, structured=channel == "web")
        if channel == "rest":
            dispatcher.utter_message(json_message=provenance(spoken.replies, tracker.latest_message["urgency"]))
        return [SlotSet(SLOT, spoken.conversation.as_dict())]


def read_message(tracker: Tracker) -> Heard:
    """The latest message as the pipeline read it."""
    message = tracker.latest_message
    pressed = message.get("pressed")
    reading = message.get("reading")
    return Heard(
        clean(message.get("text") or ""),
        Reading.from_dict(reading) if reading else Reading((Asked("", "help", 0.0),), False, ()),
        tuple(
            Entity(e["entity"], str(e["value"]), e["start"], e["end"], e.get("text", ""), tuple(e.get("choices", ())))
            for e in message.get("entities", ())
            if e.get("extractor") == "Gazetteer"
        ),
        Button(**pressed) if pressed else None,
        danger=message.get("urgency", "none") != "none",
    )


def utter(dispatcher: CollectingDispatcher, reply: Reply, structured: bool) -> None:
    """Say one reply: with card and provenance where the channel takes them one by one, else as plain text."""
    if not structured:
        dispatcher.utter_message(text="\n\n".join(t for t in (reply.text, reply.plain) if t))
        return
    custom = {"topics": [reply.topic], "sources": list(reply.sources), "answers": [reply.id], "card": reply.card}
    buttons = [{"title": b.title, "payload": b.ask, "button": b.__dict__} for b in reply.buttons]
    dispatcher.utter_message(text=reply.text, buttons=buttons, json_message=custom)


def provenance(replies: Sequence[Reply], urgency: str) -> dict[str, Any]:
    """What the rest channel tells of a whole turn, after its last message."""
    return {
        "topics": list(dict.fromkeys(r.topic for r in replies)),
        "urgency": urgency,
        "sources": list(dict.fromkeys(s for r in replies for s in r.sources)),
        "answers": [r.id for r in replies],
    }
