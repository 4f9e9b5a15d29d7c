"""The chat API of docs/openapi.yml, the widget and the demo page, in one Sanic blueprint of `rasa run`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

import yaml
from rasa.core.channels.channel import InputChannel
from rasa.utils.endpoints import EndpointConfig
from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from channels import pages
from channels.limits import limiter
from channels.messages import Messages
from channels.problems import Problem, problem
from channels.sessions import Sessions
from channels.turn import OnMessage
from infrastructure import in_process_actions
from infrastructure.conversations import StoreDown, stores
from magnesium.assistant import assistant
from magnesium.settings import ROOT, settings
from magnesium.urgency import Urgency

logger = logging.getLogger(__name__)

CANARY = "my chest hurts and my heart is racing"
_MAX_REQUEST = 64 * 1024
_HOUR = 3600
_MISSING = {
    "model": "no trained model is loaded (`make train`)",
    "encoder": "the sentence encoder, or its reader for danger, is missing (`make setup`)",
    "store": "the conversation store can't be read (MAGNESIUM_DATABASE)",
    "safety": "triage does not see the canary emergency",
}
"""Check -> what it means that it failed."""
Handler = Callable[..., Coroutine[Any, Any, HTTPResponse | None]]


class WebInput(InputChannel):
    """Named in credentials.yml. Serves at `/`, so that it can answer there before Rasa's own page does."""

    @classmethod
    def name(cls) -> str:
        return "web"

    def url_prefix(self) -> str:
        return "/"

    def __init__(self) -> None:
        self._messages = Messages(limiter())
        self._sessions = Sessions(self._messages)

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        return cls()

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        web = Blueprint("web")
        self._messages.connect(on_new_message)
        web.listener("before_server_start")(self._prepare)
        web.listener("after_server_start")(self._started)
        chat = "/chat"
        for uri, handler, methods in (
            (f"{chat}/sessions", self._sessions.start, ["POST"]),
            (f"{chat}/session", self._sessions.change, ["PATCH"]),
            (f"{chat}/session", self._sessions.forget, ["DELETE"]),
            (f"{chat}/messages", self._messages.take, ["POST"]),
            (f"{chat}/transcript", self._sessions.transcript, ["GET"]),
            (f"{chat}/feedback", self._sessions.feedback, ["POST"]),
            (f"{chat}/emergency-numbers", self._sessions.numbers, ["GET"]),
        ):
            web.add_route(_guarded(handler), uri, methods=methods, name=handler.__name__)
        web.add_route(_live, "/health/live", name="live")
        web.add_route(_guarded(_ready), "/health/ready", name="ready")
        web.add_route(_openapi, "/openapi.json", name="openapi")
        web.add_route(_static(pages.style), "/demo.css", name="style")
        web.add_route(_static(lambda: pages.widget(immutable=False)), "/widget.js", name="widget")
        versioned = f"/widget-{pages.widget_version()}.js"
        web.add_route(_static(lambda: pages.widget(immutable=True)), versioned, name="versioned-widget")
        return web

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
            self._messages.turns.model_version = str(agent.model_id or "")
            _connect_actions(agent)
        app.add_task(_clean_up(), name="clean up")  # by its name Sanic ends it at shutdown
        if settings().numbers_checked is None:
            logger.warning(
                "nobody has checked the emergency numbers for this site: compare those of your readers' countries in"
                " knowledge/emergency_numbers.yml with official pages, then set MAGNESIUM_NUMBERS_CHECKED"
            )
        checks = await _checks(app)
        if all(checks.values()):
            print(f"ready: http://127.0.0.1:{settings().port}/", flush=True)
        else:
            print(f"not ready: {', '.join(_MISSING[c] for c, passed in checks.items() if not passed)}", flush=True)


async def _checks(app: Sanic) -> dict[str, bool]:
    """What must be there for the bot to be ready, and whether it is."""
    agent = app.ctx.agent
    checks = {"model": bool(agent and agent.is_ready()), "encoder": assistant().danger is not None}
    try:
        await stores()[0].reachable()
        checks["store"] = True
    except StoreDown:
        checks["store"] = False
    checks["safety"] = assistant().assess(CANARY).urgency is Urgency.EMERGENCY
    return checks


async def _ready(request: Request) -> HTTPResponse:
    checks = await _checks(request.app)
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
