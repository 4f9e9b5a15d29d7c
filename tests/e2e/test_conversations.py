"""Talks over several turns: what was said before counts, and an emergency stays open until it is over."""

import pytest

from tests.servers import Chat, card_of, text_of


def tokens(turn: dict) -> dict[str, str]:
    return {b["title"]: b["token"] for m in turn["messages"] for b in m.get("buttons", ())}


def test_a_bare_food_after_a_food_is_looked_up(chat):
    chat.say("how much magnesium is in spinach")
    turn = chat.say("and cashews?")
    assert turn["topics"] == ["food_content"]
    assert "ashew" in text_of(turn)


def test_age_and_sex_may_come_one_after_the_other(chat):
    assert "360 mg" in text_of(chat.say("RDA for a 15 year old girl"))
    assert "420 mg" in text_of(chat.say("and for a 40 year old man?"))


def test_a_medicine_alone_is_an_interaction(chat):
    turn = chat.say("omeprazole?")
    assert turn["topics"] == ["interactions"]
    assert "meprazole" in text_of(turn)


def test_two_questions_get_two_answers_in_order(chat):
    turn = chat.say("which foods have it and how long until i feel better")
    assert turn["topics"] == ["foods", "timeline"]
    assert len(turn["messages"]) >= 2


def test_a_button_says_what_it_promised(chat):
    title, token = next(iter(tokens(chat.say("which foods are rich in magnesium")).items()))
    turn = chat.press(token)
    assert turn["messages"][0]["text"]
    said = chat.http.get("/chat/transcript").json()["turns"]
    assert said[-1]["text"] == title


def test_start_over_forgets_whom_it_is_about(chat):
    chat.say("RDA for a 15 year old girl")
    chat.say("start over")
    assert "360 mg" not in text_of(chat.say("how much do I need a day"))


@pytest.mark.parametrize("text", ["asdf ghjk qwer", "🙃🙃🙃", "", "12345", "what is the weather in paris"])
def test_what_is_no_question_about_magnesium_gets_a_short_fitting_reply(chat, text):
    turn = chat.say(text)
    assert turn["topics"] == ["out_of_scope"]
    assert len(text_of(turn)) < 500


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("¿qué alimentos tienen magnesio y cuánto debo tomar?", "emergencia"),
        ("quels aliments contiennent du magnésium", "secours"),
        ("welche Lebensmittel enthalten viel Magnesium", "Not"),
    ],
)
def test_another_language_is_told_in_that_language(chat, text, word):
    assert word in text_of(chat.say(text))


def test_an_emergency_stays_open_while_other_things_are_asked(chat):
    assert chat.say("my husband just collapsed and he is not breathing")["open_escalation"] == "emergency"
    turn = chat.say("which foods are rich in magnesium")
    assert turn["open_escalation"] == "emergency"
    assert turn["urgency"] == "none"
    assert card_of(turn)["type"] == "escalation"
    assert turn["topics"] == ["foods"]
    assert chat.say("he doesn't want an ambulance")["open_escalation"] == "emergency"
    assert chat.say("the paramedics are here")["open_escalation"] == "none"
    assert chat.say("which foods are rich in magnesium")["open_escalation"] == "none"


def test_you_misunderstood_asks_once_more_and_still_shows_the_numbers(chat):
    chat.say("my chest hurts and my heart is racing")
    turn = chat.say("you misunderstood me")
    assert turn["open_escalation"] == "emergency"
    assert card_of(turn)["type"] == "escalation"
    assert chat.say("no, nobody is in danger")["open_escalation"] == "none"


def test_a_bare_red_flag_word_is_asked_about_and_a_yes_is_an_emergency(chat):
    turn = chat.say("seizure")
    assert turn["urgency"] == "urgent"
    assert "now" in turn["messages"][0]["text"]
    assert "emergency number" in text_of(turn)
    assert chat.say("yes")["urgency"] == "emergency"


def test_a_no_to_the_check_closes_it(chat):
    turn = chat.say("seizure")
    no = next(token for title, token in tokens(turn).items() if title.startswith("No"))
    assert chat.press(no)["open_escalation"] == "none"


def test_a_yes_button_that_is_pressed_late_is_still_a_yes(chat):
    buttons = tokens(chat.say("seizure"))
    chat.say("which foods are rich in magnesium")
    turn = chat.press(next(token for title, token in buttons.items() if title.startswith("Yes")))
    assert (turn["urgency"], turn["open_escalation"]) == ("emergency", "emergency")
    assert turn["messages"][0]["text"].startswith("**This may be an emergency")
    assert [len(turn["messages"]), turn["topics"]] == [1, []]
    assert card_of(turn)["steps"]


def test_the_button_that_help_is_here_closes_it(chat):
    safe = next(iter(tokens(chat.say("my chest hurts and my heart is racing")).values()))
    turn = chat.press(safe)
    assert turn["open_escalation"] == "none"
    assert len(turn["messages"]) == 1


def test_a_lesser_report_during_an_emergency_is_not_given_milder_advice(chat):
    chat.say("my husband just collapsed and he is not breathing")
    turn = chat.say("seizure")
    assert turn["open_escalation"] == "emergency"
    assert card_of(turn)["level"] == "emergency"
    assert "medical advice today" not in text_of(turn)


@pytest.mark.parametrize("first", ["seizure. ", "which foods are rich in magnesium? "])
def test_a_long_message_is_told_that_it_was_cut(chat, first):
    turn = chat.say(first + "I like reading about vegetables and cooking them. " * 25)
    assert "first 1,000 characters" in text_of(turn)


def test_a_crisis_is_met_gently_with_a_crisis_line(server):
    chat = Chat(server.url, country="US")
    turn = chat.say("i dont want to live anymore, i have the pills here")
    assert turn["urgency"] == "crisis"
    assert "You matter" in turn["messages"][0]["text"]
    assert "988" in [n["number"] for n in card_of(turn)["numbers"]]


def test_no_answer_to_a_question_about_stopping_a_medicine_says_to_stop_it(chat):
    text = text_of(chat.say("should I stop omeprazole because of my magnesium?"))
    assert "do not stop" in text.lower() or "don't stop" in text.lower()
