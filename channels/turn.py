"""One turn: triage first, then Rasa, then a Turn that is never empty, whatever failed on the way."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from rasa.core.channels.channel import UserMessage

from channels.output import TurnOutput
from channels.tokens import Session, button_token
from infrastructure.conversations import StoreDown, store_of
from magnesium import escalation
from magnesium.assistant import assistant
from magnesium.cleaning import TOPIC_CHARACTERS, without_command
from magnesium.escalation import Context, Outcome, Pressed
from magnesium.handover import Handover
from magnesium.knowledge.escalation import EscalationTexts
from magnesium.settings import ROOT, settings
from magnesium.urgency import NO_DANGER, Urgency, Verdict

logger = logging.getLogger(__name__)

PATIENCE_S = 1.0
"""How long Rasa may take over an emergency or a crisis: the text is known without it."""
OnMessage = Callable[[UserMessage], Awaitable[Any]]
_LEVEL_TEXT = {Urgency.EMERGENCY: "utter_emergency", Urgency.CRISIS: "utter_crisis", Urgency.URGENT: "utter_urgent"}


@dataclass(frozen=True)
class Said:
    """What the person sent: words, or a button (then `text` is what the button asks)."""

    text: str
    button: dict[str, Any] | None = None

    @property
    def shown(self) -> str:
        """What the person would call their message: their words, or the title they pressed."""
        return str(self.button["title"]) if self.button else self.text

    @property
    def pressed(self) -> Pressed | None:
        """A button about an escalation. Rasa never sees one."""
        about = (self.button or {}).get("escalation")
        return Pressed.from_dict(about) if about else None


def level_texts(file: Path = ROOT / "domain.yml") -> dict[str, str]:
    """The static texts of the levels, read from where Rasa reads them, for turns in which Rasa can't speak."""
    responses = yaml.safe_load(file.read_text(encoding="utf-8"))["responses"]
    return {name: responses[name][0]["text"] for name in (*_LEVEL_TEXT.values(), "utter_check")}


