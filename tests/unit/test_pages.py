"""The page of everything that the bot can say, the preview that follows edits, and the commands."""

from __future__ import annotations

import re
import shutil
import threading
import urllib.request
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from magnesium import preview
from magnesium.__main__ import main
from magnesium.knowledge.load import Knowledge, load
from magnesium.knowledge.nodes import Problem
from magnesium.page_parts import markdown
from magnesium.pages import page

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(ROOT / "knowledge")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    return tmp_path / "knowledge"


def test_every_answer_source_and_food_is_on_the_page(knowledge: Knowledge) -> None:
    html = page(knowledge, TODAY)
    for answer in (*knowledge.answers.values(), *knowledge.phrases.values()):
        assert f'id="{answer.id}"' in html
    for source in knowledge.sources:
        assert f'id="source-{source}"' in html
    assert html.count(" mg</td>") >= len(knowledge.foods)


def test_every_link_within_the_page_leads_somewhere(knowledge: Knowledge) -> None:
    html = page(knowledge, TODAY)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'id="([^"]+)"', html))


def test_first_aid_and_numbers_are_on_the_page(knowledge: Knowledge) -> None:
    html = page(knowledge, TODAY)
    assert all(flag.name in unescape(html) for flag in knowledge.red_flags.values())
    assert all(n.number in html for country in knowledge.countries.values() for n in country.numbers)


def test_problems_stand_on_top(knowledge: Knowledge) -> None:
    html = page(knowledge, TODAY, [Problem("knowledge/answers/foods.yml", 7, "a <b> is wrong")])
    assert html.index("knowledge/answers/foods.yml:7") < html.index("<nav>")
    assert "a &lt;b&gt; is wrong" in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Now** call", "<p><strong>Now</strong> call</p>"),
        ("Try:\n\n- nuts\n- seeds", "<p>Try:</p><ul><li>nuts</li><li>seeds</li></ul>"),
        ("see [NIH](https://nih.gov)", '<p>see <a href="https://nih.gov">NIH</a></p>'),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>"),
        ("<script>", "<p>&lt;script&gt;</p>"),
    ],
)
def test_markdown_is_shown_as_the_widget_shows_it(text: str, html: str) -> None:
    assert markdown(text) == html


@pytest.fixture
def address(folder: Path) -> str:
    """A running preview of the copied knowledge."""
    started, where = threading.Event(), []

    def announce(text: str) -> None:
        where.append(re.search(r"http://\S+", text).group())
        started.set()

    threading.Thread(target=preview.serve, args=(folder, 0, announce), daemon=True).start()
    assert started.wait(10)
    return where[0]


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode()


def test_the_preview_shows_an_edit_and_its_problems(folder: Path, address: str) -> None:
    version = get(f"{address}version")
    assert "To be put right" not in get(address)
    file = folder / "answers/timeline.yml"
    file.write_text(file.read_text().replace("Many people feel better", "In 3 weeks people feel better", 1))
    assert get(f"{address}version") != version
    html = get(address)
    assert "To be put right" in html
    assert "&#x27;3&#x27; is a number in prose" in html


def test_docs_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs", "--to", str(tmp_path / "reports/answers.html")]) == 0
    assert "What the assistant can say" in (tmp_path / "reports/answers.html").read_text(encoding="utf-8")


def test_ask_prints_the_answer_with_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "how", "long", "until", "i", "feel", "better"]) == 0
    out = capsys.readouterr().out
    assert "days to weeks" in out
    assert "Source: " in out


def test_ask_finds_foods_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "how much magnesium is in 2 oz of cashews"]) == 0
    assert "[food_content:" in capsys.readouterr().out


def test_review_lists_what_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--days", "3650"]) == 0
    out = capsys.readouterr().out
    assert "timeline.main" in out
    assert re.search(r"knowledge/answers/timeline.yml  \d+ records", out)


def test_a_broken_folder_ends_in_a_line_and_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "phrases.yml").unlink()
    assert main(["--knowledge", str(folder), "ask", "hi"]) == 1
    assert "knowledge/phrases.yml:1  this file is missing" in capsys.readouterr().err
