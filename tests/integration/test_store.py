"""The conversation store and the tracker that stands on it."""

import asyncio
import sqlite3
import stat
import time

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered

from infrastructure import conversations
from infrastructure.conversations import Conversations, StoreDown
from infrastructure.tracker_store import SLOT, ConversationStateStore

STATE = {"topic": "foods", "things": [], "person": {}, "offered": []}


@pytest.fixture
def file(tmp_path):
    """A database file in a folder that is not there yet."""
    return tmp_path / "var/c.db"


@pytest.fixture
def store(file) -> Conversations:
    """A store with the conversation "a"."""
    made = Conversations(f"sqlite:///{file}")
    run(made.create("a", time.time() + 60, "GB"))
    return made


@pytest.fixture
def read_only(store, file) -> Conversations:
    """The same database, opened so that no write succeeds, for root neither."""
    run(store.set_state("a", STATE, create=False))
    add(store, "a", "first")
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return Conversations(f"sqlite:///file:{file}?mode=ro&uri=true")


def run(coroutine):
    return asyncio.run(coroutine)


def add(store, id, turn_id, said="x", client_id=None, at=None):
    return run(store.add_turn(id, {"turn_id": turn_id}, said, client_id, at or time.time()))


def bytes_of(file) -> bytes:
    return b"".join(f.read_bytes() for f in file.parent.iterdir())


def test_a_conversation_comes_back_as_it_was_put_in(store):
    run(store.set_state("a", STATE, create=False))
    found = run(store.get("a"))
    assert (found.country, found.state) == ("GB", STATE)


def test_turns_come_back_in_order_and_by_client_id(store):
    for i in range(3):
        add(store, "a", str(i), f"said {i}", f"client {i}")
    assert [t.said for t in run(store.turns("a"))] == ["said 0", "said 1", "said 2"]
    assert run(store.repeated("a", "client 1")) == {"turn_id": "1"}
    assert run(store.repeated("b", "client 1")) is None
    assert run(store.last_turn("a")) == {"turn_id": "2"}


def test_a_turn_that_was_overtaken_is_not_the_last_one(store):
    add(store, "a", "emergency", at=time.time())
    add(store, "a", "slow", at=time.time() - 5)
    assert run(store.last_turn("a")) == {"turn_id": "emergency"}


def test_the_second_of_two_processes_gets_the_turn_of_the_first_for_a_client_id(store, file):
    other = Conversations(f"sqlite:///{file}")
    assert add(store, "a", "1", client_id="same") == {"turn_id": "1"}
    assert add(other, "a", "2", client_id="same") == {"turn_id": "1"}
    assert len(run(store.turns("a"))) == 1


def test_forgetting_leaves_no_byte_of_what_was_said(store, file):
    add(store, "a", "1", "quetzal " * 2000)
    assert b"quetzal" in bytes_of(file)
    run(store.forget("a"))
    assert run(store.get("a")) is None
    assert run(store.turns("a")) == []
    assert b"quetzal" not in bytes_of(file)


def test_a_turn_or_state_that_comes_after_forgetting_is_not_stored(store):
    run(store.forget("a"))
    add(store, "a", "late", client_id="late")
    run(store.set_state("a", STATE, create=False))
    assert run(store.turns("a")) == []
    assert run(store.last_turn("a")) is None
    assert run(store.get("a")) is None


def test_only_the_owner_may_read_the_file(store, file):
    add(store, "a", "1")
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(f.stat().st_mode) for f in file.parent.iterdir()} == {0o600}


def test_expired_conversations_and_orphan_turns_are_erased_and_others_stay(store, file):
    run(store.create("old", time.time() - 1, None))
    add(store, "old", "1")
    add(store, "a", "2")
    with sqlite3.connect(file) as connection:
        connection.execute("INSERT INTO turns (id, conversation, at, turn) VALUES ('3', 'orphan', 0, '{}')")
    run(store.forget_expired())
    assert run(store.get("old")) is None
    assert run(store.turns("old")) == []
    assert run(store.turns("orphan")) == []
    assert [t.id for t in run(store.turns("a"))] == ["2"]


def test_a_store_that_fails_says_so_without_a_persons_words(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StoreDown) as told:
        add(Conversations(f"sqlite:///{blocked}/c.db"), "a", "1", "quetzal")
    assert "quetzal" not in str(told.value)


def test_a_store_that_hangs_is_given_up_and_then_left_alone_for_a_while(store, file):
    blocking = sqlite3.connect(file, isolation_level=None)
    blocking.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreDown):
        run(store.set_country("a", "US"))
    blocking.close()  # it would answer again now, but it is not asked
    with pytest.raises(StoreDown):
        run(store.get("a"))


def test_a_talk_goes_on_while_the_store_can_not_be_written(read_only):
    assert run(read_only.last_turn("a")) == {"turn_id": "first"}
    with pytest.raises(StoreDown):
        add(read_only, "a", "second", client_id="mine")
    with pytest.raises(StoreDown):
        run(read_only.set_state("a", STATE | {"topic": "risks"}, create=False))
    assert run(read_only.last_turn("a")) == {"turn_id": "second"}
    assert run(read_only.repeated("a", "mine")) == {"turn_id": "second"}
    assert run(read_only.state("a"))["topic"] == "risks"
    assert run(read_only.last_turn("b")) is None


def test_what_was_stored_is_still_known_when_the_store_goes_away(store, file):
    add(store, "a", "open emergency")
    run(store.set_state("a", STATE, create=False))
    for part in file.parent.iterdir():
        part.unlink()
    file.mkdir()
    assert run(store.last_turn("a")) == {"turn_id": "open emergency"}
    assert run(store.state("a")) == STATE


@pytest.fixture
def trackers(store, monkeypatch) -> ConversationStateStore:
    monkeypatch.setattr("infrastructure.tracker_store.store_of", lambda _: store)
    return ConversationStateStore(Domain.load("domain.yml"))


def said_on(trackers, id, channel):
    tracker = run(trackers.get_or_create_tracker(id))
    tracker.update(UserUttered("hi", input_channel=channel))
    tracker._set_slot(SLOT, STATE)
    return tracker


def test_the_tracker_holds_the_slot_and_nothing_else(trackers):
    run(trackers.save(said_on(trackers, "a", "web")))
    again = run(trackers.retrieve("a"))
    assert again.get_slot(SLOT) == STATE
    assert len(again.events) == 4


def test_other_channels_make_conversations_and_the_web_channel_finds_them(trackers, store):
    run(trackers.save(said_on(trackers, "of the web", "web")))
    run(trackers.save(said_on(trackers, "of rest", "rest")))
    assert run(store.get("of the web")) is None
    assert run(store.get("of rest")).state == STATE


def test_rasa_is_not_told_of_an_outage_and_keeps_no_tracker(trackers, read_only, monkeypatch):
    monkeypatch.setattr("infrastructure.tracker_store.store_of", lambda _: read_only)
    tracker = said_on(trackers, "a", "web")
    tracker._set_slot(SLOT, STATE | {"topic": "risks"})
    run(trackers.save(tracker))
    assert run(trackers.retrieve("a")).get_slot(SLOT)["topic"] == "risks"


def test_private_conversations_have_a_store_of_their_own():
    assert conversations.store_of("private-x") is not conversations.store_of("x")
    assert conversations.store_of("private-x") is conversations.store_of("private-y")
