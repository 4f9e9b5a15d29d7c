"""One turn: triage first, then Rasa, then a Turn that is never empty, whatever failed on the way."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.core.channels.channel import UserMessage

from channels.output import TurnOutput
from channels.tokens import Session, button_token
from infrastructure.conversations import StoreDown, store_of
from magnesium import escalation
from magnesium.assistant import assistant
from magnesium.cleaning import TOPIC_CHARACTERS, without_command
from magnesium.escalation import Context, Outcome
from magnesium.knowledge.escalation import EscalationTexts
from magnesium.settings import ROOT, settings
from magnesium.urgency import NO_DANGER, Urgency, Verdict

logger = logging.getLogger(__name__)

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
        return verdict, assistant().advance(said.text, verdict, context)

    async def take(
        self, session: Session, said: Said, outcome: Outcome, check: bool, country: str | None, ask: OnMessage
    ) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """Yield ("message", Message) as they come, then ("turn", Turn)."""
        parts = _Parts(session, country, outcome, check)
        texts = assistant().knowledge.escalation.texts
        for message in self._before(parts, texts):
            yield "message", message
        if outcome.say not in (escalation.CLOSED, escalation.ASK_AGAIN):
            async for raw in self._from_rasa(session, said, parts, ask):
                yield "message", parts.add(raw)
        if not parts.messages or not parts.answered:
            yield "message", parts.add(self._instead(parts, texts))
        if len(said.text) > TOPIC_CHARACTERS and outcome.urgency is Urgency.NONE:
            yield "message", parts.add({"text": texts.cut})
        yield "turn", parts.turn(self.model_version)

    def _before(self, parts: _Parts, texts: EscalationTexts) -> list[dict[str, Any]]:
        """What is said before Rasa is asked: how the escalation that is open goes on."""
        say = parts.outcome.say
        if say == escalation.CLOSED:
            return [parts.add({"text": texts.closed}, say)]
        if say == escalation.ASK_AGAIN:
            return [parts.add({"text": texts.ask_again, "buttons": _check_buttons(texts)}, say, card=True)]
        if say == escalation.REMINDER:
            return [parts.add({"text": texts.reminder, "buttons": [_safe_button(texts)]}, say, card=True)]
        return []

    async def _from_rasa(
        self, session: Session, said: Said, parts: _Parts, ask: OnMessage
    ) -> AsyncIterator[dict[str, Any]]:
        """What Rasa says, as it says it. Ends early, without a word, when it fails or takes too long."""
        output = TurnOutput()
        metadata: dict[str, Any] = {"urgency": parts.outcome.urgency.value, "check": parts.check}
        if said.button:
            metadata["button"] = said.button
        message = UserMessage(
            without_command(said.text) or "?", output, session.id, input_channel="web", metadata=metadata
        )
        running = asyncio.ensure_future(ask(message))
        ends = asyncio.get_running_loop().time() + settings().turn_timeout_s
        try:
            while not (running.done() and output.said.empty()):
                left = ends - asyncio.get_running_loop().time()
                if left <= 0:
                    logger.error("a turn took longer than %s s", settings().turn_timeout_s)
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

    def _instead(self, parts: _Parts, texts: EscalationTexts) -> dict[str, Any]:
        """What the person gets when Rasa said nothing: the text of the level, or of a failure."""
        if parts.check:
            return {"text": self._texts["utter_check"], "level": True}
        if parts.outcome.urgency is not Urgency.NONE:
            return {"text": self._texts[_LEVEL_TEXT[parts.outcome.urgency]], "level": True}
        return {"text": texts.failure}


def _check_buttons(texts: EscalationTexts) -> list[dict[str, Any]]:
    return [_button(texts.check_yes, "yes"), _button(texts.check_no, "no")]


def _safe_button(texts: EscalationTexts) -> dict[str, Any]:
    return _button(texts.safe_button, "help is here")


def _button(title: str, ask: str) -> dict[str, Any]:
    return {"title": title, "button": {"title": title, "ask": ask, "topic": "smalltalk", "answer": ""}}


class _Parts:
    """The messages of one turn as they gather, and what the Turn tells of them."""

    def __init__(self, session: Session, country: str | None, outcome: Outcome, check: bool) -> None:
        self._session, self._country = session, country
        self.outcome, self.check = outcome, check
        self.messages: list[dict[str, Any]] = []
        self.answered = outcome.say in (escalation.CLOSED, escalation.ASK_AGAIN)
        self._topics: list[str] = []
        self._sources: list[str] = []
        self._answers: list[str] = [f"red_flag.{outcome.flag}"] if outcome.flag else []
        self._card_due = outcome.urgency is not Urgency.NONE

    def add(self, raw: dict[str, Any], answer: str | None = None, card: bool = False) -> dict[str, Any]:
        """Turn what was said into a Message; the first of an escalation carries the card with the numbers."""
        custom = raw.get("custom") or {}
        message: dict[str, Any] = {"text": raw.get("text") or ""}
        buttons = list(raw.get("buttons") or ())
        if custom.get("card"):
            message["card"] = custom["card"]
        elif card or self._card_due:
            message["card"] = assistant().escalation_card(self.outcome, self._country)
            texts = assistant().knowledge.escalation.texts
            if self.check:
                buttons = _check_buttons(texts)
                answer = answer or escalation.CHECK
            elif self.outcome.urgency is not Urgency.NONE:
                buttons = [_safe_button(texts)]
            self._card_due = False
        if buttons:
            message["buttons"] = [
                {"title": b["title"], "token": button_token(self._session.id, b["button"])}
                for b in buttons
                if "button" in b
            ]
        if answer:
            self._answers.append(answer)
        self._topics += [t for t in custom.get("topics", ()) if t not in self._topics]
        self._sources += [s for s in custom.get("sources", ()) if s not in self._sources]
        self._answers += custom.get("answers", ())
        self.answered = self.answered or answer != escalation.REMINDER
        self.messages.append(message)
        return message

    def turn(self, model_version: str) -> dict[str, Any]:
        knowledge = assistant().knowledge
        return {
            "turn_id": secrets.token_urlsafe(12),
            "messages": self.messages,
            "topics": self._topics[:3],
            "urgency": self.outcome.urgency.value,
            "open_escalation": self.outcome.open.value,
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
