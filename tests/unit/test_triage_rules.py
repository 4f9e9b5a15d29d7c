"""The rules' voice of triage: who, when and whether a danger is reported at all."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from magnesium.knowledge.danger import Pattern, RedFlag, TriageCues
from magnesium.triage.patterns import PatternError, Patterns
from magnesium.triage.rules import Rules
from magnesium.urgency import Urgency

ROOT = Path(__file__).parents[2] / "knowledge"
FLAGS = {
    flag["id"]: RedFlag.parse_obj(flag)
    for flag in yaml.safe_load((ROOT / "red_flags.yml").read_text(encoding="utf-8"))["red_flags"]
}
CUES = TriageCues.parse_obj(yaml.safe_load((ROOT / "triage_cues.yml").read_text(encoding="utf-8")))
RULES = Rules(FLAGS, CUES)


def certainties(text: str) -> set[str]:
    return {finding.certainty for finding in RULES.read(text)}


@pytest.mark.parametrize(("flag", "text"), [(flag.id, text) for flag in FLAGS.values() for text in flag.fires])
def test_a_report_fires(flag: str, text: str) -> None:
    now = [finding for finding in RULES.read(text) if finding.certainty == "now"]
    assert now, f"{flag} stays silent"
    assert max(f.urgency.rank for f in now) >= FLAGS[flag].urgency.rank


@pytest.mark.parametrize(("flag", "text"), [(flag.id, text) for flag in FLAGS.values() for text in flag.stays_silent])
def test_a_mention_stays_silent(flag: str, text: str) -> None:
    assert certainties(text) <= {"mention"}, f"{flag} fires: {RULES.read(text)}"


@pytest.mark.parametrize(
    ("reports", "mentions"),
    [
        ("no chest pain but I can't breathe", "no chest pain and I can breathe"),
        ("my dad just collapsed", "my dad collapsed in 1998"),
        ("is it magnesium? my chest is crushing right now", "can low magnesium crush your chest?"),
        ("I had a stroke in 2011 and now my face is drooping", "I had a stroke in 2011 and my face drooped"),
        ("I want to kill myself", "in the novel I'm writing he says he wants to kill himself"),
        ("my son swallowed ten of my magnesium tablets", "if my son swallowed ten magnesium tablets"),
    ],
)
def test_the_same_danger_reported_and_mentioned(reports: str, mentions: str) -> None:
    assert "now" in certainties(reports)
    assert "now" not in certainties(mentions)


@pytest.mark.parametrize(
    "text",
    [
        "I CAN’T BREATHE",
        "i cant breeeeathe",
        "i carnt brethe",
        "i ｃａｎｔ breathe",
        "I can't breathe!!! 🆘🆘",
        "please, I can't breathe, it's probably nothing, husband says it's stress",
        "is it low magnesium? I can't breathe. also which nuts are best",
    ],
)
def test_spelling_politeness_and_a_question_beside_it_change_nothing(text: str) -> None:
    first = RULES.read(text)[0]
    assert (first.certainty, first.urgency) == ("now", Urgency.EMERGENCY)


@pytest.mark.parametrize("text", ["seizure", "chest pain", "overdose", "suicidal", "palpitations"])
def test_a_bare_red_flag_word_is_unclear(text: str) -> None:
    assert certainties(text) == {"unclear"}


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("oxygen meter says 84", "dyspnoea"),
        ("her pulse is 32 and she's clammy", "arrhythmia_distress"),
        ("potassium 2.4 and the clinic is closed", "very_low_lab"),
        ("his sugar is 35", "low_blood_sugar"),
    ],
)
def test_a_dangerous_figure_fires(text: str, flag: str) -> None:
    assert flag in {f.flag for f in RULES.read(text) if f.certainty == "now"}


@pytest.mark.parametrize(
    "text", ["oxygen meter says 97", "my pulse is 72", "potassium 4.2", "his sugar is 101", "I take 1,000 mg magnesium"]
)
def test_a_normal_figure_stays_silent(text: str) -> None:
    assert certainties(text) <= {"mention"}


@pytest.mark.parametrize(
    "text",
    [
        "no puedo respirar",
        "ich bekomme keine luft",
        "não consigo respirar",
        "saans nahi aa rahi",
        "elle est inconsciente",
    ],
)
def test_emergency_phrases_of_other_languages_fire(text: str) -> None:
    assert "now" in certainties(text)


def test_a_finding_tells_where_it_stands() -> None:
    text = "which nuts are best? my dad is unconscious on the floor"
    first = RULES.read(text)[0]
    assert "unconscious" in text[first.start : first.end]
    assert "dad" not in " ".join(first.reasons)


@pytest.mark.parametrize("text", ["", " ", "?" * 50, "\x00\ud800", "a" * 8000, "cant " * 1600, "no " * 2700, "🆘" * 9])
def test_odd_input_is_read_without_an_error(text: str) -> None:
    RULES.read(text)


def test_the_most_certain_and_most_urgent_finding_comes_first() -> None:
    found = RULES.read("no chest pain. skipped beats all day, and now I want to kill myself")
    assert (found[0].flag, found[0].certainty) == ("self_harm_suicidal", "now")


@pytest.mark.parametrize(
    "pattern", ["can't breathe", "Seizure", "?my ?chest", "..", "chest, pain", "{no concept}", "", "a||b"]
)
def test_a_pattern_that_could_never_match_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        Pattern.validate(pattern)


def test_an_unknown_concept_is_an_error_that_names_it() -> None:
    with pytest.raises(PatternError, match="chets"):
        Patterns({"chest": ("chest",)}).add("my {chets} hurts")
