"""Parts taken away from a running bot: people still get an answer, and an emergency its full one."""

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


def test_with_a_store_that_can_not_be_written_people_are_answered_and_told(tmp_path):
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


def test_without_a_model_questions_get_a_failure_text_and_an_emergency_its_answer(tmp_path):
    project = copy_of_project(tmp_path / "project")
    server = Server(project, tmp_path).start(model=project / "no-such-model.tar.gz", ready=False)
    try:
        chat = Chat(server.url)
        assert "112" in text_of(chat.say("which foods are rich in magnesium"))
        assert emergency_is_whole(chat.say("my chest hurts and my heart is racing"))
    finally:
        server.stop()


def test_without_the_encoder_the_rules_still_see_an_emergency(tmp_path):
    server = Server(ROOT, tmp_path, MAGNESIUM_ENCODER=str(tmp_path / "nowhere")).start(ready=False)
    try:
        chat = Chat(server.url)
        assert emergency_is_whole(chat.say("my chest hurts and my heart is racing"))
        assert "112" in text_of(chat.say("which foods are rich in magnesium"))
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
