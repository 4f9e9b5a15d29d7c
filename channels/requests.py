"""What a client may send: bodies read and checked, sessions found. Every refusal is a Problem."""

from __future__ import annotations

import json
import time
import uuid
from contextlib import suppress
from typing import Any

from sanic.request import Request

from channels.problems import Problem
from channels.tokens import BadToken, Session, read_button, read_session
from channels.turn import Said
from infrastructure.conversations import StoreDown, store_of
from magnesium.cleaning import MAX_BYTES, clean
from magnesium.settings import settings

_MAX_REASON = 1000


def body(request: Request, allowed: set[str]) -> dict[str, Any]:
    """The JSON object of a request, with no other keys than these."""
    try:
        value = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise Problem(400, 'the body is not JSON; send an object such as {"text": "..."}') from None
    if not isinstance(value, dict):
        raise Problem(400, f"the body must be a JSON object, not {type(value).__name__}")
    if unknown := sorted(set(value) - allowed):
        # keys are the client's, but could hold anything: name the known ones, not the unknown
        raise Problem(400, f"{len(unknown)} unknown keys; known are {', '.join(sorted(allowed))}")
    return value


def session_of(request: Request) -> Session:
    """The session of the bearer token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem(401, "send the session as `Authorization: Bearer <session>`")
    try:
        return read_session(token.strip())
    except BadToken as error:
        raise Problem(401, str(error)) from None


async def country_of(session: Session) -> str | None:
    """The country of a session. A session that was forgotten is no session; one that can't be looked up is believed."""
    try:
        kept = await store_of(session.id).get(session.id)
    except StoreDown:
        return session.country
    if kept is not None:
        return kept.country
    if session.stored:
        raise Problem(401, "this session was deleted or has ended; start a new one with POST /chat/sessions")
    with suppress(StoreDown):  # the store was down as this session began: make good for it
        await store_of(session.id).create(session.id, time.time() + settings().session_hours * 3600, session.country)
    return session.country


def said(value: dict[str, Any], session: Session) -> Said:
    """The words or the button of a message."""
    if ("text" in value) == ("button" in value):
        raise Problem(400, 'send either "text" or "button"')
    if "button" in value:
        if not isinstance(value["button"], str):
            raise Problem(400, '"button" must be the token of a button')
        try:
            meaning = read_button(value["button"], session.id)
        except BadToken as error:
            raise Problem(401, str(error)) from None
        return Said(str(meaning["ask"]), meaning)
    text = value["text"]
    if not isinstance(text, str):
        raise Problem(400, '"text" must be a string')
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise Problem(413, f'"text" may have {MAX_BYTES} bytes in UTF-8; send less, or in parts')
    return Said(clean(text))


def client_id(value: dict[str, Any]) -> str | None:
    found = value.get("client_id")
    if found is None:
        return None
    try:
        return str(uuid.UUID(found))
    except (ValueError, AttributeError, TypeError):
        raise Problem(400, '"client_id" must be a UUID') from None


def country(value: dict[str, Any]) -> str | None:
    """An ISO country code, from "country" or else from the region of "locale" ("en-GB")."""
    for key in ("country", "locale"):
        if value.get(key) is not None and not isinstance(value[key], str):
            raise Problem(400, f'"{key}" must be a string')
    if value.get("country"):
        code = value["country"].upper()
        if len(code) != 2 or not code.isascii() or not code.isalpha():
            raise Problem(400, '"country" must be a two-letter ISO 3166 code, such as "GB"')
        return str(code)
    for part in (value.get("locale") or "").replace("_", "-").split("-")[1:]:
        if len(part) == 2 and part.isascii() and part.isalpha():
            return str(part.upper())
    return None


def feedback(value: dict[str, Any]) -> tuple[str, bool, str | None]:
    turn_id, helpful, reason = value.get("turn_id"), value.get("helpful"), value.get("reason")
    if not isinstance(turn_id, str) or not isinstance(helpful, bool) or not isinstance(reason, str | None):
        raise Problem(400, 'send "turn_id" (string), "helpful" (true or false) and, if you like, "reason" (string)')
    return turn_id, helpful, clean(reason)[:_MAX_REASON] if reason else None


def address(request: Request) -> str:
    """The client's address; behind a trusted proxy, the one that the proxy saw: it writes behind the client's."""
    if settings().trust_proxy and (forwarded := request.headers.getall("x-forwarded-for", [])):
        return str(forwarded[-1]).rpartition(",")[2].strip()
    return str(request.ip)
