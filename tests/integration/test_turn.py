"""A turn around a Rasa that is slow, silent, or not to be asked."""

import asyncio
import time

import pytest

from channels import turn as turns
from channels.tokens import Session
from channels.turn import Said, TurnTaker
from magnesium.cleaning import TOPIC_CHARACTERS
from magnesium.escalation import Outcome, Pressed
from magnesium.handover import Handover
from magnesium.urgency import Urgency

EMERGENCY = Outcome(Urgency.EMERGENCY, Urgency.EMERGENCY, "seizure")
ASKED = Outcome(Urgency.URGENT, Urgency.URGENT, "seizure", check=True)


def taken(monkeypatch, said: Said, outcome: Outcome, ask) -> dict:
    monkeypatch.setattr(turns, "button_token", lambda session_id, meaning: str(meaning))

    async def whole() -> dict:
        *_, (event, turn) = [e async for e in TurnTaker().take(Session("s", None), said, outcome, "US", ask)]
        assert event == "turn"
        return turn

    return asyncio.run(whole())


async def silent(_) -> None:
    """Answers nothing."""


def test_an_emergency_waits_a_second_for_rasa_and_no_longer(monkeypatch):
    begun = time.monotonic()
    turn = taken(monkeypatch, Said("he is having a seizure"), EMERGENCY, lambda _: asyncio.sleep(30))
    assert time.monotonic() - begun < 3
    assert turn["messages"][0]["text"].startswith("**This may be an emergency")


@pytest.mark.parametrize(
    ("says", "outcome"),
    [("yes", EMERGENCY), ("safe", Outcome(Urgency.NONE, Urgency.NONE, None, "escalation.closed"))],
)
def test_a_button_about_an_escalation_never_reaches_rasa(monkeypatch, says, outcome):
    async def refuse(_) -> None:
        raise AssertionError("asked")

    about = Pressed(says, "seizure", Urgency.EMERGENCY).as_dict()
    turn = taken(monkeypatch, Said("x", {"title": "x", "ask": "x", "escalation": about}), outcome, refuse)
    assert len(turn["messages"]) == 1
    assert turn["open_escalation"] == outcome.open.value


def test_a_check_question_shows_its_answers_and_says_that_the_message_was_cut(monkeypatch):
    check, cut = taken(monkeypatch, Said("x" * (TOPIC_CHARACTERS + 1)), ASKED, silent)["messages"]
    assert [b["title"][:3] for b in check["buttons"]] == ["Yes", "No,"]
    assert "first 1,000 characters" in cut["text"]


def test_rasa_is_told_the_level_whose_text_is_due(monkeypatch):
    handed = []

    async def note(message) -> None:
        handed.append(message.metadata)

    lesser = Outcome(Urgency.URGENT, Urgency.EMERGENCY, "seizure", "escalation.reminder")
    turn = taken(monkeypatch, Said("and hives"), lesser, note)
    assert handed == [{"urgency": "none", "check": False}]
    assert isinstance(handed[0], Handover)
    assert turn["messages"][0]["card"]["level"] == "emergency"
