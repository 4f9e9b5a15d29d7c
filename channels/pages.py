"""The demo page and the widget: static files with strict headers, nothing from elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse, raw, text

from magnesium.settings import ROOT, settings

_WIDGET = ROOT / "widget"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)
_PAGE = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-cache",
}
_ANYWHERE = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
_FOR_EVER = "public, max-age=31536000, immutable"


def widget_version() -> str:
    return str(json.loads((_WIDGET / "package.json").read_text(encoding="utf-8"))["version"])


def page() -> HTTPResponse:
    return _file(_WIDGET / "demo/index.html", "text/html; charset=utf-8", _PAGE)


def style() -> HTTPResponse:
    return _file(_WIDGET / "demo/demo.css", "text/css; charset=utf-8", _PAGE)


def widget(immutable: bool) -> HTTPResponse:
    headers = {**_PAGE, **_ANYWHERE, "cache-control": _FOR_EVER if immutable else "no-cache"}
    return _file(_WIDGET / "dist/magnesium-chat.js", "text/javascript; charset=utf-8", headers)


def _file(path: Path, content_type: str, headers: dict[str, str]) -> HTTPResponse:
    return raw(path.read_bytes(), headers=headers, content_type=content_type)


def allow_origin(request: Request) -> dict[str, str] | None:
    """CORS headers for the origin of a request; None when it may not use the API.

    A request without Origin comes from no browser page; one of the page's own origin needs no header.
    """
    origin = request.headers.get("origin", "").rstrip("/")
    if not origin or origin.partition("://")[2] == request.headers.get("host"):
        return {}
    if origin not in settings().allowed_origins():
        return None
    return {"access-control-allow-origin": origin, "access-control-expose-headers": "Retry-After", "vary": "Origin"}


def preflight(headers: dict[str, str]) -> HTTPResponse:
    return text(
        "",
        status=204,
        headers={
            **headers,
            "access-control-allow-methods": "GET, POST, PATCH, DELETE",
            "access-control-allow-headers": "authorization, content-type, accept",
            "access-control-max-age": "600",
        },
    )
