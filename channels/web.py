"""The chat API of docs/openapi.yml, the widget and the demo page, in one Sanic blueprint of `rasa run`."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from weakref import WeakValueDictionary

import yaml
from rasa.core.channels.channel import InputChannel
from rasa.utils.endpoints import EndpointConfig
from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

from channels import pages, requests
from channels.limits import limiter
from channels.problems import Problem, problem
from channels.tokens import Session, new_id, session_token
from channels.turn import OnMessage, Said, TurnTaker
from infrastructure import in_process_actions
from infrastructure.conversations import StoreDown, store_of, stores
from magnesium import cards
from magnesium.assistant import assistant
from magnesium.settings import ROOT, settings
from magnesium.urgency import Urgency

logger = logging.getLogger(__name__)

CANARY = "my chest hurts and my heart is racing"
_MAX_REQUEST = 64 * 1024
_HOUR = 3600
Handler = Callable[..., Coroutine[Any, Any, HTTPResponse | None]]


class WebInput(InputChannel):
    """Named in credentials.yml. Serves at `/`, so that it can answer there before Rasa's own page does."""

    @classmethod
    def name(cls) -> str:
        return "web"

    def url_prefix(self) -> str:
        return "/"

    def __init__(self) -> None:
        self._turns = TurnTaker()
        self._limiter = limiter()
        self._one_at_a_time: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        return cls()

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        web = Blueprint("web")
        self._ask = on_new_message
        web.listener("before_server_start")(self._prepare)
        web.listener("after_server_start")(self._started)
        chat = "/chat"
        for uri, handler, methods in (
            (f"{chat}/sessions", self._start, ["POST"]),
            (f"{chat}/session", self._change, ["PATCH"]),
            (f"{chat}/session", self._forget, ["DELETE"]),
            (f"{chat}/messages", self._message, ["POST"]),
            (f"{chat}/transcript", self._transcript, ["GET"]),
            (f"{chat}/feedback", self._feedback, ["POST"]),
            (f"{chat}/emergency-numbers", self._numbers, ["GET"]),
        ):
            web.add_route(_guarded(handler), uri, methods=methods, name=handler.__name__)
        web.add_route(_live, "/health/live", name="live")
        web.add_route(_guarded(self._ready), "/health/ready", name="ready")
        web.add_route(_openapi, "/openapi.json", name="openapi")
        web.add_route(_static(pages.style), "/demo.css", name="style")
        web.add_route(_static(lambda: pages.widget(immutable=False)), "/widget.js", name="widget")
        versioned = f"/widget-{pages.widget_version()}.js"
        web.add_route(_static(lambda: pages.widget(immutable=True)), versioned, name="versioned-widget")
        return web

    # --- conversations

    async def _start(self, request: Request) -> HTTPResponse:
        value = requests.body(request, {"country", "locale", "consent"})
        if value.get("consent", "session") not in ("session", "none"):
            raise Problem(400, '"consent" must be "session" or "none"')
        self._limit(None, request)
        id, country = new_id(keep=value.get("consent") != "none"), requests.country(value)
        expires = time.time() + settings().session_hours * _HOUR
        stored = True
        try:
            await store_of(id).create(id, expires, country)
        except StoreDown:
            stored = False
        session = Session(id, country, stored)
        greeting = Said("hello", {"title": "", "ask": "hello", "topic": "smalltalk", "answer": "smalltalk.greet"})
        turn = await self._whole_turn(session, greeting, country)
        answer = {"session": session_token(session), "expires_at": _iso(expires), "turn": turn}
        return json_response(answer, status=201)

    async def _change(self, request: Request) -> HTTPResponse:
        session = requests.session_of(request)
        country = requests.country(requests.body(request, {"country"}))
        await requests.country_of(session)
        try:
            await store_of(session.id).set_country(session.id, country)
        except StoreDown:
            logger.error("a country could not be stored")
        kinds = ("emergency", "crisis", "poison")
        return json_response({"country": country, "numbers": cards.numbers(assistant().knowledge, country, kinds)})

    async def _forget(self, request: Request) -> HTTPResponse:
        session = requests.session_of(request)
        try:
            await store_of(session.id).forget(session.id)
        except StoreDown:
            raise Problem(503, "the store can't be reached, so nothing was erased; try again in a while") from None
        return empty()

    async def _transcript(self, request: Request) -> HTTPResponse:
        session = requests.session_of(request)
        await requests.country_of(session)
        try:
            turns = await store_of(session.id).turns(session.id)
        except StoreDown:
            raise Problem(503, "the store can't be reached; try again in a while") from None
        return json_response({"turns": [{"at": _iso(t.at), "text": t.said, "turn": t.turn} for t in turns]})

    async def _feedback(self, request: Request) -> HTTPResponse:
        session = requests.session_of(request)
        turn_id, helpful, reason = requests.feedback(requests.body(request, {"turn_id", "helpful", "reason"}))
        try:
            if not await store_of(session.id).set_feedback(session.id, turn_id, helpful, reason):
                raise Problem(404, "this session has no such turn")
        except StoreDown:
            raise Problem(503, "the store can't be reached; try again in a while") from None
        return empty()

    async def _numbers(self, request: Request) -> HTTPResponse:
        knowledge = assistant().knowledge
        kinds = ("emergency", "crisis", "poison")
        rows = [{**c, "numbers": cards.numbers(knowledge, c["code"], kinds)} for c in cards.countries(knowledge)]
        return json_response({"countries": rows})

    # --- messages

    async def _message(self, request: Request) -> HTTPResponse | None:
        session = requests.session_of(request)
        value = requests.body(request, {"text", "button", "client_id"})
        said, client_id = requests.said(value, session), requests.client_id(value)
        country = await requests.country_of(session)
        lock = self._one_at_a_time.setdefault(session.id, asyncio.Lock())
        async with lock:
            if client_id and (turn := await _repeated(session, client_id)):
                return json_response(turn)
            if "text/event-stream" in request.headers.get("accept", ""):
                await self._stream(request, session, said, country, client_id)
                return None
            return json_response(await self._whole_turn(session, said, country, client_id, request))

    async def _whole_turn(
        self,
        session: Session,
        said: Said,
        country: str | None,
        client_id: str | None = None,
        request: Request | None = None,
    ) -> dict[str, Any]:
        turn: dict[str, Any] = {}
        async for event, data in self._take(session, said, country, client_id, request):
            if event == "turn":
                turn = data
        return turn

    async def _take(
        self, session: Session, said: Said, country: str | None, client_id: str | None, request: Request | None
    ) -> Any:
        """Yield the events of one turn; the last is the Turn, which is stored."""
        begun = time.perf_counter()
        verdict, outcome = await self._turns.judge(session, said)
        if request is not None and outcome.urgency is Urgency.NONE and outcome.open is Urgency.NONE:
            self._limit(session, request)
        async for event, data in self._turns.take(session, said, outcome, verdict.check, country, self._ask):
            if event == "turn":
                await self._keep(session, said, data, client_id)
                took = 1000 * (time.perf_counter() - begun)
                logger.info("turn urgency=%s answers=%s ms=%.0f", data["urgency"], ",".join(data["answers"]), took)
            yield event, data

    async def _keep(self, session: Session, said: Said, turn: dict[str, Any], client_id: str | None) -> None:
        try:
            await store_of(session.id).add_turn(session.id, turn, said.shown or None, client_id)
        except StoreDown as error:
            logger.error("%s", error)
            turn["messages"].append({"text": assistant().knowledge.escalation.texts.not_saved})

    async def _stream(
        self, request: Request, session: Session, said: Said, country: str | None, client_id: str | None
    ) -> None:
        events = self._take(session, said, country, client_id, request)
        first = await anext(events)  # a refusal must come before the stream begins
        cors = pages.allow_origin(request) or {}
        headers = {**cors, "cache-control": "no-store", "x-accel-buffering": "no"}
        response = await request.respond(content_type="text/event-stream", headers=headers)
        await response.send(_event(*first))
        async for event, data in events:
            await response.send(_event(event, data))
        await response.eof()

    def _limit(self, session: Session | None, request: Request) -> None:
        wait = self._limiter.wait(session.id if session else None, requests.address(request))
        if wait:
            raise Problem(429, f"too many messages; try again in {wait} s", {"retry-after": str(wait)})

    # --- server

    async def _prepare(self, app: Sanic, _: Any) -> None:
        app.config.REQUEST_MAX_SIZE = _MAX_REQUEST
        app.config.FALLBACK_ERROR_FORMAT = "json"
        app.request_middleware.appendleft(_before_rasa)
        app.error_handler.add(Problem, _on_problem)
        app.error_handler.add(SanicException, _on_sanic)
        app.error_handler.add(Exception, _on_anything)
        assistant().assess(CANARY)

    async def _started(self, app: Sanic, _: Any) -> None:
        agent = app.ctx.agent
        if agent is not None and agent.is_ready():
            self._turns.model_version = str(agent.model_id or "")
            _connect_actions(agent)
        app.add_task(_clean_up())
        if settings().numbers_checked is None:
            logger.warning(
                "nobody has checked the emergency numbers for this site: compare those of your readers' countries in"
                " knowledge/emergency_numbers.yml with official pages, then set MAGNESIUM_NUMBERS_CHECKED"
            )
        print(f"ready: http://127.0.0.1:{settings().port}/", flush=True)

    async def _ready(self, request: Request) -> HTTPResponse:
        agent = request.app.ctx.agent
        checks = {"model": bool(agent and agent.is_ready())}
        try:
            await stores()[0].reachable()
            checks["store"] = True
        except StoreDown:
            checks["store"] = False
        checks["safety"] = assistant().assess(CANARY).urgency is Urgency.EMERGENCY
        return json_response({"ready": all(checks.values()), **checks}, status=200 if all(checks.values()) else 503)


