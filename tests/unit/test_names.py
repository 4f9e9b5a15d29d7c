"""What a message names, and what only looks like a name."""

from __future__ import annotations

import pytest

from magnesium.knowledge.load import Knowledge
from magnesium.names import Names

TABLES = {
    "food": "foods",
    "form": "forms",
    "medicine": "medicines",
    "nutrient": "nutrients",
    "condition": "conditions",
    "benefit": "benefits",
}
ASKED = {
    "food": ("how much magnesium in {}", "{}?", "magnesium in 2 oz of {}"),
    "form": ("is magnesium {} good", "{}?"),
    "medicine": ("can I take magnesium with {}", "{}?"),
    "nutrient": ("magnesium and {}", "{}?"),
    "condition": ("is magnesium safe with {}", "{}?"),
    "benefit": ("does magnesium help with {}", "{}?"),
}


@pytest.fixture(scope="module")
def names(knowledge: Knowledge) -> Names:
    return Names(knowledge)


def ids(names: Names, text: str, kind: str) -> list[str]:
    return [e.id for e in names.find(text) if e.kind == kind]


@pytest.mark.parametrize("kind", TABLES)
def test_each_record_is_found_under_every_name(names: Names, knowledge: Knowledge, kind: str) -> None:
    lost = []
    for record in getattr(knowledge, TABLES[kind]).values():
        for name in (record.name, *record.aliases, *record.misspellings):
            lost += [
                f"{record.id}: {asked.format(name)}"
                for asked in ASKED[kind]
                if record.id not in ids(names, asked.format(name), kind)
            ]
    assert not lost


@pytest.mark.parametrize("kind", TABLES)
def test_a_name_is_found_in_capitals_and_in_the_plural(names: Names, knowledge: Knowledge, kind: str) -> None:
    lost = []
    for record in getattr(knowledge, TABLES[kind]).values():
        for name in record.aliases:
            if record.id not in ids(names, ASKED[kind][0].format(name.upper()), kind):
                lost.append(f"{record.id}: {name.upper()}")
    assert not lost


@pytest.mark.parametrize(
    "text",
    [
        "what's the date today",
        "what is the latest date i can take it",
        "is my info up to date",
        "my due date is in march",
        "iron man competition",
        "a study from rice university",
        "condoleezza rice",
        "I live in turkey, how much should i take",
        "may I take it at night",
        "going nuts over this",
        "grain of salt",
        "not my cup of tea",
        "piece of cake",
        "my apple watch says my pulse is fine",
        "the rocket science of it",
        "nitric oxide levels",
        "my liver is fine",
        "how long til it works",
        "let's wrap this up",
        "is it covered by the oil industry",
        "I quit cold turkey",
        "big cheese",
        "sour grapes",
    ],
)
def test_ordinary_words_are_no_foods(names: Names, text: str) -> None:
    assert ids(names, text, "food") == []
    assert ids(names, text, "form") == []


@pytest.mark.parametrize(
    ("text", "food"),
    [
        ("almnods", "almonds_dry_roasted"),
        ("pumkpin seeds", "pumpkin_seeds_roasted"),
        ("magnesium in spinech", "spinach_raw"),
        ("how much is in cashewz", "cashews_dry_roasted"),
        ("soymilk", "soymilk_unfortified"),
        ("soy-milk", "soymilk_unfortified"),
        ("is turkey high in magnesium", "turkey_roasted"),
        ("how many mg in dates", "dates_deglet_noor"),
        ("CHIA SEEDS", "chia_seeds"),
        ("dark chocolate", "dark_chocolate_70_85"),
        ("brazil nut", "brazil_nuts"),
        ("crème de peanut butter", "peanut_butter_smooth"),
    ],
)
def test_a_food_is_found_as_people_write_it(names: Names, text: str, food: str) -> None:
    assert ids(names, text, "food") == [food]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("34f tired all the time", "34"),
        ("15 year old girl", "15"),
        ("my 6 month old", "0.5"),
        ("im 70", "70"),
        ("I'm 45 and tired", "45"),
        ("my mum is 80", "80"),
        ("aged 12", "12"),
        ("sixteen years old", "16"),
        ("RDA for women over 50", "51"),
        ("62", "62"),
        ("a 3-year-old boy", "3"),
        ("in my 40s", "45"),
        ("my son, 7 years", "7"),
        ("my daughter 11, how much", "11"),
        ("a boy of 14 be getting", "14"),
        ("how much does a baby need, 8 months", "0.667"),
        ("I'm a woman, 42.", "42"),
        ("grandad is 91", "91"),
        ("rda for teens", "16"),
        ("what do seniors need", "71"),
        ("my baby is 7 months", "0.583"),
        ("I turn 70 on Sunday", "70"),
        ("(27F) here", "27"),
        ("55M 88kg", "55"),
    ],
)
def test_an_age_is_read_in_years(names: Names, text: str, years: str) -> None:
    assert ids(names, text, "age") == [years]


@pytest.mark.parametrize(
    "text",
    ["I take 400 mg", "I'm 12 weeks pregnant", "for 3 months", "type 2 diabetes", "my level is 1.5", "im 80% better",
     "I am 180 lbs", "vitamin b12"],
)  # fmt: skip
def test_other_numbers_are_no_ages(names: Names, text: str) -> None:
    assert ids(names, text, "age") == []


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("34f", "sex", ["female"]),
        ("adult man", "sex", ["male"]),
        ("15 year old girl", "sex", ["female"]),
        ("I'm pregnant", "life_stage", ["pregnant"]),
        ("while breastfeeding", "life_stage", ["breastfeeding"]),
        ("I'm not pregnant", "life_stage", []),
        ("vegan foods", "diet", ["vegan"]),
        ("i'm allergic to nuts", "diet", ["nut_free"]),
        ("no nuts or dairy please", "diet", ["dairy_free", "nut_free"]),
        ("allergic to shellfish and soy", "diet", ["shellfish_free", "soy_free"]),
        ("gluten free list", "diet", ["gluten_free"]),
        ("which fruits", "diet", ["fruit"]),
        ("brazil nuts", "diet", []),
        ("tired with leg cramps", "symptom", ["cramps", "fatigue"]),
        ("2 oz of cashews", "amount", ["2 oz"]),
        ("an avocado", "amount", ["1 piece"]),
        ("3 dates", "amount", ["3 piece"]),
        ("I take 400 mg", "amount", []),
        ("type 2 diabetes", "amount", []),
    ],
)
def test_people_and_amounts_are_found(names: Names, text: str, kind: str, found: list[str]) -> None:
    assert sorted(ids(names, text, kind)) == found


def test_an_ambiguous_name_brings_its_choices(names: Names) -> None:
    (chips,) = [e for e in names.find("magnesium in chips") if e.kind == "food"]
    assert chips.id == "french_fries"
    assert "potato_chips" in chips.choices


def test_a_place_is_that_of_the_message_as_it_was_written(names: Names) -> None:
    text = "Crème, then  ALMONDS’ and soy-milk?"
    for entity in names.find(text):
        assert text[entity.start : entity.end] == entity.text


@pytest.mark.parametrize(
    ("text", "times"),
    [("", 1), ("?!", 1), ("🥜", 2), ("ﬁ İ", 3), ("\x00", 1), ("%", 50), ("a", 8192), ("½ ", 4000), ("1/", 4000)],
)
def test_odd_texts_do_no_harm(names: Names, text: str, times: int) -> None:
    for entity in names.find(text * times):
        assert entity.id
