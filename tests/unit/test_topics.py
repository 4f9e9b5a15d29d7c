"""One topic id names an answer everywhere: file, intent, rule, answers."""

from pathlib import Path

import yaml

from magnesium.topics import INTENTS, TOPICS

ROOT = Path(__file__).resolve().parents[2]


def read(path: str):
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def test_the_training_files_are_the_topics():
    assert {f.stem for f in (ROOT / "data/nlu").glob("*.yml")} == set(TOPICS)


def test_every_intent_has_at_least_forty_examples():
    counts = {}
    for file in (ROOT / "data/nlu").glob("*.yml"):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            counts[block["intent"]] = len(block["examples"].splitlines())
    assert set(counts) == set(INTENTS)
    assert {name: n for name, n in counts.items() if n < 40} == {}


def test_domain_and_rules_know_every_intent():
    domain = set(read("domain.yml")["intents"])
    ruled = {
        s["intent"]
        for f in ("answers", "safety")
        for r in read(f"data/rules/{f}.yml")["rules"]
        for s in r["steps"]
        if "intent" in s
    }
    assert set(INTENTS) <= domain
    assert domain | {"nlu_fallback"} == ruled


def test_every_topic_has_answers():
    assert {f.stem for f in (ROOT / "knowledge/answers").glob("*.yml")} >= set(TOPICS) - {"out_of_scope"}