def _connect_actions(agent: Any) -> None:
    """In-process actions, or the action server that the settings name."""
    in_process_actions.validate_with_a_prepared_schema()
    if not settings().action_server:
        in_process_actions.install(agent)
        return
    agent.action_endpoint = agent.processor.action_endpoint = EndpointConfig(
        url=settings().action_server, enable_selective_domain=True
    )


async def _clean_up() -> None:
    """Erase expired conversations, now and every hour."""
    while True:
        for store in stores():
            try:
                await store.forget_expired()
            except StoreDown as error:
                logger.error("%s", error)
        await asyncio.sleep(_HOUR)


async def _repeated(session: Session, client_id: str) -> dict[str, Any] | None:
    try:
        return await store_of(session.id).repeated(session.id, client_id)
    except StoreDown:
        return None


def _guarded(handler: Handler) -> Handler:
    """Refuse foreign origins; add the CORS headers of an allowed one to every answer, refusals too."""

    @wraps(handler)
    async def guard(request: Request, *args: Any, **kwargs: Any) -> HTTPResponse | None:
        cors = pages.allow_origin(request)
        if cors is None:
            return problem(403, "this origin is not in MAGNESIUM_ORIGINS")
        try:
            response = await handler(request, *args, **kwargs)
        except Problem as refused:
            response = _on_problem(request, refused)
        except Exception as error:
            response = _on_anything(request, error)
        if response is not None:
            response.headers.update({**cors, "cache-control": "no-store", "x-content-type-options": "nosniff"})
        return response

    return guard


