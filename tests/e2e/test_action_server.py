"""Actions on a stock rasa_sdk server say the same as actions in the Rasa process."""

import os
import socket
import subprocess
import sys
import time

import pytest

from tests.servers import ROOT, Chat, Server, card_of, free_port, text_of

ASKED = (
    "which foods are rich in magnesium",
    "how much in 2 oz of cashews",
    "is oxide or glycinate better",
    "my chest hurts and my heart is racing",
    "how long until i feel better",
)


@pytest.fixture(scope="module")
def remote(tmp_path_factory):
    """A bot whose actions run on an action server, and that server's process."""
    port = free_port()
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    actions = subprocess.Popen(
        [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.time() + 60
    while time.time() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.2)
    folder = tmp_path_factory.mktemp("remote")
    bot = Server(ROOT, folder, MAGNESIUM_ACTION_SERVER=f"http://127.0.0.1:{port}/webhook").start()
    yield bot, actions
    bot.stop()
    actions.kill()


def test_both_ways_say_the_same(server, remote):
    here, there = Chat(server.url), Chat(remote[0].url)
    for question in ASKED:
        one, other = here.say(question), there.say(question)
        assert text_of(one) == text_of(other)
        assert (one["topics"], one["urgency"], one["sources"]) == (other["topics"], other["urgency"], other["sources"])


def test_with_the_action_server_gone_people_are_told_and_an_emergency_is_answered(remote):
    bot, actions = remote
    actions.kill()
    actions.wait()
    chat = Chat(bot.url)
    assert "112" in text_of(chat.say("which foods are rich in magnesium"))
    turn = chat.say("my chest hurts and my heart is racing")
    assert turn["urgency"] == "emergency"
    assert card_of(turn)["steps"]
