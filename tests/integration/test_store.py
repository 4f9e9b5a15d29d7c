"""The conversation store and the tracker that stands on it."""

import asyncio
import time

import pytest
from rasa.shared.core.domain import Domain

from infrastructure import conversations
from infrastructure.conversations import Conversations, StoreDown
from infrastructure.tracker_store import SLOT, ConversationStateStore

STATE = {"topic": "foods", "things": [], "person": {}, "offered": []}


@pytest.fixture
def store(tmp_path) -> Conversations:
    return Conversations(f"sqlite:///{tmp_path}/c.db")


def run(coroutine):
    return asyncio.run(coroutine)


def test_a_conversation_comes_back_as_it_was_put_in(store):
    run(store.create("a", time.time() + 60, "GB"))
    run(store.set_state("a", STATE))
    found = run(store.get("a"))
    assert (found.country, found.state) == ("GB", STATE)


def test_turns_come_back_in_order_and_by_client_id(store):
    for i in range(3):
        run(store.add_turn("a", {"turn_id": str(i)}, f"said {i}", f"client {i}"))
    assert [t.said for t in run(store.turns("a"))] == ["said 0", "said 1", "said 2"]
    assert run(store.repeated("a", "client 1")) == {"turn_id": "1"}
    assert run(store.repeated("b", "client 1")) is None
    assert run(store.last_turn("a")) == {"turn_id": "2"}


def test_a_client_id_is_stored_once(store):
    run(store.add_turn("a", {"turn_id": "1"}, "x", "same"))
    with pytest.raises(StoreDown):
        run(store.add_turn("a", {"turn_id": "2"}, "x", "same"))


def test_forgetting_leaves_nothing(store, tmp_path):
    run(store.create("a", time.time() + 60, None))
    run(store.add_turn("a", {"turn_id": "1"}, "quetzal", None))
    run(store.forget("a"))
    assert run(store.get("a")) is None
    assert run(store.turns("a")) == []


def test_expired_conversations_are_erased_and_others_stay(store):
    run(store.create("old", time.time() - 1, None))
    run(store.create("new", time.time() + 60, None))
    run(store.add_turn("old", {"turn_id": "1"}, "x", None))
    run(store.forget_expired())
    assert run(store.get("old")) is None
    assert run(store.turns("old")) == []
    assert run(store.get("new")) is not None


def test_a_store_that_fails_says_so_without_a_persons_words(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StoreDown) as told:
        run(Conversations(f"sqlite:///{blocked}/c.db").add_turn("a", {"turn_id": "1"}, "quetzal", None))
    assert "quetzal" not in str(told.value)


def test_the_tracker_holds_the_slot_and_nothing_else(store, monkeypatch):
    monkeypatch.setattr("infrastructure.tracker_store.store_of", lambda _: store)
    trackers = ConversationStateStore(Domain.load("domain.yml"))
    tracker = run(trackers.get_or_create_tracker("a"))
    tracker._set_slot(SLOT, STATE)
    run(trackers.save(tracker))
    again = run(trackers.retrieve("a"))
    assert again.get_slot(SLOT) == STATE
    assert len(again.events) == 4


def test_private_conversations_have_a_store_of_their_own():
    assert conversations.store_of("private-x") is not conversations.store_of("x")
    assert conversations.store_of("private-x") is conversations.store_of("private-y")
