"""Parts taken away from a running bot: people still get an answer, and an emergency its full one."""

import asyncio
import sqlite3
import uuid

import httpx

from infrastructure.conversations import Conversations
from tests.servers import ROOT, Chat, Server, card_of, copy_of_project, text_of

RAISING = """
from rasa_sdk import Action


class ActionAnswer(Action):
    def name(self):
        return "action_answer"

    def run(self, dispatcher, tracker, domain):
        raise ValueError("quetzal " + str(tracker.latest_message.get("text")))
"""


def emergency_is_whole(turn: dict) -> bool:
    return (
        turn["urgency"] == "emergency"
        and "emergency number" in turn["messages"][0]["text"]
        and card_of(turn)["type"] == "escalation"
        and bool(card_of(turn)["steps"])
    )


def not_ready(server: Server, missing: str) -> bool:
    """Whether the server says that it is not ready, and why, where operators and monitors look."""
    health = httpx.get(f"{server.url}/health/ready")
    lines = server.log().splitlines()
    return (
        health.status_code == 503
        and not health.json()[missing]
        and any(line.startswith("not ready: ") and missing in line for line in lines)
        and not any(line.startswith("ready: ") for line in lines)
    )


def test_with_actions_that_raise_questions_get_a_failure_text_and_an_emergency_its_answer(tmp_path):
    project = copy_of_project(tmp_path / "project")
    (project / "actions/answer.py").write_text(RAISING)
    server = Server(project, tmp_path).start()
    try:
        chat = Chat(server.url)
        turn = chat.say("which foods are rich in magnesium")
        assert "112" in text_of(turn)
        assert "911" in text_of(turn)
        assert emergency_is_whole(chat.say("my chest hurts and my heart is racing"))
        assert "which foods" not in server.log()
        assert "quetzal" not in server.log()
    finally:
        server.stop()


def test_with_a_read_only_store_people_are_answered_and_told_and_an_emergency_stays_open(tmp_path):
    """The address opens the file so that writes fail for root too."""
    file = tmp_path / "read-only.db"
    asyncio.run(Conversations(f"sqlite:///{file}").reachable())
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    server = Server(ROOT, tmp_path, MAGNESIUM_DATABASE=f"sqlite:///file:{file}?mode=ro&uri=true").start()
    try:
        chat = Chat(server.url)
        turn = chat.say("how much magnesium is in spinach")
        assert turn["topics"] == ["food_content"]
        assert "112" in text_of(turn)
        assert "ashew" in text_of(chat.say("and cashews?"))
        id = str(uuid.uuid4())
        emergency = chat.say("my chest hurts and my heart is racing", client_id=id)
        assert emergency_is_whole(emergency)
        assert chat.say("my chest hurts and my heart is racing", client_id=id)["turn_id"] == emergency["turn_id"]
        assert chat.say("which foods are rich in magnesium")["open_escalation"] == "emergency"
        assert "how much magnesium" not in server.log()
    finally:
        server.stop()


def test_with_a_store_that_can_not_be_reached_people_are_answered_and_told(tmp_path):
    missing = tmp_path / "blocked"
    missing.write_text("a file where the folder of the database should be")
    server = Server(ROOT, tmp_path, MAGNESIUM_DATABASE=f"sqlite:///{missing}/conversations.db").start(ready=False)
    try:
        chat = Chat(server.url)
        turn = chat.say("which foods are rich in magnesium")
        assert turn["messages"][0]["text"]
        assert "112" in text_of(turn)
        assert emergency_is_whole(chat.say("my chest hurts and my heart is racing"))
    finally:
        server.stop()


def test_with_a_broken_model_questions_get_a_failure_text_and_an_emergency_its_answer(tmp_path):
    project = copy_of_project(tmp_path / "project")
    # Rasa takes another model of the folder where it is not given one that exists, and ends where it finds none.
    (project / "models").unlink()
    (project / "models").mkdir()
    (project / "models/encoder").symlink_to(ROOT / "models/encoder")
    broken = project / "models/magnesium.tar.gz"
    broken.write_bytes(b"not an archive")
    server = Server(project, tmp_path).start(model=broken, ready=False)
    try:
        chat = Chat(server.url)
        assert "112" in text_of(chat.say("which foods are rich in magnesium"))
        assert emergency_is_whole(chat.say("my chest hurts and my heart is racing"))
        assert not_ready(server, "model")
    finally:
        server.stop()


def test_without_the_encoder_the_rules_still_see_an_emergency(tmp_path):
    server = Server(ROOT, tmp_path, MAGNESIUM_ENCODER=str(tmp_path / "nowhere")).start(ready=False)
    try:
        chat = Chat(server.url)
        assert emergency_is_whole(chat.say("my chest hurts and my heart is racing"))
        assert "112" in text_of(chat.say("which foods are rich in magnesium"))
        assert not_ready(server, "encoder")
    finally:
        server.stop()


def test_rate_limits_refuse_questions_but_never_an_emergency(tmp_path):
    server = Server(ROOT, tmp_path, MAGNESIUM_RATE_LIMIT="2/minute").start()
    try:
        chat = Chat(server.url)
        for _ in range(2):
            chat.say("which foods are rich in magnesium")
        refused = chat.http.post("/chat/messages", json={"text": "and how long until I feel better"})
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert refused.json()["emergency"]
        assert emergency_is_whole(chat.say("my chest hurts and my heart is racing"))
    finally:
        server.stop()
