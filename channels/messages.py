"""Messages: each is one turn, run to its end and stored whatever becomes of the request that waits for it."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import UserMessage
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from channels import pages, requests
from channels.limits import Limiter
from channels.problems import Problem
from channels.tokens import Session
from channels.turn import OnMessage, Said, TurnTaker
from infrastructure.conversations import StoreDown, store_of
from magnesium.assistant import assistant
from magnesium.escalation import Outcome
from magnesium.urgency import Urgency

logger = logging.getLogger(__name__)

Event = tuple[str, dict[str, Any]]
"""("message", Message), and last ("turn", Turn)."""

_DANGER_WAITS_S = 1.0
"""A message in danger waits no longer than this for the turn before it."""


class Messages:
    """Takes messages, one at a time for each session."""

    def __init__(self, limiter: Limiter) -> None:
        self.turns = TurnTaker()
        self._limiter = limiter
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: dict[tuple[str, str], _Running] = {}

    def connect(self, ask: OnMessage) -> None:
        """Let Rasa answer."""
        self._ask = ask

    def lock(self, session: Session) -> asyncio.Lock:
        """Held by the turn that a session is in."""
        return self._locks.setdefault(session.id, asyncio.Lock())

    def too_many(self, session: Session | None, request: Request) -> Problem | None:
        """Count a request; the refusal when it is one too many."""
        wait = self._limiter.wait(session.id if session else None, requests.address(request))
        return Problem(429, f"too many messages; try again in {wait} s", {"retry-after": str(wait)}) if wait else None

    async def take(self, request: Request) -> HTTPResponse | None:
        """POST /chat/messages. A repeated client_id joins the turn that is running, or gets the one that was stored."""
        session = requests.session_of(request)
        value = requests.body(request, {"text", "button", "client_id"})
        said, client_id = requests.said(value, session), requests.client_id(value)
        turn = self._running.get((session.id, client_id or ""))
        if turn is None:
            turn = self._start(session, said, client_id, self.too_many(session, request))
        events = turn.events()
        if "text/event-stream" not in request.headers.get("accept", ""):
            return json_response(await _last(events))
        first = await anext(events)  # a refusal must come before the stream begins
        cors = pages.allow_origin(request) or {}
        headers = {**cors, "cache-control": "no-store", "x-accel-buffering": "no"}
        response = await request.respond(content_type="text/event-stream", headers=headers)
        await response.send(_written(first))
        async for event in events:
            await response.send(_written(event))
        await response.eof()
        return None

    async def answer(self, session: Session, said: Said) -> dict[str, Any]:
        """The Turn that answers what nobody typed: the greeting."""
        return await _last(self._start(session, said, None, None).events())

    def _start(self, session: Session, said: Said, client_id: str | None, refusal: Problem | None) -> _Running:
        key = (session.id, client_id or secrets.token_hex(8))
        work = self._alone(session, said, refusal) if refusal else self._in_turn(session, said, client_id)
        running = self._running[key] = _Running(work)
        running.task.add_done_callback(lambda _: self._running.pop(key, None))
        return running

    async def _alone(self, session: Session, said: Said, refusal: Problem) -> AsyncIterator[Event]:
        """Over the limit: danger is answered from its verdict, without Rasa; nothing is stored, the rest is refused."""
        _, outcome = await self.turns.judge(session, said)
        if outcome.urgency is Urgency.NONE and outcome.open is Urgency.NONE:
            raise refusal
        async for event in self.turns.take(session, said, outcome, session.country, _nobody):
            yield event

    async def _in_turn(self, session: Session, said: Said, client_id: str | None) -> AsyncIterator[Event]:
        """Judge at once; answer when the turn before has ended, and store the Turn, which is the last event."""
        begun, lock = time.perf_counter(), self.lock(session)
        behind = lock.locked()
        (_, outcome), country = await asyncio.gather(self.turns.judge(session, said), requests.country_of(session))
        async with _held(lock, _DANGER_WAITS_S if outcome.urgency is not Urgency.NONE else None):
            at = time.time()
            if client_id and (stored := await _repeated(session, client_id)):
                for message in stored["messages"]:
                    yield "message", message
                yield "turn", stored
                return
            if behind:  # the turn before may have changed what this one means
                _, outcome = await self.turns.judge(session, said)
            async for event, data in self._taken(session, said, outcome, country):
                if event == "turn":
                    data = await _keep(session, said, data, client_id, at)
                    took = 1000 * (time.perf_counter() - begun)
                    logger.info("turn urgency=%s answers=%s ms=%.0f", data["urgency"], ",".join(data["answers"]), took)
                yield event, data

    async def _taken(self, session: Session, said: Said, outcome: Outcome, country: str | None) -> AsyncIterator[Event]:
        """The events of a turn. When the answering itself fails, a text with the emergency line, and a Turn."""
        messages: list[dict[str, Any]] = []
        try:
            async for event, data in self.turns.take(session, said, outcome, country, self._ask):
                if event == "message":
                    messages.append(data)
                yield event, data
        except Exception as error:  # only the type is logged: the message may hold a person's words
            logger.error("a turn failed: %s", type(error).__name__)
            failure = {"text": assistant().knowledge.escalation.texts.failure}
            yield "message", failure
            yield "turn", _least_turn([*messages, failure], outcome, self.turns.model_version)


class _Running:
    """A turn in a task of its own, and its events for everybody who waits for them."""

    def __init__(self, work: AsyncIterator[Event]) -> None:
        self._events: list[Event] = []
        self._failed: Exception | None = None
        self._done, self._more = False, asyncio.Event()
        self.task = asyncio.create_task(self._run(work))

    async def _run(self, work: AsyncIterator[Event]) -> None:
        try:
            async for event in work:
                self._events.append(event)
                self._wake()
        except Exception as error:
            self._failed = error
        finally:
            self._done = True
            self._wake()

    def _wake(self) -> None:
        self._more.set()
        self._more = asyncio.Event()

    async def events(self) -> AsyncIterator[Event]:
        """From the first, as they come. Raises what ended the turn before its Turn."""
        seen = 0
        while True:
            while seen < len(self._events):
                yield self._events[seen]
                seen += 1
            if self._failed:
                raise self._failed
            if self._done:
                return
            await self._more.wait()


async def _last(events: AsyncIterator[Event]) -> dict[str, Any]:
    turn: dict[str, Any] = {}
    async for _, data in events:
        turn = data
    return turn


@asynccontextmanager
async def _held(lock: asyncio.Lock, patience: float | None) -> AsyncIterator[None]:
    """Hold `lock`; go on without it when that takes longer than `patience` seconds."""
    try:
        await asyncio.wait_for(lock.acquire(), patience)
    except TimeoutError:
        yield
        return
    try:
        yield
    finally:
        lock.release()


async def _keep(session: Session, said: Said, turn: dict[str, Any], client_id: str | None, at: float) -> dict[str, Any]:
    """Store a Turn; return it, or the one that another process stored for the same client_id."""
    try:
        return await store_of(session.id).add_turn(session.id, turn, said.shown or None, client_id, at)
    except Exception as error:  # only the type is logged: the message may hold a person's words
        logger.error("a turn was not stored: %s", type(error).__name__)
        turn["messages"].append({"text": assistant().knowledge.escalation.texts.not_saved})
        return turn


async def _repeated(session: Session, client_id: str) -> dict[str, Any] | None:
    try:
        return await store_of(session.id).repeated(session.id, client_id)
    except StoreDown:
        return None


async def _nobody(_: UserMessage) -> None:
    """In Rasa's place where it is not to be asked."""


def _least_turn(messages: list[dict[str, Any]], outcome: Outcome, model_version: str) -> dict[str, Any]:
    """A Turn made of nothing that may have failed. It keeps an escalation open."""
    return {
        "turn_id": secrets.token_urlsafe(12),
        "messages": messages,
        "topics": [],
        "urgency": outcome.urgency.value,
        "open_escalation": outcome.open.value,
        "sources": [],
        "answers": outcome.answers,
        "versions": {"knowledge": assistant().knowledge.version, "model": model_version},
    }


def _written(event: Event) -> str:
    return f"event: {event[0]}\ndata: {json.dumps(event[1], ensure_ascii=False)}\n\n"
