"""The conversation store: sessions, what the bot remembers of each, and the turns for export and repetition.

One SQLAlchemy schema for SQLite (one process) and PostgreSQL (several). Conversations whose person chose that nothing
is kept live in a second store of the same shape, in memory. Nothing here is ever logged.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from magnesium.settings import settings

PRIVATE = "private-"
"""Prefix of the ids of conversations that are kept in memory only."""

_schema = sa.MetaData()
_conversations = sa.Table(
    "conversations",
    _schema,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("expires", sa.Float, nullable=False, index=True),
    sa.Column("country", sa.String(2)),
    sa.Column("state", sa.Text),
)
_turns = sa.Table(
    "turns",
    _schema,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("conversation", sa.String(64), nullable=False, index=True),
    sa.Column("client_id", sa.String(36)),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("said", sa.Text),
    sa.Column("turn", sa.Text, nullable=False),
    sa.Column("helpful", sa.Boolean),
    sa.Column("reason", sa.Text),
    sa.UniqueConstraint("conversation", "client_id", name="one_turn_per_client_id"),
)
T = TypeVar("T")


class StoreDown(Exception):
    """The store could not be read or written. Carries no words of a person."""


@dataclass(frozen=True)
class Conversation:
    """A session as stored. `state` is what the bot remembers between turns, `expires` a UNIX time."""

    id: str
    expires: float
    country: str | None
    state: dict[str, Any] | None


@dataclass(frozen=True)
class StoredTurn:
    """One turn: when, what the person wrote (or the title of the button), and the Turn as sent."""

    id: str
    at: float
    said: str | None
    turn: dict[str, Any]


class Conversations:
    """Conversations in one database. Every method may raise StoreDown."""

    def __init__(self, address: str) -> None:
        memory = address == "sqlite://"
        self._file = Path(address.removeprefix("sqlite:///")) if address.startswith("sqlite:///") else None
        options: dict[str, Any] = {"hide_parameters": True, "future": True}
        if memory:
            options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        elif address.startswith("sqlite"):
            options |= {"connect_args": {"timeout": 2, "check_same_thread": False}}
        else:
            options |= {"pool_pre_ping": True, "connect_args": {"connect_timeout": 2}}
        self._engine = sa.create_engine(address, **options)
        self._one_at_a_time = threading.Lock() if memory else None
        if address.startswith("sqlite") and not memory:
            sa.event.listen(self._engine, "connect", _write_ahead)
        self._made = False

    async def create(self, id: str, expires: float, country: str | None) -> None:
        row = {"id": id, "expires": expires, "country": country}
        await self._run(lambda c: c.execute(_conversations.insert().values(**row)))

    async def get(self, id: str) -> Conversation | None:
        row = await self._run(lambda c: c.execute(sa.select(_conversations).where(_conversations.c.id == id)).first())
        return row and Conversation(row.id, row.expires, row.country, json.loads(row.state) if row.state else None)

    async def set_country(self, id: str, country: str | None) -> None:
        await self._update(id, country=country)

    async def set_state(self, id: str, state: dict[str, Any]) -> None:
        """Remember `state`. A conversation nobody created (another channel) is created, with the life of a session."""
        text = json.dumps(state)
        if not await self._update(id, state=text):
            row = {"id": id, "expires": time.time() + settings().session_hours * 3600, "state": text}
            await self._run(lambda c: c.execute(_conversations.insert().values(**row)))

    async def add_turn(self, id: str, turn: dict[str, Any], said: str | None, client_id: str | None) -> None:
        row = {"id": turn["turn_id"], "conversation": id, "client_id": client_id, "at": time.time(), "said": said}
        await self._run(lambda c: c.execute(_turns.insert().values(**row, turn=json.dumps(turn))))

    async def repeated(self, id: str, client_id: str) -> dict[str, Any] | None:
        """The Turn that was the answer to `client_id`, if it was answered before."""
        where = sa.and_(_turns.c.conversation == id, _turns.c.client_id == client_id)
        found = await self._run(lambda c: c.execute(sa.select(_turns.c.turn).where(where)).scalar())
        return json.loads(found) if found else None

    async def last_turn(self, id: str) -> dict[str, Any] | None:
        query = sa.select(_turns.c.turn).where(_turns.c.conversation == id).order_by(_turns.c.at.desc()).limit(1)
        found = await self._run(lambda c: c.execute(query).scalar())
        return json.loads(found) if found else None

    async def turns(self, id: str) -> list[StoredTurn]:
        query = sa.select(_turns).where(_turns.c.conversation == id).order_by(_turns.c.at)
        rows = await self._run(lambda c: c.execute(query).all())
        return [StoredTurn(r.id, r.at, r.said, json.loads(r.turn)) for r in rows]

    async def set_feedback(self, id: str, turn_id: str, helpful: bool, reason: str | None) -> bool:
        """Keep what the person thought of a turn of theirs; False when there is no such turn."""
        where = sa.and_(_turns.c.conversation == id, _turns.c.id == turn_id)
        values = {"helpful": helpful, "reason": reason}
        return bool(await self._run(lambda c: c.execute(_turns.update().where(where).values(**values)).rowcount))

    async def forget(self, id: str) -> None:
        """Erase a conversation and all its turns."""

        def erase(c: Any) -> None:
            c.execute(_turns.delete().where(_turns.c.conversation == id))
            c.execute(_conversations.delete().where(_conversations.c.id == id))

        await self._run(erase)

    async def forget_expired(self) -> None:
        def erase(c: Any) -> None:
            old = sa.select(_conversations.c.id).where(_conversations.c.expires < time.time())
            c.execute(_turns.delete().where(_turns.c.conversation.in_(old)))
            c.execute(_conversations.delete().where(_conversations.c.expires < time.time()))

        await self._run(erase)

    async def reachable(self) -> None:
        """Return if a row can be read; raise StoreDown otherwise."""
        await self._run(lambda c: c.execute(sa.select(_conversations.c.id).limit(1)).first())

    async def _update(self, id: str, **values: Any) -> bool:
        statement = _conversations.update().where(_conversations.c.id == id).values(**values)
        return bool(await self._run(lambda c: c.execute(statement).rowcount))

    async def _run(self, work: Callable[[Any], T]) -> T:
        return await asyncio.to_thread(self._work, work)

    def _work(self, work: Callable[[Any], T]) -> T:
        try:
            if self._one_at_a_time:
                with self._one_at_a_time:
                    return self._in_transaction(work)
            return self._in_transaction(work)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            raise StoreDown(f"the conversation store failed: {type(error).__name__}") from None

    def _in_transaction(self, work: Callable[[Any], T]) -> T:
        if not self._made:
            if self._file:
                self._file.parent.mkdir(parents=True, exist_ok=True)
            _schema.create_all(self._engine)
            self._made = True
        with self._engine.begin() as connection:
            return work(connection)


def _write_ahead(connection: Any, _record: Any) -> None:
    """Write-ahead log: readers do not wait for the writer, and a killed process loses no finished turn."""
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except Exception:  # a read-only file can't switch its journal, and can still be read
        pass
    connection.execute("PRAGMA synchronous=NORMAL")


@lru_cache(maxsize=2)
def _open(address: str) -> Conversations:
    return Conversations(address)


def store_of(id: str) -> Conversations:
    """The store that holds the conversation `id`: in memory when its person chose that nothing is kept."""
    return _open("sqlite://" if id.startswith(PRIVATE) else settings().database)


def stores() -> tuple[Conversations, ...]:
    return _open(settings().database), _open("sqlite://")
