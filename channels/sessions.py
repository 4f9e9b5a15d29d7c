"""Conversations as a whole: begun, moved to another country, exported, judged, forgotten."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime

from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

from channels import requests
from channels.messages import Messages
from channels.problems import Problem
from channels.tokens import Session, new_id, session_token
from channels.turn import Said
from infrastructure.conversations import StoreDown, store_of
from magnesium import cards
from magnesium.assistant import assistant
from magnesium.settings import settings

logger = logging.getLogger(__name__)


class Sessions:
    """The routes of the chat API around messages."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    async def start(self, request: Request) -> HTTPResponse:
        value = requests.body(request, {"country", "locale", "consent"})
        if value.get("consent", "session") not in ("session", "none"):
            raise Problem(400, '"consent" must be "session" or "none"')
        if refusal := self._messages.too_many(None, request):
            raise refusal
        id, country = new_id(keep=value.get("consent") != "none"), requests.country(value)
        expires = time.time() + settings().session_hours * 3600
        stored = True
        try:
            await store_of(id).create(id, expires, country)
        except StoreDown:
            stored = False
        session = Session(id, country, stored)
        greeting = Said("hello", {"title": "", "ask": "hello", "topic": "smalltalk", "answer": "smalltalk.greet"})
        turn = await self._messages.answer(session, greeting)
        answer = {"session": session_token(session), "expires_at": _iso(expires), "turn": turn}
        return json_response(answer, status=201)

    async def change(self, request: Request) -> HTTPResponse:
        session = requests.session_of(request)
        country = requests.country(requests.body(request, {"country"}))
        await requests.country_of(session)
        try:
            await store_of(session.id).set_country(session.id, country)
        except StoreDown:
            logger.error("a country could not be stored")
        kinds = ("emergency", "crisis", "poison")
        return json_response({"country": country, "numbers": cards.numbers(assistant().knowledge, country, kinds)})

    async def forget(self, request: Request) -> HTTPResponse:
        session = requests.session_of(request)
        try:
            async with self._messages.lock(session):  # a turn on its way ends first, and is erased too
                await store_of(session.id).forget(session.id)
        except StoreDown:
            raise Problem(503, "the store can't be reached, so nothing was erased; try again in a while") from None
        return empty()

    async def transcript(self, request: Request) -> HTTPResponse:
        session = requests.session_of(request)
        await requests.country_of(session)
        try:
            turns = await store_of(session.id).turns(session.id)
        except StoreDown:
            raise Problem(503, "the store can't be reached; try again in a while") from None
        return json_response({"turns": [{"at": _iso(t.at), "text": t.said, "turn": t.turn} for t in turns]})

    async def feedback(self, request: Request) -> HTTPResponse:
        session = requests.session_of(request)
        turn_id, helpful, reason = requests.feedback(requests.body(request, {"turn_id", "helpful", "reason"}))
        try:
            if not await store_of(session.id).set_feedback(session.id, turn_id, helpful, reason):
                raise Problem(404, "this session has no such turn")
        except StoreDown:
            raise Problem(503, "the store can't be reached; try again in a while") from None
        return empty()

    async def numbers(self, request: Request) -> HTTPResponse:
        knowledge = assistant().knowledge
        kinds = ("emergency", "crisis", "poison")
        rows = [{**c, "numbers": cards.numbers(knowledge, c["code"], kinds)} for c in cards.countries(knowledge)]
        return json_response({"countries": rows})


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
