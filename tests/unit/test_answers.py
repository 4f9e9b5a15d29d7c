"""Which answer is given, and how: chosen, pinned, under review, switched off, or not understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from magnesium import answers, guessing, offers
from magnesium.knowledge.load import Knowledge, load
from magnesium.knowledge.records import Answer
from magnesium.question import Entity, Question
from magnesium.reply import Reply
from magnesium.topics import TOPICS

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(ROOT / "knowledge")


def given(knowledge: Knowledge, text: str, topic: str, today: date = TODAY, **options: object) -> Reply:
    return answers.answer(knowledge, Question(text, topic), rank=guessing.rank, today=today, **options)


def changed(knowledge: Knowledge, answer_id: str, **fields: object) -> Knowledge:
    """The knowledge with one answer changed."""
    answer = knowledge.answers[answer_id].copy(update=fields)
    rows = {t: tuple(answer if a.id == answer_id else a for a in rows) for t, rows in knowledge.by_topic.items()}
    return replace(knowledge, answers={**knowledge.answers, answer_id: answer}, by_topic=rows)


ARTICLE_QUESTIONS = [
    ("How long does it take to reverse magnesium deficiency?", "timeline", "timeline.main"),
    ("What is the fastest way to increase magnesium levels?", "fastest", "fastest.main"),
    ("What happens if magnesium deficiency is left untreated?", "risks", "risks.main"),
    ("Can I reverse magnesium deficiency with diet alone?", "diet_alone", "diet_alone.main"),
    ("Which foods are highest in magnesium?", "foods", "foods.main"),
    ("Can you be magnesium deficient even with a normal blood test?", "testing", "testing.main"),
    ("Should I see a doctor for magnesium deficiency?", "see_provider", "see_provider.main"),
]


@pytest.mark.parametrize(("text", "topic", "expected"), ARTICLE_QUESTIONS)
def test_the_seven_questions_of_the_article_get_the_main_answer(
    knowledge: Knowledge, text: str, topic: str, expected: str
) -> None:
    assert given(knowledge, text, topic).id == expected


@pytest.mark.parametrize(
    ("text", "topic", "expected"),
    [
        ("how long to refill my stores", "timeline", "timeline.stores"),
        ("what level is normal", "testing", "testing.ranges"),
        ("does alcohol deplete it", "causes", "causes.alcohol"),
        ("are you a doctor?", "sources", "sources.doctor"),
        ("do you store my data", "sources", "sources.privacy"),
        ("hi", "smalltalk", "smalltalk.greet"),
        ("thank you so much", "smalltalk", "smalltalk.thanks"),
        ("are you a bot", "smalltalk", "smalltalk.bot_challenge"),
    ],
)
def test_the_example_questions_decide_between_the_answers_of_a_topic(
    knowledge: Knowledge, text: str, topic: str, expected: str
) -> None:
    assert given(knowledge, text, topic).id == expected


def test_every_answer_is_given_for_its_own_example_questions(knowledge: Knowledge) -> None:
    """An example that leads to another answer of the topic would never be heard."""
    lost = {
        (a.id, q)
        for a in knowledge.answers.values()
        for q in a.asked_as
        if (chosen := answers.choose(knowledge, Question(q, a.topic), guessing.rank, TODAY)) and chosen.id != a.id
    }
    assert lost == set()


def test_without_a_rank_the_main_answer_is_given(knowledge: Knowledge) -> None:
    reply = answers.answer(knowledge, Question("how long to refill my stores", "timeline"), rank=None, today=TODAY)
    assert reply.id == "timeline.main"


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_gets_an_answer(knowledge: Knowledge, topic: str) -> None:
    reply = given(knowledge, "tell me about it", topic)
    assert reply.text
    assert reply.topic == topic


def test_every_medical_answer_carries_a_source_that_was_compared(knowledge: Knowledge) -> None:
    for answer in knowledge.answers.values():
        reply = answers.render(knowledge, answer, answer.topic)
        assert all(knowledge.sources[s].checked for s in reply.sources), answer.id
        assert reply.sources or answer.topic in ("smalltalk", "sources"), answer.id


def test_nobody_is_named_as_reviewer_before_a_clinician_has_read_it(knowledge: Knowledge) -> None:
    assert not any(a.reviewed_by for a in knowledge.answers.values())
    assert not any(s.reviewed_by for s in knowledge.sources.values())


def test_a_button_gives_exactly_its_answer(knowledge: Knowledge) -> None:
    for answer in knowledge.answers.values():
        for button in offers.next_questions(knowledge, answer.next):
            assert given(knowledge, button.ask, button.topic, pinned=button.answer).id == button.answer


def test_an_unknown_pin_is_ignored(knowledge: Knowledge) -> None:
    assert given(knowledge, "how long does it take", "timeline", pinned="gone.away").id.startswith("timeline.")


def test_for_selects_the_answer_of_a_named_thing(knowledge: Knowledge) -> None:
    kidney = Entity("condition", "kidney_disease", 0, 3, "ckd")
    question = Question("ckd", "conditions", (kidney,))
    assert answers.choose(knowledge, question, guessing.rank, TODAY).id == "conditions.kidney"


def test_a_topic_can_be_switched_off(knowledge: Knowledge) -> None:
    reply = given(knowledge, "how long does it take", "timeline", topics_off=frozenset({"timeline"}))
    assert reply.id == "fallback.switched_off"
    assert "emergency number" in reply.text


def test_a_draft_is_never_given(knowledge: Knowledge) -> None:
    draft = changed(knowledge, "timeline.stores", state="draft")
    assert given(draft, "when are my magnesium stores full again", "timeline").id != "timeline.stores"
    assert given(draft, "", "timeline", pinned="timeline.stores").id == "fallback.reviewed"
    assert "timeline.stores" not in [b.answer for b in given(draft, "how long does it take", "timeline").buttons]


@pytest.mark.parametrize(
    ("days", "answer_id", "notice"),
    [
        (0, "timeline.main", False),
        (1, "timeline.main", True),
        (90, "timeline.main", True),
        (91, "fallback.reviewed", False),
    ],
)
def test_past_its_review_date_an_answer_has_a_notice_and_then_goes(
    knowledge: Knowledge, days: int, answer_id: str, notice: bool
) -> None:
    today = knowledge.answers["timeline.main"].review_by + timedelta(days=days)
    reply = given(knowledge, "", "timeline", today, pinned="timeline.main")
    assert reply.id == answer_id
    assert (knowledge.phrases["notice.review_due"].short in reply.text) is notice


def test_when_all_answers_of_a_topic_are_overdue_it_says_so(knowledge: Knowledge) -> None:
    assert given(knowledge, "how long", "timeline", date(2030, 1, 1)).id == "fallback.reviewed"


def test_an_overdue_food_is_not_composed_from(knowledge: Knowledge) -> None:
    food = next(iter(knowledge.foods.values()))
    old = replace(knowledge, foods={**knowledge.foods, food.id: food.copy(update={"review_by": date(2020, 1, 1)})})
    named = Entity("food", food.id, 0, len(food.name), food.name)
    question = Question(food.name, "food_content", (named,))
    assert answers.answer(old, question, rank=guessing.rank, today=TODAY).id == "fallback.reviewed"
    assert food.id in answers.answer(knowledge, question, rank=guessing.rank, today=TODAY).id


def test_a_card_is_also_given_as_text(knowledge: Knowledge) -> None:
    reply = given(knowledge, "how is it treated", "treatment")
    assert reply.card["type"] == "comparison"
    for row in reply.card["rows"]:
        for cell in row:
            assert cell in reply.plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("asdkjfh sdkfjhg", "fallback.gibberish"),
        ("🤢🤢", "fallback.emoji"),
        ("???", "fallback.emoji"),
        ("¿cuánto tiempo tarda?", "fallback.other_language.es"),
        ("combien de temps pour guérir", "fallback.other_language.fr"),
        ("wie lange dauert es", "fallback.other_language.de"),
        ("quanto tempo leva para melhorar", "fallback.other_language.pt"),
        ("magnesium ki kami kaise theek kare", "fallback.other_language.hi"),
        ("сколько времени", "fallback.other_language.other"),
        ("मैग्नीशियम की कमी", "fallback.other_language.hi"),
        ("purple elephant thing", "fallback.unsure"),
        ("no", "fallback.unsure"),
        ("mg", "fallback.unsure"),
    ],
)
def test_what_is_not_understood_gets_a_fitting_text(knowledge: Knowledge, text: str, expected: str) -> None:
    assert answers.unsure(knowledge, text, ("foods", "timeline")).id == expected


def test_when_unsure_the_likely_topics_are_offered(knowledge: Knowledge) -> None:
    buttons = answers.unsure(knowledge, "purple elephant thing", ("foods", "timeline")).buttons
    assert [b.topic for b in buttons] == ["foods", "timeline"]


def test_another_language_is_told_the_emergency_number(knowledge: Knowledge) -> None:
    for phrase in knowledge.phrases.values():
        if phrase.id.startswith("fallback.other_language."):
            assert "112" in phrase.prose, phrase.id


def test_an_off_topic_question_is_told_so(knowledge: Knowledge) -> None:
    assert given(knowledge, "what is the weather", "out_of_scope").id == "fallback.out_of_scope"


STOPPING = ("stop taking your", "you can stop", "stop your medicine", "start taking", "come off")


def test_no_answer_says_to_start_or_stop_a_medicine(knowledge: Knowledge) -> None:
    said: dict[str, Answer] = {**knowledge.answers, **knowledge.phrases}
    assert [a.id for a in said.values() if any(words in a.prose.lower() for words in STOPPING)] == []


def test_supplement_figures_come_after_a_caution(knowledge: Knowledge) -> None:
    """Where an answer gives a limit of supplements, kidneys are spoken of before the figure."""
    for answer in knowledge.answers.values():
        for limit in {"limit_us", "limit_uk", "limit_eu"} & set(answer.slots()):
            before = answer.prose.partition(f"{{{limit}}}")[0]
            assert "kidney" in before.lower(), answer.id
