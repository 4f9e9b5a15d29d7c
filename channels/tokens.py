"""Signed tokens: a session is issued by the server only, a button stands for what the server meant by it."""

from __future__ import annotations

import fcntl
import os
import secrets
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from infrastructure.conversations import PRIVATE
from magnesium.settings import ROOT, settings

KEPT_SECRET = ROOT / "var/secret"
_SHORTEST = 32


class BadToken(Exception):
    """A token that this server did not issue, that has expired, or that belongs to somebody else."""


@dataclass(frozen=True)
class Session:
    """What a session token says. `stored` is False when the store was down as the session began."""

    id: str
    country: str | None
    stored: bool = True


def new_id(keep: bool) -> str:
    return ("" if keep else PRIVATE) + secrets.token_urlsafe(18)


@lru_cache(maxsize=1)
def _secret() -> str:
    """The key: from the settings, or made once and kept in a file that only its owner reads."""
    if settings().secret:
        return settings().secret
    return kept_secret(KEPT_SECRET)


def kept_secret(file: Path) -> str:
    """The secret in `file`, made there first if there is none of 32 characters or more.

    Several processes that start at once agree on one: each holds the file while it looks. What a process left behind
    that was killed while it wrote is too short, and is replaced.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_CREAT | os.O_RDWR, 0o600), "r+") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        kept = opened.read().strip()
        if len(kept) < _SHORTEST:
            kept = secrets.token_urlsafe(48)
            opened.seek(0)
            opened.truncate()
            opened.write(kept)
            opened.flush()
            os.fsync(opened.fileno())
    return kept


def session_token(session: Session) -> str:
    return str(URLSafeTimedSerializer(_secret(), salt="session").dumps(asdict(session)))


def read_session(token: str) -> Session:
    """The session of a token. Raises BadToken."""
    try:
        value = URLSafeTimedSerializer(_secret(), salt="session").loads(token, max_age=settings().session_hours * 3600)
        return Session(**value)
    except (BadData, TypeError):
        raise BadToken("this session is unknown or has ended; start a new one with POST /chat/sessions") from None


def button_token(session_id: str, meaning: dict[str, Any]) -> str:
    return str(URLSafeSerializer(_secret(), salt="button").dumps([session_id, meaning]))


def read_button(token: str, session_id: str) -> dict[str, Any]:
    """What the button means. Raises BadToken when it was not issued for this session."""
    try:
        owner, meaning = URLSafeSerializer(_secret(), salt="button").loads(token)
        if owner == session_id and isinstance(meaning, dict):
            return meaning
    except (BadData, TypeError, ValueError):
        pass
    raise BadToken("this button does not belong to this session")
