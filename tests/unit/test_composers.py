"""Answers composed from the tables: what each record says, how it reads, and what it never says."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator

import pytest

from magnesium.answers import render
from magnesium.composers import COMPOSERS
from magnesium.knowledge import readability
from magnesium.knowledge.load import Knowledge
from magnesium.names import Names
from magnesium.question import Entity, Person, Question
from magnesium.reply import Reply

KINDS = (
    ("form", "forms", "supplement_forms"),
    ("medicine", "medicines", "interactions"),
    ("nutrient", "nutrients", "interactions"),
    ("condition", "conditions", "conditions"),
    ("benefit", "benefits", "benefits"),
)


@pytest.fixture(scope="module")
def names(knowledge: Knowledge) -> Names:
    return Names(knowledge)


@pytest.fixture(scope="module")
def ask(knowledge: Knowledge, names: Names):
    def answer(topic: str, text: str, person: Person | None = None) -> Reply:
        question = Question(text, topic, names.find(text), person or Person())
        reply = COMPOSERS[topic](knowledge, question)
        assert reply is not None, f"{topic}: {text}"
        return reply

    return answer


def _each(knowledge: Knowledge) -> Iterator[tuple[str, Reply]]:
    """The answer about every record of every table, by its id."""
    for kind, table, topic in KINDS:
        for record in getattr(knowledge, table).values():
            entity = Entity(kind, record.id, 0, len(record.name), record.name)  # type: ignore[arg-type]
            reply = COMPOSERS[topic](knowledge, Question(record.name, topic, (entity,)))
            assert reply is not None
            yield f"{kind} {record.id}", reply


def test_every_record_has_an_answer_with_sources_and_next_questions(knowledge: Knowledge) -> None:
    for name, reply in _each(knowledge):
        assert reply.sources, name
        assert set(reply.sources) <= set(knowledge.sources), name
        assert reply.buttons, name
        assert reply.id.startswith(f"{reply.topic}:"), name
        assert "{" not in reply.text + reply.plain, name


def test_every_composed_answer_is_easy_to_read(knowledge: Knowledge) -> None:
    known = readability.names(knowledge)
    hard, grades = [], []
    for name, reply in _each(knowledge):
        grades.append(readability.grade(reply.text, known))
        longest = max(len(readability.words(s)) for s in readability.sentences(reply.text))
        if grades[-1] > readability.GRADE:
            hard.append(f"{name}: grade {grades[-1]:.1f}: {reply.text}")
        if longest > readability.SENTENCE_WORDS:
            hard.append(f"{name}: a sentence of {longest} words: {reply.text}")
        if len(readability.words(reply.text)) > readability.ANSWER_WORDS:
            hard.append(f"{name}: {len(readability.words(reply.text))} words: {reply.text}")
    assert not hard, "\n".join(hard)
    assert statistics.median(grades) <= readability.MEDIAN_GRADE


def test_no_record_writes_a_number_that_is_no_figure(knowledge: Knowledge) -> None:
    loose = []
    for _, table, _ in KINDS:
        for record in getattr(knowledge, table).values():
            prose = re.sub(r"\{[^{}]*\}", " ", f"{record.say} {record.detail} {getattr(record, 'gap', '')}")
            for name in record.names:
                prose = prose.replace(name, " ")
            loose += [f"{record.id}: {n}" for n in re.findall(r"\S*\d\S*", prose)]
    assert not loose


def test_cautions_stand_before_the_first_figure_of_a_supplement_answer(knowledge: Knowledge) -> None:
    caution = knowledge.templates["supplement.caution"].text
    for name, reply in _each(knowledge):
        if reply.topic not in ("supplement_forms", "benefits"):
            continue
        figure = re.search(r"\d", reply.text)
        assert caution in reply.text, name
        assert figure is None or reply.text.index(caution) < figure.start(), name


@pytest.mark.parametrize(
    "words",
    [
        r"\byou should take\b",
        r"\bstart taking\b",
        r"\bincrease your dose\b",
        r"\byou can stop\b",
        r"\byou have\b",
        r"\bdiagnos",
    ],
)
def test_no_answer_gives_a_dose_or_a_diagnosis(knowledge: Knowledge, words: str) -> None:
    for name, reply in _each(knowledge):
        assert not re.search(words, reply.text, re.IGNORECASE), name


def test_no_amount_to_take_stands_in_an_answer_about_benefits(knowledge: Knowledge) -> None:
    for name, reply in _each(knowledge):
        if reply.topic == "benefits":
            assert not re.search(r"\d\s*(mg|g|grams?)\b", reply.text), name


@pytest.mark.parametrize(
    "condition",
    [
        "kidney_disease",
        "heart_block_arrhythmia",
        "myasthenia_gravis",
        "bowel_obstruction",
        "eating_disorder_malnutrition",
    ],
)
def test_a_supplement_is_never_suggested_where_it_is_dangerous(knowledge: Knowledge, condition: str) -> None:
    assert knowledge.conditions[condition].stance == "avoid_unless_clinician"
    reply = dict(_each(knowledge))[f"condition {condition}"]
    assert "take no magnesium supplement unless your clinician tells you to" in reply.text.split(". ")[0]


@pytest.mark.parametrize(
    "text",
    [
        "should i stop omeprazole",
        "can i come off lisinopril and take magnesium instead of it",
        "do i quit my levothyroxine",
    ],
)
def test_whoever_asks_to_stop_a_medicine_is_sent_to_the_prescriber(ask, text: str) -> None:
    first, second = ask("interactions", text).text.split(". ")[:2]
    assert first.startswith("Please do not stop or change")
    assert second.startswith("Ask the person who prescribed it")


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("citrate with doxycycline", "2 to 4 hours"),
        ("magnesium and synthroid", "4 hours"),
        ("fosamax and magnesium", "3 to 4 hours"),
        ("ferrous sulfate", "3 to 4 hours"),
        ("cipro", "2 to 6 hours"),
    ],
)
def test_hours_apart_are_those_of_a_source_that_was_seen(knowledge: Knowledge, ask, text: str, gap: str) -> None:
    reply = ask("interactions", text)
    assert gap in reply.text
    assert all(knowledge.sources[s].seen for s in reply.sources)


@pytest.mark.parametrize("text", ["crestor", "cellcept", "dolutegravir", "gabapentin"])
def test_hours_that_nobody_checked_are_not_given_for_the_medicine(knowledge: Knowledge, ask, text: str) -> None:
    said = ask("interactions", text).text
    general = knowledge.figures["gap_any_medicine"].text
    assert "hours" not in said.replace(general, "")


def test_a_medicine_is_called_by_the_name_the_reader_used(ask) -> None:
    assert ask("interactions", "vibramycin").text.startswith("**Vibramycin:**")
    assert ask("interactions", "levothyroxin").text.startswith("**Levothyroxine:**")
    assert ask("interactions", "hctz").text.startswith("**HCTZ:**")


def test_a_medicine_that_we_have_not_checked_gets_no_claim(ask) -> None:
    assert "I have no checked facts on this medicine" in ask("interactions", "amoxicillin").text


def test_the_better_absorbed_form_comes_first(ask) -> None:
    for text in ("is oxide or citrate better", "citrate vs oxide"):
        reply = ask("supplement_forms", text)
        assert reply.text.startswith("**Magnesium citrate** seems to be absorbed better than **Magnesium oxide**.")
        assert reply.card is not None
        assert reply.card["type"] == "comparison"
        assert all(len(row) == 3 for row in reply.card["rows"])


def test_forms_without_research_are_not_ranked(ask) -> None:
    assert "too little research" in ask("supplement_forms", "malate or threonate").text


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("RDA for a 15 year old girl", "360 mg"),
        ("15 year old boy", "410 mg"),
        ("25 year old woman", "310 mg"),
        ("34f", "320 mg"),
        ("im 70, male", "420 mg"),
        ("my 6 month old", "75 mg"),
        ("a 3 month old baby", "30 mg"),
        ("2 year old", "80 mg"),
        ("8 year old", "130 mg"),
        ("9 year old", "240 mg"),
        ("18 year old man", "410 mg"),
        ("19 year old man", "400 mg"),
        ("31 year old man", "420 mg"),
        ("pregnant 17 year old", "400 mg"),
        ("pregnant and 28 years old", "350 mg"),
        ("i'm 35 and pregnant", "360 mg"),
        ("pregnant women", "350 to 360 mg"),
        ("breastfeeding at 29, how much, im 29", "310 mg"),
        ("women", "310 to 320 mg"),
        ("men", "400 to 420 mg"),
    ],
)
def test_the_daily_need_is_that_of_the_person(ask, text: str, need: str) -> None:
    assert f"{need} of magnesium a day" in ask("daily_intake", text).text.split(". ")[0]


def test_women_and_men_are_both_told_when_the_sex_is_not_known(ask) -> None:
    first = ask("daily_intake", "im 45").text.split(". ")[0]
    assert "320 mg of magnesium a day for women and 420 mg for men" in first


def test_us_eu_and_uk_needs_stand_side_by_side(ask) -> None:
    card = ask("daily_intake", "40 year old woman").card
    assert card is not None
    assert card["type"] == "comparison"
    assert [row[1] for row in card["rows"]] == ["320 mg", "300 mg", "270 mg"]


def test_who_was_told_before_is_remembered_for_the_need(ask) -> None:
    assert "420 mg" in ask("daily_intake", "how much do i need a day", Person(age_years=45, sex="male")).text


@pytest.mark.parametrize("text", ["why is the upper limit lower than the rda", "is 400 mg a day too much"])
def test_a_question_about_the_limit_is_not_answered_with_the_need(
    knowledge: Knowledge, names: Names, text: str
) -> None:
    question = Question(text, "daily_intake", names.find(text), Person(age_years=45, sex="male"))
    assert COMPOSERS["daily_intake"](knowledge, question) is None


@pytest.mark.parametrize("text", ["my 6 month old", "2 year old", "15 year old girl"])
def test_supplements_for_children_are_left_to_a_clinician(ask, text: str) -> None:
    assert "clinician" in ask("daily_intake", text).text


@pytest.mark.parametrize(
    ("text", "allergens"),
    [
        ("nut free foods", {"nuts", "peanut"}),
        ("i am allergic to dairy and soy", {"dairy", "soy"}),
        ("no fish", {"fish", "shellfish"}),
        ("egg free and sesame free foods", {"egg", "sesame"}),
    ],
)
def test_a_list_holds_nothing_that_was_excluded(knowledge: Knowledge, ask, text: str, allergens: set[str]) -> None:
    reply = ask("foods", text)
    by_name = {f.name: f for f in knowledge.foods.values()}
    listed = [by_name[row["name"]] for row in reply.card["rows"]]
    assert len(listed) >= 5
    assert not [f.id for f in listed if allergens & {*f.contains, *f.may_contain}]
    assert "check every label" in reply.text


@pytest.mark.parametrize(
    ("text", "flag"), [("vegan foods", "vegan"), ("vegetarian", "vegetarian"), ("celiac safe foods", "gluten_free")]
)
def test_a_list_suits_the_diet(knowledge: Knowledge, ask, text: str, flag: str) -> None:
    by_name = {f.name: f for f in knowledge.foods.values()}
    for row in ask("foods", text).card["rows"]:
        assert flag in by_name[row["name"]].suits


def test_a_list_of_a_kind_holds_that_kind_richest_first(knowledge: Knowledge, ask) -> None:
    rows = ask("foods", "which fruits are rich in magnesium").card["rows"]
    by_name = {f.name: f for f in knowledge.foods.values()}
    assert {by_name[r["name"]].category for r in rows} == {"fruit"}
    assert [r["mg"] for r in rows] == sorted((r["mg"] for r in rows), reverse=True)


@pytest.mark.parametrize("topic", COMPOSERS)
def test_a_question_that_names_nothing_is_left_to_the_authored_answer(knowledge: Knowledge, topic: str) -> None:
    assert COMPOSERS[topic](knowledge, Question("tell me about it", topic)) is None


def test_what_an_answer_shows_and_asks_exists(knowledge: Knowledge) -> None:
    for answer in knowledge.answers.values():
        assert set(answer.foods) <= set(knowledge.foods), answer.id
        assert set(answer.asks) <= set(knowledge.buttons), answer.id


def test_the_general_food_answer_shows_foods_with_their_share(knowledge: Knowledge) -> None:
    card = render(knowledge, knowledge.answers["foods.main"], "foods").card
    assert card is not None
    assert card["type"] == "foods"
    assert card["rows"][0]["mg"] == 156


def test_age_and_sex_are_asked_back_by_buttons_that_are_answered(knowledge: Knowledge, ask) -> None:
    buttons = render(knowledge, knowledge.answers["daily_intake.main"], "daily_intake").buttons
    told = [ask(b.topic, b.ask) for b in buttons if b.topic == "daily_intake" and not b.answer]
    assert len({reply.id for reply in told}) == 6


def test_every_button_asks_what_is_answered(knowledge: Knowledge) -> None:
    for button in knowledge.buttons.values():
        assert button.topic in knowledge.by_topic, button.id


@pytest.mark.parametrize(
    ("text", "stage"), [("is it safe for my 5 year old", "children"), ("im 82, is it safe for me", "older_adults")]
)
def test_an_age_stands_for_its_life_stage(ask, text: str, stage: str) -> None:
    assert ask("conditions", text).id == f"conditions:{stage}"


def test_the_strictest_condition_comes_first(ask) -> None:
    assert ask("conditions", "diabetes and kidney disease").id == "conditions:kidney_disease+type_2_diabetes"


def test_a_form_beside_a_medicine_gets_the_medicine_answer(ask) -> None:
    assert "every form of magnesium" in ask("interactions", "can i take citrate with doxycycline").text


def test_two_things_at_once_stay_short(knowledge: Knowledge) -> None:
    known = readability.names(knowledge)
    long = []
    for kind, table, topic in KINDS:
        ids = list(getattr(knowledge, table))
        for one, other in zip(ids, ids[1:] + ids[:1], strict=True):
            both = tuple(Entity(kind, i, 9 * n, 9 * n + 8, i) for n, i in enumerate((one, other)))  # type: ignore[arg-type]
            reply = COMPOSERS[topic](knowledge, Question("both", topic, both))
            assert reply is not None
            if (
                len(readability.words(reply.text)) > readability.ANSWER_WORDS
                or readability.grade(reply.text, known) > 8
            ):
                long.append(f"{one}, {other}: {len(readability.words(reply.text))} words: {reply.text}")
    assert not long, "\n".join(long)


def test_a_mild_condition_does_not_soften_a_dangerous_one(ask) -> None:
    text = ask("conditions", "im a runner with kidney disease").text
    assert text.startswith("**Kidney disease:** take no magnesium supplement")
    assert "usually fine" not in text


def test_every_age_of_a_family_gets_a_line(ask) -> None:
    text = ask("daily_intake", "my husband is 51 and i am 30").text
    assert "51 years and over" in text
    assert "19 to 30 years" in text


def test_what_nobody_checked_is_called_by_its_own_name(ask) -> None:
    assert ask("conditions", "is it ok with lupus").text.startswith("**Lupus:** ask your clinician")
    assert ask("benefits", "does it help with snoring").text.startswith("**Snoring:** I have no checked facts")


def test_a_food_that_is_not_wanted_is_not_described(knowledge: Knowledge, names: Names) -> None:
    for text in ("i hate spinach. options", "foods with mag but no sardines"):
        assert COMPOSERS["foods"](knowledge, Question(text, "foods", names.find(text))) is None


def test_kinds_of_food_are_joined_and_those_ruled_out_are_left_out(knowledge: Knowledge, ask) -> None:
    by_name = {f.name: f for f in knowledge.foods.values()}
    both = {by_name[r["name"]].category for r in ask("foods", "nuts or seeds").card["rows"]}
    assert both == {"nuts", "seeds"}
    rows = ask("foods", "nut allergy, every list begins with nuts and seeds").card["rows"]
    assert {by_name[r["name"]].category for r in rows} == {"seeds"}


@pytest.mark.parametrize(
    "text", ["her kidneys are weak, milk of magnesia every night", "is it ok with one kidney", "my egfr is 41"]
)
def test_whoever_speaks_of_kidneys_is_warned(ask, text: str) -> None:
    assert ask("conditions", text).id.startswith("conditions:kidney_disease")


def test_good_kidneys_and_kidney_beans_are_no_kidney_disease(names: Names) -> None:
    for text in ("im 55 with good kidneys", "my kidneys are fine", "kidney beans"):
        assert "kidney_disease" not in [e.id for e in names.find(text)]
