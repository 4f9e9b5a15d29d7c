"""Amounts of food in words become grams."""

from __future__ import annotations

import pytest

from magnesium.knowledge.load import Knowledge
from magnesium.quantities import Amount, Quantities, nice, rounded


@pytest.fixture(scope="module")
def quantities(knowledge: Knowledge) -> Quantities:
    return Quantities.of(knowledge.measures)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2 oz of cashews", "2 oz"),
        ("8oz", "8 oz"),
        ("100g of tofu", "100 g"),
        ("half a cup of spinach", "0.5 cup"),
        ("a half cup", "0.5 cup"),
        ("quarter cup", "0.25 cup"),
        ("three quarters of a cup", "0.75 cup"),
        ("two and a half cups", "2.5 cup"),
        ("1½ cups", "1.5 cup"),
        ("1 1/2 cups", "1.5 cup"),
        ("½ cup", "0.5 cup"),
        ("1/2 lb salmon", "0.5 lb"),
        ("a couple of brazil nuts", "2 piece"),
        ("a dozen almonds", "12 piece"),
        ("half a dozen oysters", "6 piece"),
        ("a few prunes", "3 piece"),
        ("3 dates", "3 piece"),
        ("a handful of almonds", "1 handful"),
        ("two handfuls of spinach", "2 handful"),
        ("3 slices of bread", "3 slice"),
        ("a glass of milk", "1 glass"),
        ("1,5 dl milk", "1.5 dl"),
        ("1,000 g", "1000 g"),
        ("16 fl oz of milk", "16 fl oz"),
        ("2 Tablespoons of tahini", "2 tbsp"),
        ("half an avocado", "0.5 piece"),
    ],
)
def test_an_amount_is_read_as_people_write_it(quantities: Quantities, text: str, amount: str) -> None:
    assert [str(a) for a in quantities.find_amounts(text)] == [amount]


@pytest.mark.parametrize("text", ["an avocado", "what about spinach", "", "cup", "the oz"])
def test_no_amount_is_seen_where_none_is_said(quantities: Quantities, text: str) -> None:
    assert quantities.find_amounts(text) == ()


@pytest.mark.parametrize("text", ["1/0 cup", "0 oz", "9" * 40 + " g", "½½½", "1//2", "-3 cups"])
def test_odd_numbers_do_no_harm(quantities: Quantities, text: str) -> None:
    assert isinstance(quantities.find_amounts(text), tuple)


@pytest.mark.parametrize(
    ("food", "amount", "grams"),
    [
        ("cashews_raw", "2 oz", 56.7),
        ("spinach_boiled", "0.5 cup", 90),
        ("spinach_boiled", "8 tbsp", 90),
        ("salmon_atlantic_farmed", "0.5 lb", 226.8),
        ("almonds_dry_roasted", "22 piece", 28.35),
        ("almonds_dry_roasted", "1 handful", 28.35),
        ("spinach_raw", "2 handful", 60),
        ("banana", "2 piece", 236),
        ("avocado", "0.5 piece", 100.5),
        ("egg_hard_boiled", "2 large", 100),
        ("milk_whole", "1 glass", 244),
        ("beer", "1 pint", 473.2),
        ("dark_chocolate_70_85", "2 square", 20),
        ("yogurt_plain_lowfat", "1 container", 227),
        ("sweet_corn_boiled", "2 ear", 206),
        ("prunes", "5 piece", 47.5),
    ],
)
def test_an_amount_weighs_what_the_servings_say(
    knowledge: Knowledge, quantities: Quantities, food: str, amount: str, grams: float
) -> None:
    assert quantities.grams(knowledge.foods[food], Amount.parse(amount)) == pytest.approx(grams, rel=0.01)


@pytest.mark.parametrize(
    ("food", "amount"),
    [("walnuts_english", "5 piece"), ("cashews_raw", "1 cup"), ("spinach_raw", "1 bar"), ("olive_oil", "1 slice")],
)
def test_a_weight_that_no_serving_tells_is_not_made_up(
    knowledge: Knowledge, quantities: Quantities, food: str, amount: str
) -> None:
    assert quantities.grams(knowledge.foods[food], Amount.parse(amount)) is None


@pytest.mark.parametrize(
    ("amount", "grams", "said"),
    [
        ("2 oz", 56.7, "2 oz (57 g)"),
        ("100 g", 100, "100 g (3.5 oz)"),
        ("0.5 cup", 90, "1/2 cup (90 g, 3.2 oz)"),
        ("1.5 cup", 270, "1 1/2 cups (270 g, 9.5 oz)"),
        ("3 piece", 21, "3 pieces (21 g, 0.7 oz)"),
        ("1 tsp", 0.7, "1 tsp (0.7 g)"),
    ],
)
def test_an_amount_is_shown_in_both_systems(quantities: Quantities, amount: str, grams: float, said: str) -> None:
    assert quantities.said(Amount.parse(amount), grams) == said


@pytest.mark.parametrize(("mg", "shown"), [(79.5, 80), (9.44, 9.4), (9.45, 9.5), (0, 0), (0.04, 0), (146.6, 147)])
def test_milligrams_are_rounded_half_up_with_a_decimal_below_ten(mg: float, shown: float) -> None:
    assert rounded(mg) == shown


@pytest.mark.parametrize(("value", "said"), [(0.5, "1/2"), (1.5, "1 1/2"), (3, "3"), (0.3333, "1/3"), (2.2, "2.2")])
def test_a_count_is_written_as_cooks_do(value: float, said: str) -> None:
    assert nice(value) == said
