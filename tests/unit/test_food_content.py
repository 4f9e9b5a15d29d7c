"""How much magnesium is in a food: every serving of the table, amounts, comparisons, meals, foods we do not have."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from magnesium.composers import COMPOSERS, food_cards
from magnesium.knowledge import readability
from magnesium.knowledge.load import Knowledge
from magnesium.names import Names
from magnesium.question import Question
from magnesium.reply import Reply

SERVINGS = list(csv.DictReader(Path(__file__).with_name("food_servings.csv").open(encoding="utf-8")))
"""Milligrams per serving as they were worked out from the USDA files, apart from knowledge/foods.yml."""


@pytest.fixture(scope="module")
def names(knowledge: Knowledge) -> Names:
    return Names(knowledge)


def ask(knowledge: Knowledge, names: Names, text: str) -> Reply:
    reply = COMPOSERS["food_content"](knowledge, Question(text, "food_content", names.find(text)))
    assert reply is not None
    return reply


def test_every_serving_has_its_milligrams(knowledge: Knowledge, names: Names) -> None:
    wrong = []
    asked = {
        food: ask(knowledge, names, f"how much magnesium in {knowledge.foods[food].name}?") for food in knowledge.foods
    }
    for expected in SERVINGS:
        reply = asked[expected["food"]]
        said = f"{float(expected['mg']):g} mg"
        label = expected["serving"].split(" (")[0]
        food = knowledge.foods[expected["food"]].name
        lines = [line for line in reply.plain.splitlines() if line.startswith(f"- {food}, {label} (")]
        if not any(f": {said} (" in line for line in lines):
            wrong.append(f"{expected}: {lines}")
    assert not wrong
    assert len(SERVINGS) == 507
    assert len(asked) == 326


def test_every_food_answers_in_its_first_sentence(knowledge: Knowledge, names: Names) -> None:
    for food in knowledge.foods.values():
        reply = ask(knowledge, names, f"how much magnesium in {food.name}?")
        first = food_cards.servings(food_cards.Quantities.of(knowledge.measures), food)[0]
        assert reply.id == f"food_content:{food.id}"
        assert reply.text.startswith(f"**{food.name}:** about {food_cards.mg(first.mg)} of magnesium in {first.shown}.")
        assert "usda_sr28" in reply.sources


def test_every_food_answer_is_easy_to_read(knowledge: Knowledge, names: Names) -> None:
    known = readability.names(knowledge)
    hard = []
    for food in knowledge.foods.values():
        text = ask(knowledge, names, f"how much magnesium in 2 oz of {food.name}?").text
        longest = max(len(readability.words(s)) for s in readability.sentences(text))
        if (
            readability.grade(text, known) > readability.GRADE
            or len(readability.words(text)) > readability.ANSWER_WORDS
        ):
            hard.append(f"{food.id}: {text}")
        if longest > readability.SENTENCE_WORDS + len(readability.words(food.name)):
            hard.append(f"{food.id}: a sentence of {longest} words")
    assert not hard


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        (
            "magnesium in 2 oz of cashews",
            "**Cashews, dry-roasted, unsalted:** about 147 mg of magnesium in 2 oz (57 g).",
        ),
        (
            "half a cup of cooked spinach",
            "**Spinach, boiled, drained:** about 78 mg of magnesium in 1/2 cup (90 g, 3.2 oz).",
        ),
        (
            "100g pumpkin seeds",
            "**Pumpkin seed kernels (pepitas), roasted, unsalted:** about 550 mg of magnesium in 100 g (3.5 oz).",
        ),
        (
            "a handful of almonds",
            "**Almonds, dry-roasted, unsalted:** about 79 mg of magnesium in 1 handful (28 g, 1 oz).",
        ),
        ("how much in an avocado", "**Avocado, raw:** about 58 mg of magnesium in 1 piece (201 g, 7.1 oz)."),
        ("cashews, 2 oz", "**Cashews, dry-roasted, unsalted:** about 147 mg of magnesium in 2 oz (57 g)."),
    ],
)
def test_an_amount_is_answered_for_that_amount(knowledge: Knowledge, names: Names, text: str, beginning: str) -> None:
    assert ask(knowledge, names, text).text.startswith(beginning)


def test_an_unknown_amount_is_answered_per_serving_and_per_100_g(knowledge: Knowledge, names: Names) -> None:
    text = ask(knowledge, names, "magnesium in tempeh").text
    assert "1/2 cup" in text
    assert "In 100 g (3.5 oz) there are about 81 mg." in text


def test_a_measure_without_a_weight_is_said_to_have_none(knowledge: Knowledge, names: Names) -> None:
    assert knowledge.templates["food.no_measure"].text in ask(knowledge, names, "how much in 5 walnuts").text


def test_the_richer_food_comes_first_in_a_comparison(knowledge: Knowledge, names: Names) -> None:
    for text in ("cashews or almonds, which has more", "almonds vs cashews"):
        reply = ask(knowledge, names, text)
        assert reply.text.index("279 mg") < reply.text.index("260 mg")
        assert reply.card
        assert reply.card["type"] == "foods"
        assert len(reply.card["rows"]) == 2


def test_a_meal_is_added_up_as_its_rows_show(knowledge: Knowledge, names: Names) -> None:
    reply = ask(knowledge, names, "2 cups of spinach, an avocado and 3 medjool dates")
    assert reply.card
    assert reply.card["type"] == "foods"
    rows = [r["mg"] for r in reply.card["rows"]]
    assert len(rows) == 3
    assert reply.card["total"]["mg"] == pytest.approx(sum(rows), abs=0.5)
    assert reply.text.startswith(f"Together that is about {reply.card['total']['mg']:g} mg")


def test_a_part_of_a_meal_that_is_not_in_the_table_is_named_and_not_counted(knowledge: Knowledge, names: Names) -> None:
    reply = ask(knowledge, names, "1 oz almonds, 1 cup black beans and a glass of oat milk")
    assert "Not counted, because it is not in our table: oat milk." in reply.text


@pytest.mark.parametrize(
    "text", ["how much magnesium in oat milk", "magnesium in nutritional yeast", "magnesium in 3 plums"]
)
def test_a_food_without_a_figure_gets_none(knowledge: Knowledge, names: Names, text: str) -> None:
    reply = ask(knowledge, names, text)
    assert "I have no figure" in reply.text
    assert not re.search(r"\d", reply.text)
    assert reply.card, "the nearest foods are offered"


def test_a_food_that_nobody_listed_gets_no_figure(knowledge: Knowledge, names: Names) -> None:
    reply = ask(knowledge, names, "how much magnesium is in skyrkaka?")
    assert "I have no figure for **skyrkaka**" in reply.text
    assert not re.search(r"\d", reply.text)


@pytest.mark.parametrize(
    "text", ["how much magnesium is in it?", "how much magnesium in food", "magnesium in [x](http://y)"]
)
def test_a_question_without_a_food_is_left_to_the_authored_answer(
    knowledge: Knowledge, names: Names, text: str
) -> None:
    assert COMPOSERS["food_content"](knowledge, Question(text, "food_content", names.find(text))) is None


def test_an_ambiguous_food_offers_the_others(knowledge: Knowledge, names: Names) -> None:
    reply = ask(knowledge, names, "magnesium in chips")
    assert any("Potato chips" in b.title for b in reply.buttons)


def test_the_share_is_of_the_adult_daily_value(knowledge: Knowledge, names: Names) -> None:
    reply = ask(knowledge, names, "100 g of black beans")
    assert reply.card
    assert reply.card["type"] == "foods"
    assert reply.card["share_of"]["mg"] == 420
    assert reply.card["rows"][0]["share"] == pytest.approx(70 / 420, abs=0.001)
    assert "17% of the Daily Value" in reply.text