class TurnTaker:
    """Answers messages. Triage comes before lock, store and Rasa; its verdict alone is enough for an answer."""

    def __init__(self) -> None:
        self._texts = level_texts()
        self.model_version = ""

    async def judge(self, session: Session, said: Said) -> tuple[Verdict, Outcome]:
        """What the message means for somebody's safety, read in the conversation as far as that can be read."""
        verdict = NO_DANGER if said.button else await asyncio.to_thread(assistant().assess, said.text)
        try:
            context = Context.after(await store_of(session.id).last_turn(session.id))
        except StoreDown:
            context = Context()
        return verdict, assistant().advance(said.text, verdict, context, said.pressed)

    async def take(
        self, session: Session, said: Said, outcome: Outcome, country: str | None, ask: OnMessage
    ) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """Yield ("message", Message) as they come, then ("turn", Turn)."""
        parts = _Parts(session, country, outcome)
        texts = assistant().knowledge.escalation.texts
        if outcome.say:
            yield "message", parts.open(outcome.say)
        settled = outcome.say in (escalation.CLOSED, escalation.ASK_AGAIN) or (said.pressed and outcome.say)
        if not settled:
            answered = False
            if not said.pressed:
                async for raw in self._from_rasa(session, said, outcome, ask):
                    answered = True
                    yield "message", parts.add(raw)
            if not answered:
                yield "message", parts.add(self._instead(outcome, texts))
            if len(said.text) > TOPIC_CHARACTERS and outcome.urgency.rank < 2:
                yield "message", parts.add({"text": texts.cut})
        yield "turn", parts.turn(self.model_version)

    async def _from_rasa(
        self, session: Session, said: Said, outcome: Outcome, ask: OnMessage
    ) -> AsyncIterator[dict[str, Any]]:
        """What Rasa says, as it says it. Ends early, without a word, when it fails or takes too long."""
        output = TurnOutput()
        metadata = Handover(urgency=outcome.due.value, check=outcome.check)
        if said.button:
            metadata["button"] = said.button
        message = UserMessage(
            without_command(said.text) or "?", output, session.id, input_channel="web", metadata=metadata
        )
        running = asyncio.ensure_future(ask(message))
        patience = settings().turn_timeout_s
        if outcome.urgency.rank >= 2:
            patience = min(patience, PATIENCE_S)
        ends = asyncio.get_running_loop().time() + patience
        try:
            while not (running.done() and output.said.empty()):
                left = ends - asyncio.get_running_loop().time()
                if left <= 0:
                    logger.error("a turn took longer than %s s", patience)
                    return
                getting = asyncio.ensure_future(output.said.get())
                await asyncio.wait({running, getting}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                if getting.done():
                    yield getting.result()
                else:
                    getting.cancel()
            if running.exception() is not None:
                logger.error("a turn failed in Rasa: %s", type(running.exception()).__name__)
        finally:
            if not running.done():
                running.cancel()

    def _instead(self, outcome: Outcome, texts: EscalationTexts) -> dict[str, Any]:
        """What the person gets when Rasa said nothing: the text of the level, or of a failure."""
        if outcome.check:
            return {"text": self._texts["utter_check"]}
        if outcome.due is not Urgency.NONE:
            return {"text": self._texts[_LEVEL_TEXT[outcome.due]]}
        return {"text": texts.failure}


class _Parts:
    """The messages of one turn as they gather, and what the Turn tells of them."""

    def __init__(self, session: Session, country: str | None, outcome: Outcome) -> None:
        self._session, self._country, self._outcome = session, country, outcome
        self._texts = assistant().knowledge.escalation.texts
        self.messages: list[dict[str, Any]] = []
        self._topics: list[str] = []
        self._sources: list[str] = []
        self._answers = outcome.answers
        self._level_due = outcome.due is not Urgency.NONE
        self._card_due = outcome.open is not Urgency.NONE

    def open(self, say: str) -> dict[str, Any]:
        """How the escalation that is open goes on; said before all else."""
        if say == escalation.CLOSED:
            return self._put({"text": self._texts.closed}, [])
        if say == escalation.ASK_AGAIN:
            return self._put({"text": self._texts.ask_again}, self._check_buttons())
        return self._put({"text": self._texts.reminder}, [self._safe_button()])

    def add(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Turn what was said into a Message. The first is the text of the level, where that is due."""
        custom = raw.get("custom") or {}
        buttons = [b for b in raw.get("buttons") or () if "button" in b]
        if self._level_due and self._outcome.check:
            buttons = self._check_buttons()
        elif self._level_due and self._card_due:
            buttons = [self._safe_button()]
        self._level_due = False
        self._topics += [t for t in custom.get("topics", ()) if t not in self._topics]
        self._sources += [s for s in custom.get("sources", ()) if s not in self._sources]
        self._answers += custom.get("answers", ())
        message = {"text": raw.get("text") or ""}
        return self._put(message | ({"card": custom["card"]} if custom.get("card") else {}), buttons)

    def _put(self, message: dict[str, Any], buttons: list[dict[str, Any]]) -> dict[str, Any]:
        """Keep a Message with its buttons signed; the first of an escalation carries the card with the numbers."""
        if self._card_due and "card" not in message:
            message["card"] = assistant().escalation_card(self._outcome, self._country)
            self._card_due = False
        if buttons:
            message["buttons"] = [
                {"title": b["title"], "token": button_token(self._session.id, b["button"])} for b in buttons
            ]
        self.messages.append(message)
        return message

    def _check_buttons(self) -> list[dict[str, Any]]:
        yes, no = self._texts.check_yes, self._texts.check_no
        return [self._button(yes, "yes"), self._button(no, "no")]

    def _safe_button(self) -> dict[str, Any]:
        return self._button(self._texts.safe_button, "safe")

    def _button(self, title: str, says: Literal["yes", "no", "safe"]) -> dict[str, Any]:
        """A button that means the same whatever comes between: it names the danger that it speaks of."""
        about = Pressed(says, self._outcome.flag, self._outcome.open, self._outcome.back)
        return {"title": title, "button": {"title": title, "ask": title, "escalation": about.as_dict()}}

    def turn(self, model_version: str) -> dict[str, Any]:
        knowledge = assistant().knowledge
        return {
            "turn_id": secrets.token_urlsafe(12),
            "messages": self.messages,
            "topics": self._topics[:3],
            "urgency": self._outcome.urgency.value,
            "open_escalation": self._outcome.open.value,
            "sources": [_source(knowledge.sources[s]) for s in self._sources if s in knowledge.sources],
            "answers": self._answers,
            "versions": {"knowledge": knowledge.version, "model": model_version},
        }


def _source(source: Any) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "checked": source.checked.isoformat() if source.checked else None,
        "reviewed_by": source.reviewed_by or None,
    }
