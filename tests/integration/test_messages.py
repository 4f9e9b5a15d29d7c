"""Turns as they run: to their end, one at a time, danger first. Triage and Rasa are stood in for."""

import asyncio
import time

import pytest

from channels.limits import Limiter
from channels.messages import Messages
from channels.problems import Problem
from channels.tokens import Session
from channels.turn import Said
from infrastructure.conversations import Conversations
from magnesium.escalation import Outcome
from magnesium.urgency import NO_DANGER, Urgency

SESSION = Session("a", "GB")
NOTHING, DANGER = (Outcome(u, u, None) for u in (Urgency.NONE, Urgency.EMERGENCY))


class Turns:
    """Judges "help" as an emergency; says what was said, fails at "fail", takes long over "slow"."""

    model_version = "m"

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def judge(self, session, said):
        return NO_DANGER, DANGER if said.text == "help" else NOTHING

    async def take(self, session, said, outcome, country, ask):
        self.asked.append(said.text)
        messages = [{"text": said.text}]
        yield "message", messages[0]
        if said.text == "fail":
            raise KeyError("quetzal")
        if said.text == "slow":
            await asyncio.sleep(2)
        yield "turn", {"turn_id": f"{said.text} {len(self.asked)}", "messages": messages, **outcome.turn()}


@pytest.fixture
def store(tmp_path, monkeypatch):
    made = Conversations(f"sqlite:///{tmp_path}/c.db")
    asyncio.run(made.create("a", time.time() + 60, "GB"))
    monkeypatch.setattr("channels.messages.store_of", lambda _: made)
    monkeypatch.setattr("channels.requests.store_of", lambda _: made)
    return made


@pytest.fixture
def messages(store):
    taken = Messages(Limiter("off"))
    taken.turns = Turns()
    taken.connect(None)
    return taken


async def all_of(running):
    return [event async for event in running.events()]


def test_a_turn_that_fails_midway_ends_in_a_turn_with_the_emergency_line(messages, store, caplog):
    async def talk():
        return await all_of(messages._start(SESSION, Said("fail"), None, None))

    events = asyncio.run(talk())
    assert [kind for kind, _ in events] == ["message", "message", "turn"]
    turn = events[-1][1]
    assert turn["messages"][0]["text"] == "fail"
    assert "112" in turn["messages"][1]["text"]
    assert turn["turn_id"] in [t.id for t in asyncio.run(store.turns("a"))]
    assert "quetzal" not in caplog.text


def test_a_turn_that_nobody_waits_for_is_finished_and_stored_and_a_repeat_joins_it(messages, store):
    async def talk():
        running = messages._start(SESSION, Said("slow"), "mine", None)

        async def read():
            async for _ in running.events():
                pass

        reader = asyncio.create_task(read())
        await asyncio.sleep(0.3)
        reader.cancel()
        joined = await all_of(messages._running["a", "mine"])
        repeated = await all_of(messages._start(SESSION, Said("slow"), "mine", None))
        return joined, repeated

    joined, repeated = asyncio.run(talk())
    assert joined == repeated
    assert [kind for kind, _ in repeated] == ["message", "turn"]
    assert len(asyncio.run(store.turns("a"))) == 1
    assert messages.turns.asked == ["slow"]


def test_turns_of_a_session_come_one_after_the_other_but_danger_does_not_wait(messages, store):
    ended: dict[str, float] = {}

    async def say(text):
        await all_of(messages._start(SESSION, Said(text), None, None))
        ended[text] = time.monotonic()

    async def talk():
        begun = time.monotonic()
        slow = asyncio.create_task(say("slow"))
        await asyncio.sleep(0.2)
        await asyncio.gather(slow, say("question"), say("help"))
        return begun

    begun = asyncio.run(talk())
    assert ended["help"] - begun < 1.8
    assert ended["slow"] < ended["question"]


def test_an_emergency_that_overtook_a_slow_turn_stays_open(messages, store):
    async def talk():
        slow = messages._start(SESSION, Said("slow"), None, None)
        await asyncio.sleep(0.2)
        await asyncio.gather(all_of(slow), all_of(messages._start(SESSION, Said("help"), None, None)))

    asyncio.run(talk())
    assert asyncio.run(store.last_turn("a"))["open_escalation"] == "emergency"


def test_over_the_limit_questions_are_refused_and_danger_is_answered_and_not_stored(messages, store):
    refusal = Problem(429, "too many messages")

    async def talk():
        danger = await all_of(messages._start(SESSION, Said("help"), None, refusal))
        with pytest.raises(Problem):
            await all_of(messages._start(SESSION, Said("question"), None, refusal))
        return danger[-1][1]

    assert asyncio.run(talk())["urgency"] == "emergency"
    assert messages.turns.asked == ["help"]
    assert asyncio.run(store.turns("a")) == []


def test_a_forgotten_session_is_refused(messages, store):
    async def talk():
        await store.forget("a")
        with pytest.raises(Problem):
            await all_of(messages._start(SESSION, Said("question"), None, None))

    asyncio.run(talk())
    assert messages.turns.asked == []


def test_forgetting_waits_for_the_turn_on_its_way_and_erases_it_too(messages, store):
    async def talk():
        slow = messages._start(SESSION, Said("slow"), None, None)
        await asyncio.sleep(0.2)
        async with messages.lock(SESSION):
            await store.forget("a")
        await all_of(slow)

    asyncio.run(talk())
    assert asyncio.run(store.turns("a")) == []
