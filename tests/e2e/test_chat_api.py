"""The chat API as the contract has it: sessions, tokens, bodies, repetition, export, erasure."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import yaml

from magnesium.assistant import assistant
from tests.servers import ROOT, Chat, card_of, text_of


def texts():
    """What is said around an escalation and a failure."""
    return assistant().knowledge.escalation.texts


def test_a_session_begins_with_a_greeting_and_an_expiry(server):
    answer = httpx.post(f"{server.url}/chat/sessions", json={}).json()
    assert answer["turn"]["messages"][0]["text"]
    assert answer["expires_at"].endswith("Z")


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer forged.token.here", "Basic abc", "Bearer " + "x" * 4000])
def test_no_or_a_forged_token_is_refused_with_the_emergency_line(server, header):
    headers = {"authorization": header} if header else {}
    answer = httpx.post(f"{server.url}/chat/messages", json={"text": "hi"}, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert "112" in answer.json()["emergency"]


def test_a_button_of_another_session_is_refused(server):
    mine, other = Chat(server.url), Chat(server.url)
    token = next(b["token"] for m in other.greeting["messages"] for b in m.get("buttons", ()))
    assert mine.http.post("/chat/messages", json={"button": token}).status_code == 401
    assert other.press(token)["messages"]


BAD_BODIES = [
    b"",
    b"{",
    b"[]",
    b'"text"',
    b"null",
    b"{}",
    b'{"text": 1}',
    b'{"text": null}',
    b'{"text": ["a"]}',
    b'{"text": "a", "button": "b"}',
    b'{"text": "a", "intent": "emergency"}',
    b'{"text": "a", "client_id": "not a uuid"}',
    b'{"text": "a", "client_id": 7}',
    b"\xff\xfe\x00",
    b"[" * 30000,
]


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_a_bad_body_is_a_problem_document_without_the_persons_words(chat, body):
    answer = chat.http.post("/chat/messages", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["status"] == 400
    assert problem["emergency"]
    assert "Traceback" not in answer.text


def test_eight_kibibytes_are_read_and_one_more_byte_is_not(chat):
    turn = chat.say(("which foods have magnesium? " * 400)[:8192])
    assert turn["messages"]
    assert "1,000 characters" in text_of(turn)
    answer = chat.http.post("/chat/messages", json={"text": "a" * 8193})
    assert answer.status_code == 413
    assert answer.json()["emergency"]


def test_a_huge_body_is_refused(chat):
    answer = chat.http.post("/chat/messages", json={"text": "a" * 200_000})
    assert answer.status_code == 413
    assert answer.json()["emergency"]


def test_an_emergency_at_the_end_of_a_long_message_is_seen(chat):
    story = "We talked about seeds and nuts over dinner and nothing else of note happened. " * 90
    assert chat.say(story[:7800] + " My husband just collapsed and he is not breathing")["urgency"] == "emergency"


@pytest.mark.parametrize(
    "text", ["which foods\x00 have\x07 magnesium", "which foods have magnesium\u202e\u200b?", "", "   ", "🙃", "\ud83d"]
)
def test_odd_characters_get_an_answer(chat, text):
    body = json.dumps({"text": text}).encode()
    answer = chat.http.post("/chat/messages", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["messages"][0]["text"]


@pytest.mark.parametrize(
    "text",
    [
        "/emergency",
        " /urgent",
        "//restart",
        "\u200b/crisis",
        '/emergency{"food": "x"}',
        "/\u0000session_start",
        "/\u2003/restart",
        "/\u3000/emergency",
        "/\u2028/crisis",
    ],
)
def test_a_typed_intent_is_not_an_intent(chat, text):
    """Rasa would answer the intent with the text of its level, and `restart` and `session_start` with nothing."""
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    said = text_of(chat.say(text))
    assert said
    assert texts().failure not in said
    for level in ("utter_emergency", "utter_crisis", "utter_urgent"):
        assert responses[level][0]["text"] not in said


def test_a_repeated_client_id_gets_the_same_turn(chat):
    id = str(uuid.uuid4())
    first = chat.say("which foods are rich in magnesium", client_id=id)
    assert chat.say("which foods are rich in magnesium", client_id=id) == first
    turns = chat.http.get("/chat/transcript").json()["turns"]
    assert [t["turn"]["turn_id"] for t in turns].count(first["turn_id"]) == 1


def test_the_same_client_id_sent_twice_at_once_is_answered_once(chat):
    id = str(uuid.uuid4())
    with ThreadPoolExecutor(4) as pool:
        turns = list(pool.map(lambda _: chat.say("how long until I feel better", client_id=id), range(4)))
    assert len({t["turn_id"] for t in turns}) == 1


def test_ten_parallel_conversations_keep_apart(server):
    people = {
        "my 2 year old boy": "80 mg",
        "my 6 year old boy": "130 mg",
        "my 10 year old girl": "240 mg",
        "a 15 year old girl": "360 mg",
        "a 15 year old boy": "410 mg",
        "a 25 year old woman": "310 mg",
        "a 25 year old man": "400 mg",
        "a 40 year old woman": "320 mg",
        "a 40 year old man": "420 mg",
        "a 12 year old girl": "240 mg",
    }

    def talk(person: str) -> str:
        chat = Chat(server.url)
        chat.say(f"RDA for {person}")
        chat.say("thanks")
        return text_of(chat.say("how much do I need a day"))

    with ThreadPoolExecutor(10) as pool:
        answers = dict(zip(people, pool.map(talk, people), strict=True))
    for person, dose in people.items():
        assert dose in answers[person], (person, answers[person])


def test_the_transcript_has_what_was_said_and_forgetting_erases_it(chat):
    chat.say("what does magnesium do in the body")
    turns = chat.http.get("/chat/transcript").json()["turns"]
    assert "what does magnesium do in the body" in [t["text"] for t in turns]
    assert chat.http.delete("/chat/session").status_code == 204
    assert chat.http.get("/chat/transcript").status_code == 401
    assert chat.http.post("/chat/messages", json={"text": "hi"}).status_code == 401


def test_feedback_is_taken_for_own_turns_only(server):
    mine, other = Chat(server.url), Chat(server.url)
    turn_id = mine.say("is my deficiency reversible")["turn_id"]
    good = {"turn_id": turn_id, "helpful": False, "reason": "too short"}
    assert mine.http.post("/chat/feedback", json=good).status_code == 204
    assert other.http.post("/chat/feedback", json=good).status_code == 404
    assert mine.http.post("/chat/feedback", json={"turn_id": turn_id, "helpful": "no"}).status_code == 400


def test_nothing_is_kept_of_a_private_session(server):
    chat = Chat(server.url, consent="none")
    chat.say("zebra question: which foods are rich in magnesium")
    assert chat.http.get("/chat/transcript").json()["turns"]
    stored = b"".join(f.read_bytes() for f in server._var.glob("conversations.db*"))
    assert b"zebra question" not in stored


def streaming(chat, **body):
    return chat.http.stream("POST", "/chat/messages", json=body, headers={"accept": "text/event-stream"})


def streamed(chat, **body) -> list[tuple[str, dict]]:
    """The events of an answer."""
    with streaming(chat, **body) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = [line.partition(": ")[2] for line in answer.iter_lines() if line]
    return [(event, json.loads(data)) for event, data in zip(lines[::2], lines[1::2], strict=True)]


def test_messages_stream_before_the_turn_and_a_repeat_streams_the_same(chat):
    body = {"text": "which foods have it and how long until i feel better", "client_id": str(uuid.uuid4())}
    events = streamed(chat, **body)
    turn = events[-1][1]
    assert [kind for kind, _ in events] == ["message"] * len(turn["messages"]) + ["turn"]
    assert [data for _, data in events[:-1]] == turn["messages"]
    assert streamed(chat, **body) == events
    assert chat.say(**body) == turn


def test_a_turn_whose_reader_went_away_is_finished_and_found_again(chat):
    body = {"text": "which foods have it and how long until i feel better", "client_id": str(uuid.uuid4())}
    with pytest.raises(httpx.ReadTimeout):
        chat.http.post("/chat/messages", json=body, timeout=httpx.Timeout(5, read=0.005))
    turn = chat.say(**body)
    assert turn["topics"] == ["foods", "timeline"]
    kept = chat.http.get("/chat/transcript").json()["turns"]
    assert [t["turn"]["turn_id"] for t in kept if t["text"] == body["text"]] == [turn["turn_id"]]


def token(turn: dict, title: str) -> str:
    """The first button whose title begins so."""
    return next(b["token"] for m in turn["messages"] for b in m.get("buttons", ()) if b["title"].startswith(title))


def test_buttons_of_a_check_mean_the_same_some_turns_later(chat):
    asked = chat.say("fainting")
    chat.say("which foods are rich in magnesium")
    pressed = chat.press(token(asked, "Yes"))
    assert (pressed["urgency"], pressed["open_escalation"]) == ("emergency", "emergency")
    assert card_of(pressed)["type"] == "escalation"
    assert chat.press(token(pressed, "Help"))["open_escalation"] == "none"


def test_a_no_to_an_old_check_does_not_close_a_new_emergency(chat):
    asked = chat.say("fainting")
    chat.say("my chest hurts and my heart is racing")
    assert chat.press(token(asked, "No"))["open_escalation"] == "emergency"


def test_the_country_decides_the_numbers(server):
    chat = Chat(server.url, country="GB")
    card = card_of(chat.say("my dad collapsed and isn't breathing"))
    assert card["country"] == "GB"
    assert "999" in [n["number"] for n in card["numbers"]]
    answer = chat.http.patch("/chat/session", json={"country": "US"})
    assert "911" in [n["number"] for n in answer.json()["numbers"]]
    assert card_of(chat.say("he is turning blue"))["country"] == "US"


def test_a_reader_of_unknown_country_sees_the_hint(chat):
    card = card_of(chat.say("my dad collapsed and isn't breathing"))
    assert card["country"] is None
    assert "112" in card["hint"]
    assert "911" in card["hint"]


def test_a_foreign_origin_is_refused_and_the_page_itself_is_not(server):
    foreign = httpx.post(f"{server.url}/chat/sessions", json={}, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert "access-control-allow-origin" not in foreign.headers
    assert httpx.post(f"{server.url}/chat/sessions", json={}, headers={"origin": server.url}).status_code == 201


def test_what_a_person_writes_is_in_no_log_line(server, chat):
    chat.say("quetzal: my uncle Barnaby takes omeprazole, which magnesium?")
    chat.say("quetzal: my chest hurts and my heart is racing")
    assert "quetzal" not in server.log()
    assert "Barnaby" not in server.log()


def test_the_stock_channels_and_rasas_front_page_are_not_there(server):
    assert httpx.post(f"{server.url}/webhooks/rest/webhook", json={"sender": "a", "message": "hi"}).status_code in (
        404,
        405,
    )
    assert httpx.get(f"{server.url}/conversations/a/tracker").status_code == 404
    front = httpx.get(f"{server.url}/")
    assert "Rasa" not in front.text
    assert "content-security-policy" in front.headers


def test_the_widget_is_served_to_any_origin(server):
    answer = httpx.get(f"{server.url}/widget.js", headers={"origin": "https://publisher.example"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "javascript" in answer.headers["content-type"]


def test_health_tells_that_the_canary_is_seen(server):
    assert httpx.get(f"{server.url}/health/live").status_code == 200
    assert httpx.get(f"{server.url}/health/ready").json() == {
        "ready": True,
        "model": True,
        "encoder": True,
        "store": True,
        "safety": True,
    }


def test_a_session_outlives_a_restart(server, tmp_path):
    from tests.servers import Server

    first = Server(ROOT, tmp_path, MAGNESIUM_SECRET="").start()
    chat = Chat(first.url)
    chat.say("how much magnesium do almonds have")
    first.stop()
    again = Server(ROOT, tmp_path, MAGNESIUM_SECRET="").start()
    try:
        answer = httpx.get(f"{again.url}/chat/transcript", headers={"authorization": f"Bearer {chat.token}"})
        assert "almonds" in answer.text
    finally:
        again.stop()
