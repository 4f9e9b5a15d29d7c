"""The author's guide names every key of an answer, and its example is a good answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from magnesium.knowledge.load import TABLES
from magnesium.knowledge.records import Answer

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/writing-answers.md").read_text(encoding="utf-8")
KEYS = [field.alias for name, field in Answer.__fields__.items() if name not in ("id", "topic")]


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_an_answer_is_explained(key: str) -> None:
    if key == "reviewed_by":
        assert key in (ROOT / "docs/governance.md").read_text(encoding="utf-8")
    else:
        assert re.search(rf"`{key}\b|^    {key}:", GUIDE, re.MULTILINE)


def test_the_example_is_an_answer() -> None:
    example = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL).group(1)
    (answer,) = yaml.safe_load(example)
    defaults = {"topic": "food_content", "state": "in_force", "owner": "x", "review_by": "2027-01-01"}
    assert Answer.parse_obj({**defaults, **answer}).figures["milled_away"].text == "80%"


@pytest.mark.parametrize(
    "file", [t.file for t in TABLES if t.file.split(".")[0] in ("foods", "figures", "sources", "intakes")]
)
def test_the_files_that_authors_edit_are_listed(file: str) -> None:
    assert f"`{file}`" in GUIDE or f"/{file}`" in GUIDE
