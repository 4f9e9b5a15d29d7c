"""Errors as RFC 9457 problem documents. Each carries the emergency line; none carries a person's words."""

from __future__ import annotations

from typing import Any

from sanic.response import HTTPResponse, json

from magnesium.assistant import assistant

TITLES = {
    400: "Bad request",
    401: "No valid session",
    403: "Not allowed from this origin",
    404: "Not found",
    405: "Method not allowed",
    413: "Message too long",
    429: "Too many messages",
    500: "Something went wrong",
    503: "Not ready",
}


class Problem(Exception):
    """Stops a request; `detail` tells the client's developer what was wrong and what would be right."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> HTTPResponse:
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
        "emergency": assistant().knowledge.escalation.texts.problem,
    }
    return json(document, status=status, headers=headers, content_type="application/problem+json")
