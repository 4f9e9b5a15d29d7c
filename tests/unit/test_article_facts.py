"""Every claim of the article is said by an answer with the right topic, as the reader sees it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from magnesium.answers import render
from magnesium.knowledge.load import Knowledge, load

ROOT = Path(__file__).resolve().parents[2]
FACTS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "article_facts.yml").read_text())["facts"]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(ROOT / "knowledge")


def shown(knowledge: Knowledge, answer_id: str) -> str:
    """The text and the card of an answer, as one line without marks."""
    answer = knowledge.answers[answer_id]
    reply = render(knowledge, answer, answer.topic)
    return re.sub(r"\s+", " ", f"{reply.text} {reply.plain}".replace("**", "")).lower()


def test_all_facts_of_the_article_are_listed() -> None:
    assert [f["id"] for f in FACTS] == [f"A{n:03}" for n in range(1, 139)]


@pytest.mark.parametrize("fact", FACTS, ids=lambda f: f["id"])
def test_the_fact_is_said_in_these_words(knowledge: Knowledge, fact: dict[str, Any]) -> None:
    for answer_id, words in fact["said"].items():
        text = shown(knowledge, answer_id)
        missing = [w for w in words if w not in text]
        assert not missing, f"{answer_id} no longer says {missing}: {fact['fact']}"


@pytest.mark.parametrize("fact", FACTS, ids=lambda f: f["id"])
def test_the_fact_is_said_under_its_topic(knowledge: Knowledge, fact: dict[str, Any]) -> None:
    said = [knowledge.answers[a] for a in fact["said"]]
    topics = {t for a in said for t in (a.topic, *a.also)}
    assert topics & set(fact["topics"])
