"""What the check of knowledge/ finds, where, and with which advice."""

from __future__ import annotations

import re
import shutil
import statistics
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from magnesium.__main__ import main
from magnesium.knowledge import checks, readability
from magnesium.knowledge.load import Files, KnowledgeError, assemble, load
from magnesium.knowledge.records import fill

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Edits a copy of knowledge/: (file, what stands there, what shall stand there) -> the folder."""
    folder = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", folder)

    def change(file: str, old: str, new: str) -> Path:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return change


def found(folder: Path, today: date = TODAY) -> list[str]:
    """Every line that the check prints."""
    try:
        knowledge, catalogue = assemble(Files(folder))
    except KnowledgeError as error:
        return [str(p) for p in error.problems]
    return [str(p) for p in (*checks.problems(knowledge, catalogue), *checks.style(knowledge, catalogue, today))]


def line_of(folder: Path, file: str, text: str) -> int:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)


def test_the_knowledge_as_it_is_has_no_problem() -> None:
    assert found(ROOT / "knowledge") == []


FAULTS = [
    pytest.param(
        "answers/testing.yml", "sources: [agus_1999, ods_hp]", "sources: []",
        "- id: testing.how", "name at least one source", id="a missing source",
    ),
    pytest.param(
        "answers/testing.yml", "sources: [agus_1999, ods_hp]", "sources: [agus_1999, ods_hq]",
        "ods_hq", "did you mean 'ods_hp'?", id="an unknown source",
    ),
    pytest.param(
        "answers/testing.yml", "sources: [agus_1999, ods_hp]", "sources: [acog_222]",
        "acog_222", "nobody has seen the source 'acog_222'", id="a cited source that nobody saw",
    ),
    pytest.param(
        "answers/foods.yml", "    title: Which foods are rich", "    titel: Which foods are rich",
        "titel:", "unknown key; did you mean 'title'?", id="an unknown key",
    ),
    pytest.param(
        "figures.yml", "value: 25, unit: g,", "value: 25,",
        "body_total", "unit: this key is missing", id="a figure without unit",
    ),
    pytest.param(
        "figures.yml", "value: 25, unit: g,", "value: 25, unit: gramms,",
        "gramms", "'gramms' is not a unit", id="a figure with a unit that nobody knows",
    ),
    pytest.param(
        "sources.yml", 'url: "https://fdc.nal.usda.gov/"', 'url: "http://fdc.nal.usda.gov/"',
        "http://", "is no https address", id="a link that is no https address",
    ),
    pytest.param(
        "answers/overview.yml", "over {enzyme_systems} jobs", "over 300 jobs",
        "short: >-", "'300' is a number in prose", id="a number in prose that is no figure",
    ),
    pytest.param(
        "answers/overview.yml", "over {enzyme_systems} jobs", "over {enzyme_system} jobs",
        "short: >-", "did you mean 'enzyme_systems'?", id="a figure that nobody has given",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line", "message"), FAULTS)
def test_a_fault_is_found_with_its_line(edit: Edit, file: str, old: str, new: str, line: str, message: str) -> None:
    folder = edit(file, old, new)
    place = f"knowledge/{file}:{line_of(folder, file, line)}  "
    assert [p for p in found(folder) if p.startswith(place) and message in p], found(folder)


def test_a_name_of_two_foods_is_found(edit: Edit) -> None:
    text = (ROOT / "knowledge/foods.yml").read_text(encoding="utf-8")
    ids = re.findall(r"^- id: (\w+)$", text, re.MULTILINE)
    knowledge = load(ROOT / "knowledge")
    taken = knowledge.foods[ids[0]].aliases[0]
    start = text.index(f"- id: {ids[1]}")
    old = next(line for line in text[start:].splitlines() if line.strip().startswith("aliases:"))
    folder = edit("foods.yml", text[start : text.index(old, start) + len(old)],
                  text[start : text.index(old, start)] + old.replace("[", f"[{taken}, ", 1))  # fmt: skip
    assert any(f"'{taken}' is also a name of '{ids[0]}'" in p and "foods.yml:" in p for p in found(folder))


def test_a_hard_answer_is_found(edit: Edit) -> None:
    hard = (
        "Hypovolaemic circulatory insufficiency necessitates individualised pharmacological intervention immediately."
    )
    folder = edit("answers/foods.yml", "Whole grains, beans, nuts and seeds bring both.", hard)
    assert any("reads at grade" in p for p in found(folder))


def test_a_long_sentence_is_found(edit: Edit) -> None:
    long = "You eat " + ", ".join(["rice and beans"] * 6) + "."
    folder = edit("answers/foods.yml", "Whole grains, beans, nuts and seeds bring both.", long)
    assert any("a sentence of 20 words (19 at most)" in p for p in found(folder))


def test_a_number_in_words_is_found(edit: Edit) -> None:
    folder = edit("answers/interactions.yml", "Some need longer", "Wait two hours. Some need longer")
    assert any("'two hours' is a number in prose" in p for p in found(folder))


def test_an_overdue_review_is_only_a_warning(edit: Edit) -> None:
    folder = edit("answers/foods.yml", "review_by: 2027-05-31", "review_by: 2026-11-01")
    overdue = [p for p in found(folder) if "was due for review on 2026-11-01" in p]
    assert overdue
    assert all("warning: " in p for p in overdue)
    assert main(["--knowledge", str(folder), "check"]) == 0


def test_all_problems_of_all_files_are_shown_at_once(edit: Edit) -> None:
    edit("answers/foods.yml", "    title: Which foods are rich", "    titel: Which foods are rich")
    edit("figures.yml", "value: 25, unit: g,", "value: 25,")
    folder = edit("answers/causes.yml", "answers:\n", "answers:\n  - [\n")
    files = {p.split(":")[0] for p in found(folder)}
    assert {"knowledge/answers/foods.yml", "knowledge/figures.yml", "knowledge/answers/causes.yml"} <= files


def test_check_ends_with_1_and_counts(edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    folder = edit("figures.yml", "value: 25, unit: g,", "value: 25,")
    assert main(["--knowledge", str(folder), "check"]) == 1
    assert re.search(r"^1 problem and 0 warnings in \d+ files$", capsys.readouterr().out, re.MULTILINE)


def test_answers_read_at_grade_7_or_below_in_the_median() -> None:
    knowledge = load(ROOT / "knowledge")
    names = readability.names(knowledge)
    grades = [
        readability.grade(fill(a.prose, {**knowledge.figures, **a.figures}), names) for a in knowledge.answers.values()
    ]
    assert statistics.median(grades) <= readability.MEDIAN_GRADE
    assert max(grades) <= readability.GRADE


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two.", 2),
        ("Eat this:\n\n- nuts\n- seeds", 3),
        ("About 1.8 mg/dL is low. Ask.", 2),
        ("**Call now.** Then wait.", 2),
    ],
)
def test_sentences_are_counted_as_they_are_read(text: str, count: int) -> None:
    assert len(readability.sentences(text)) == count


def test_a_name_counts_as_one_syllable() -> None:
    names = frozenset({("magnesium", "glycinate")})
    assert readability.grade("Take magnesium glycinate.", names) < readability.grade(
        "Take magnesium glycinate.", frozenset()
    )


def test_an_example_question_of_two_answers_is_found(edit: Edit) -> None:
    question = "      - when does it start to work\n"
    folder = edit("answers/timeline.yml", "      - recovery time\n", f"      - recovery time\n{question}")
    assert any("'when does it start to work' also leads to 'timeline.main'" in p for p in found(folder))


def test_a_figure_that_a_table_lacks_is_found(edit: Edit) -> None:
    folder = edit("medicines.yml", "figures: {gap: {", "figures: {gab: {")
    assert any("'gap' is not in `figures` of this record" in p and "did you mean 'gab'" in p for p in found(folder))


def test_the_daily_need_is_the_same_in_answers_and_in_the_table() -> None:
    knowledge = load(ROOT / "knowledge")
    adults = [row for row in knowledge.intakes["us"].rows if row.from_ >= 19]
    for figure, sex in (("need_women", "female"), ("need_men", "male")):
        needs = [getattr(row, sex) for row in adults]
        assert (knowledge.figures[figure].low, knowledge.figures[figure].high) == (min(needs), max(needs))
