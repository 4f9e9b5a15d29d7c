"""The conversation store: sessions, what the bot remembers of each, and the turns for export and repetition.

One SQLAlchemy schema for SQLite (one process) and PostgreSQL (several). Conversations whose person chose that nothing
is kept live in a second store of the same shape, in memory. Nothing here is ever logged. A call takes a second at
most; an outage is bridged by recent.py.
"""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from infrastructure.recent import Recent, Remembered
from magnesium.settings import settings

PRIVATE = "private-"
"""Prefix of the ids of conversations that are kept in memory only."""

PATIENCE_S = 1.0
_REST_S = 3.0
"""A call may take this long; after one that took longer nobody asks the store for the second time."""

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


class _Taken(StoreDown):
    """A row with this key is there already."""


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
        path = address.removeprefix("sqlite:///")
        # An address such as sqlite:///file:a.db?mode=ro&uri=true says itself how the file is to be opened.
        self._file = Path(path) if path != address and not path.startswith("file:") else None
        options: dict[str, Any] = {"hide_parameters": True, "future": True}
        if memory:
            options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        elif address.startswith("sqlite"):
            options |= {"connect_args": {"timeout": PATIENCE_S, "check_same_thread": False}}
        else:
            limits = {"connect_timeout": 2, "options": f"-c statement_timeout={1000 * PATIENCE_S:.0f}"}
            options |= {"pool_pre_ping": True, "pool_timeout": PATIENCE_S, "connect_args": limits}
        self._engine = sa.create_engine(address, **options)
        self._one_at_a_time = threading.Lock() if memory else None
        if address.startswith("sqlite") and not memory:
            sa.event.listen(self._engine, "connect", _prepare_connection)
        self._made, self._making = False, threading.Lock()
        self._threads = ThreadPoolExecutor(4, "store")  # a store that hangs must not hold those that read for danger
        self._rests_until = 0.0
        self._recent = Recent()

    async def create(self, id: str, expires: float, country: str | None) -> None:
        row = {"id": id, "expires": expires, "country": country}
        await self._run(lambda c: c.execute(_conversations.insert().values(**row)))

    async def get(self, id: str) -> Conversation | None:
        query = sa.select(_conversations).where(_conversations.c.id == id)
        row = await self._run(lambda c: c.execute(query).first())
        return row and Conversation(row.id, row.expires, row.country, json.loads(row.state) if row.state else None)

    async def set_country(self, id: str, country: str | None) -> None:
        await self._update(id, country=country)

    async def state(self, id: str) -> dict[str, Any] | None:
        """What the bot remembers of a conversation."""
        recent = self._recent.get("state", id)
        if recent and not recent.stored:
            return recent.value
        try:
            found = await self.get(id)
        except StoreDown:
            if recent:
                return recent.value
            raise
        return found.state if found else None

    async def set_state(self, id: str, state: dict[str, Any], create: bool) -> None:
        """Remember `state`. `create`: a conversation that is not there is made, with the life of a session."""
        text = json.dumps(state)
        try:
            if not await self._update(id, state=text) and create:
                row = {"id": id, "expires": time.time() + settings().session_hours * 3600, "state": text}
                await self._run(lambda c: c.execute(_conversations.insert().values(**row)))
        except StoreDown:
            self._recent.put("state", id, Remembered(state, time.time(), stored=False))
            raise
        self._recent.put("state", id, Remembered(state, time.time(), stored=True))

    async def add_turn(
        self, id: str, turn: dict[str, Any], said: str | None, client_id: str | None, at: float
    ) -> dict[str, Any]:
        """Store a turn that began `at`, and return it; or the Turn that `client_id` got first, in another process.

        Nothing is stored for a conversation that is not there (any more).
        """
        row = {"id": turn["turn_id"], "conversation": id, "client_id": client_id, "at": at, "said": said}
        columns = [sa.literal(v, type_=_turns.c[k].type) for k, v in (row | {"turn": json.dumps(turn)}).items()]
        there = sa.exists().where(_conversations.c.id == id)
        insert = _turns.insert().from_select([*row, "turn"], sa.select(columns).where(there))
        try:
            if await self._run(lambda c: c.execute(insert).rowcount):
                self._recent.put("turn", id, Remembered(turn, at, True, client_id))
        except _Taken:
            first = await self.repeated(id, client_id) if client_id else None
            return first or turn
        except StoreDown:
            self._recent.put("turn", id, Remembered(turn, at, False, client_id))
            raise
        return turn

    async def repeated(self, id: str, client_id: str) -> dict[str, Any] | None:
        """The Turn that was the answer to `client_id`, if it was answered before."""
        recent = self._recent.get("turn", id)
        if recent and recent.client_id == client_id:
            return recent.value
        where = sa.and_(_turns.c.conversation == id, _turns.c.client_id == client_id)
        found = await self._run(lambda c: c.execute(sa.select(_turns.c.turn).where(where)).scalar())
        return json.loads(found) if found else None

    async def last_turn(self, id: str) -> dict[str, Any] | None:
        recent = self._recent.get("turn", id)
        if recent and not recent.stored:
            return recent.value
        query = sa.select(_turns.c.turn).where(_turns.c.conversation == id).order_by(_turns.c.at.desc()).limit(1)
        try:
            found = await self._run(lambda c: c.execute(query).scalar())
        except StoreDown:
            if recent:
                return recent.value
            raise
        return json.loads(found) if found else None

    async def turns(self, id: str) -> list[StoredTurn]:
        query = sa.select(_turns).where(_turns.c.conversation == id).order_by(_turns.c.at)
        rows = await self._run(lambda c: c.execute(query).all())
        return [StoredTurn(r.id, r.at, r.said, json.loads(r.turn)) for r in rows]

    async def set_feedback(self, id: str, turn_id: str, helpful: bool, reason: str | None) -> bool:
        """Keep what the person thought of a turn of theirs; False when there is no such turn."""
        update = _turns.update().where(sa.and_(_turns.c.conversation == id, _turns.c.id == turn_id))
        return bool(await self._run(lambda c: c.execute(update.values(helpful=helpful, reason=reason)).rowcount))

    async def forget(self, id: str) -> None:
        """Erase a conversation and all its turns, from the pages of the file too."""
        self._recent.forget(id)

        def erase(c: Any) -> None:
            c.execute(_turns.delete().where(_turns.c.conversation == id))
            c.execute(_conversations.delete().where(_conversations.c.id == id))

        await self._run(erase)
        await self._empty_log()

    async def forget_expired(self) -> None:
        """Erase the conversations whose time is over, and turns whose conversation is gone."""
        self._recent.forget_old()

        def erase(c: Any) -> None:
            c.execute(_conversations.delete().where(_conversations.c.expires < time.time()))
            c.execute(_turns.delete().where(_turns.c.conversation.notin_(sa.select(_conversations.c.id))))

        await self._run(erase)
        await self._empty_log()

    async def reachable(self) -> None:
        """Read a row."""
        await self._run(lambda c: c.execute(sa.select(_conversations.c.id).limit(1)).first())

    async def _update(self, id: str, **values: Any) -> bool:
        statement = _conversations.update().where(_conversations.c.id == id).values(**values)
        return bool(await self._run(lambda c: c.execute(statement).rowcount))

    async def _empty_log(self) -> None:
        """Let nothing that was erased live on in SQLite's write-ahead log. A reader in the way puts it off."""
        if self._file:
            with suppress(StoreDown):
                await self._run(lambda c: c.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)"), transaction=False)

    async def _run(self, work: Callable[[Any], T], transaction: bool = True) -> T:
        if time.monotonic() < self._rests_until:
            raise StoreDown("the conversation store took too long a moment ago")
        working = asyncio.get_running_loop().run_in_executor(self._threads, self._work, work, transaction)
        try:
            return await asyncio.wait_for(working, PATIENCE_S)
        except TimeoutError:
            self._rests_until = time.monotonic() + _REST_S
            raise StoreDown(f"the conversation store took longer than {PATIENCE_S} s") from None

    def _work(self, work: Callable[[Any], T], transaction: bool) -> T:
        try:
            with self._one_at_a_time or nullcontext():
                self._make()
                with self._engine.begin() if transaction else self._engine.connect() as connection:
                    return work(connection)
        except sa.exc.IntegrityError:
            raise _Taken("the conversation store has this row already") from None
        except (sa.exc.SQLAlchemyError, OSError) as error:
            raise StoreDown(f"the conversation store failed: {type(error).__name__}") from None

    def _make(self) -> None:
        """Make the tables, once; a database file is its owner's alone (SQLite gives its log the same mode)."""
        with self._making:
            if self._made:
                return
            if self._file:
                self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.close(os.open(self._file, os.O_CREAT | os.O_RDONLY, 0o600))
                with suppress(PermissionError):  # the file of another user, lent to this one
                    self._file.chmod(0o600)
            _schema.create_all(self._engine)
            self._made = True


def _prepare_connection(connection: Any, _record: Any) -> None:
    """Write-ahead log: readers do not wait for the writer, and a killed process loses no finished turn.

    What is deleted is overwritten, so that the file holds no word of a conversation that was erased.
    """
    connection.execute("PRAGMA secure_delete=ON")
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
