"""An edit of knowledge/ goes live while people talk; a broken edit changes nothing and is named in the log."""

import time

import pytest

from tests.servers import Chat, Server, copy_of_project, text_of

ASK = "can magnesium deficiency be reversed?"


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    project = copy_of_project(tmp_path_factory.mktemp("live") / "project")
    server = Server(project, project.parent).start()
    yield server, project / "knowledge/answers/reversibility.yml"
    server.stop()


def wait_for(chat: Chat, words: str, seconds: float = 5) -> bool:
    until = time.time() + seconds
    while time.time() < until:
        if words in text_of(chat.say(ASK)):
            return True
        time.sleep(0.5)
    return False


def test_an_edit_is_said_within_five_seconds_in_a_conversation_that_goes_on(edited):
    server, file = edited
    chat = Chat(server.url)
    chat.say("RDA for a 15 year old girl")
    version = chat.say(ASK)["versions"]["knowledge"]
    text = file.read_text(encoding="utf-8")
    assert "Yes. For most people" in text
    file.write_text(text.replace("Yes. For most people", "Yes, take heart. For most people"), encoding="utf-8")
    assert wait_for(chat, "take heart")
    turn = chat.say(ASK)
    assert turn["versions"]["knowledge"] != version
    assert "360 mg" in text_of(chat.say("how much do I need a day"))
    assert len(chat.http.get("/chat/transcript").json()["turns"]) >= 4


def test_a_broken_edit_leaves_the_last_good_version_and_is_named(edited):
    server, file = edited
    chat = Chat(server.url)
    good = text_of(chat.say(ASK))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("short:", "shrt:", 1), encoding="utf-8")
    time.sleep(2)
    assert text_of(chat.say(ASK)) == good
    time.sleep(1)
    assert "reversibility.yml:" in server.log()
    file.write_text(text, encoding="utf-8")
