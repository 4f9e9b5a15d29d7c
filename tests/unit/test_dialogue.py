"""What is asked, once names and the conversation had their say."""

from datetime import date
from pathlib import Path

import pytest

from magnesium.conversation import Conversation, told
from magnesium.dialogue import Heard, respond, understood
from magnesium.knowledge.load import load
from magnesium.names import Names
from magnesium.question import Person
from magnesium.reading import Asked, Reading
from magnesium.reply import Button

KNOWLEDGE = load(Path(__file__).resolve().parents[2] / "knowledge")
NAMES = Names(KNOWLEDGE)
TODAY = date(2026, 11, 23)


def heard(text: str, intent: str, sure: bool = True, pinned: Button | None = None) -> Heard:
    return Heard(text, Reading((Asked(text, intent, 0.9),), sure, ("foods", "timeline")), NAMES.find(text), pinned)


def topics(message: Heard, conversation: Conversation | None = None) -> list[str] | None:
    asked = understood(message, conversation or Conversation())
    return None if asked is None else [q.topic for q in asked]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("cashews?", "food_content"),
        ("glycinate", "supplement_forms"),
        ("omeprazole and magnesium", "interactions"),
        ("and with omeprazole?", "interactions"),
    ],
)
def test_a_name_alone_decides_the_topic_whatever_the_reader_guessed(text, topic):
    assert topics(heard(text, "ask_overview", sure=False)) == [topic]


def test_age_and_sex_alone_answer_the_question_for_them():
    asked = Conversation(topic="daily_intake")
    assert topics(heard("34f", "ask_prevalence", sure=False), asked) == ["daily_intake"]


def test_an_unsure_reading_is_not_answered_but_offered():
    message = heard("hmm that thing you know", "ask_overview", sure=False)
    assert topics(message) is None
    spoken = respond(KNOWLEDGE, message, Conversation(), rank=None, today=TODAY)
    assert spoken.replies[0].topic == "out_of_scope"
    assert spoken.replies[0].buttons


def test_a_pressed_button_means_what_it_said():
    button = Button("How is it tested?", "how is it tested", "testing", "testing.other_tests")
    spoken = respond(
        KNOWLEDGE, heard("how is it tested", "greet", pinned=button), Conversation(), rank=None, today=TODAY
    )
    assert spoken.replies[0].id == "testing.other_tests"


def test_a_yes_takes_the_first_button_that_stands_open():
    first = respond(KNOWLEDGE, heard("is it reversible", "ask_reversibility"), Conversation(), rank=None, today=TODAY)
    spoken = respond(KNOWLEDGE, heard("yes", "affirm"), first.conversation, rank=None, today=TODAY)
    assert spoken.replies[0].id == first.conversation.offered[0].answer


def test_starting_over_forgets_the_person():
    before = Conversation(topic="foods", person=Person(15, "female"))
    spoken = respond(KNOWLEDGE, heard("start over", "start_over"), before, rank=None, today=TODAY)
    assert spoken.conversation.person == Person()


def test_two_questions_get_only_the_names_in_their_own_words():
    text = "how much is in cashews and does it mix with omeprazole"
    asked = (
        Asked("how much is in cashews", "ask_food_content", 0.9),
        Asked("does it mix with omeprazole", "ask_interactions", 0.9),
    )
    message = Heard(text, Reading(asked, True, ()), NAMES.find(text))
    questions = understood(message, Conversation())
    assert questions is not None
    assert [{e.kind for e in q.entities} for q in questions] == [{"food"}, {"medicine"}]


def test_a_conversation_survives_being_stored():
    spoken = respond(
        KNOWLEDGE, heard("magnesium in 2 oz of cashews", "ask_food_content"), Conversation(), rank=None, today=TODAY
    )
    assert Conversation.from_dict(spoken.conversation.as_dict()) == spoken.conversation


def test_nothing_a_person_wrote_is_remembered():
    spoken = respond(
        KNOWLEDGE, heard("my uncle Barnaby eats cashews", "ask_food_content"), Conversation(), rank=None, today=TODAY
    )
    assert "Barnaby" not in str(spoken.conversation.as_dict())


def test_a_childs_age_takes_back_a_pregnancy():
    mother = Person(34, "female", "pregnant")
    assert told(mother, NAMES.find("and my 8 year old?")).life_stage is None


@pytest.mark.parametrize("text", ["I'm 8 months pregnant, is it safe", "she is 20 weeks along", "im 12 weeks pregnant"])
def test_how_far_a_pregnancy_is_is_no_age(text):
    person = told(Person(), NAMES.find(text))
    assert (person.age_years, person.life_stage) == (None, "pregnant")


def test_a_topic_that_is_switched_off_is_not_answered():
    spoken = respond(
        KNOWLEDGE,
        heard("is it reversible", "ask_reversibility"),
        Conversation(),
        rank=None,
        today=TODAY,
        topics_off=frozenset({"reversibility"}),
    )
    assert spoken.replies[0].id == "fallback.switched_off"


def test_after_a_report_of_danger_nothing_vague_is_added():
    message = Heard(
        "i have palpitations", Reading((Asked("i have palpitations", "ask_foods", 0.1),), False, ()), (), danger=True
    )
    assert respond(KNOWLEDGE, message, Conversation(), rank=None, today=TODAY).replies == ()


def test_after_a_report_of_danger_a_clear_question_is_still_answered():
    message = Heard(
        "and is it reversible",
        Reading((Asked("is it reversible", "ask_reversibility", 0.9),), True, ()),
        (),
        danger=True,
    )
    assert respond(KNOWLEDGE, message, Conversation(), rank=None, today=TODAY).replies