def _on_problem(_: Request, error: Problem) -> HTTPResponse:
    return problem(error.status, error.detail, error.headers)


def _on_sanic(_: Request, error: SanicException) -> HTTPResponse:
    status = getattr(error, "status_code", 500)
    details = {
        404: "there is nothing at this address",
        405: "this address does not take this method",
        413: "the body is too large",
    }
    return problem(status, details.get(status, "the request could not be read"))


def _on_anything(_: Request, error: Exception) -> HTTPResponse:
    """Only the type is logged: the message of an error may hold a person's words."""
    logger.error("a request failed: %s", type(error).__name__)
    return problem(500, "the request failed; try again")


async def _before_rasa(request: Request) -> HTTPResponse | None:
    """Rasa answers `/` with its version, and preflights without our list of origins: answer both before it does."""
    if request.path == "/" and request.method == "GET":
        return pages.page()
    if request.path.startswith("/chat/") and request.method == "OPTIONS":
        cors = pages.allow_origin(request)
        return problem(403, "this origin is not in MAGNESIUM_ORIGINS") if cors is None else pages.preflight(cors)
    return None


async def _live(_: Request) -> HTTPResponse:
    return json_response({"live": True})


async def _openapi(_: Request) -> HTTPResponse:
    return json_response(yaml.safe_load((ROOT / "docs/openapi.yml").read_text(encoding="utf-8")))


def _static(serve: Callable[[], HTTPResponse]) -> Handler:
    async def handle(_: Request) -> HTTPResponse:
        return serve()

    return handle


def _event(event: str, data: dict[str, Any]) -> str:
    return f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
