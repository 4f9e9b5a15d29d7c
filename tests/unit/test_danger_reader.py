"""The n-grams of the danger reader: made at set-up from the messages, and made anew when those change."""

import pytest

from magnesium.triage import reader
from magnesium.urgency import LEVELS

SAFETY = {
    "none": "i slept like a baby after the tablets",
    "urgent": "my toddler ate some of the tablets",
    "emergency": "he collapsed and is not breathing",
    "crisis": "i do not want to live any more",
}


@pytest.fixture
def data(tmp_path):
    for name in ("nlu", "safety"):
        (tmp_path / name).mkdir()
    examples = "".join(f"      - which nuts have most {i}\n" for i in range(4))
    nlu = f'version: "3.1"\nnlu:\n  - intent: ask_foods\n    examples: |\n{examples}'
    (tmp_path / "nlu/foods.yml").write_text(nlu)
    rows = [f"{level}\tkind\t{text} {i}\n" for level, text in SAFETY.items() for i in range(4)]
    (tmp_path / "safety/hand_0.tsv").write_text("".join(rows))
    return tmp_path


def test_it_learns_the_levels(data):
    reader.prepare(data, data)
    likely = reader.load(data).read(list(SAFETY.values()))
    assert [LEVELS[row.argmax()] for row in likely] == list(SAFETY)


def test_new_messages_need_a_new_fit(data):
    assert not reader.is_current(data, data)
    reader.prepare(data, data)
    assert reader.is_current(data, data)
    with (data / "safety/hand_0.tsv").open("a") as opened:
        opened.write("urgent\tkind\the fainted this morning\n")
    assert not reader.is_current(data, data)
