"""Edits of knowledge/ go live while the bot runs; a broken one changes nothing but the message about it."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from magnesium.knowledge.load import Knowledge, KnowledgeError, Watcher

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    return tmp_path / "knowledge"


def write(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_edit_is_in_force_at_the_next_look(folder: Path) -> None:
    watcher = Watcher(folder, every_s=0)
    before = watcher.current()
    write(folder / "answers/timeline.yml", "Many people feel better", "Most of them feel better")
    after = watcher.current()
    assert after.answers["timeline.main"].short.startswith("Most of them feel better")
    assert after.version != before.version


def test_nothing_is_read_again_while_nothing_changes(folder: Path) -> None:
    watcher = Watcher(folder, every_s=0)
    assert watcher.current() is watcher.current()


def test_the_files_are_looked_at_once_a_second_at_most(folder: Path) -> None:
    watcher = Watcher(folder, every_s=3600)
    before = watcher.current()
    write(folder / "answers/timeline.yml", "Many people feel better", "Most of them feel better")
    assert watcher.current() is before


def test_a_broken_edit_leaves_the_last_good_version_in_force(folder: Path) -> None:
    watcher = Watcher(folder, every_s=0)
    good = watcher.current()
    write(folder / "answers/timeline.yml", "    title: How long does", "    titel: How long does")
    assert watcher.current() is good
    assert any("answers/timeline.yml:" in str(p) and "did you mean 'title'?" in str(p) for p in watcher.problems)


def test_a_repaired_edit_goes_live_and_clears_the_problems(folder: Path) -> None:
    watcher = Watcher(folder, every_s=0)
    write(folder / "answers/timeline.yml", "    title: How long does", "    titel: How long does")
    watcher.current()
    write(folder / "answers/timeline.yml", "    titel: How long does", "    title: So how long does")
    assert watcher.current().answers["timeline.main"].title.startswith("So how long")
    assert watcher.problems == ()


def test_a_new_file_and_a_removed_one_are_noticed(folder: Path) -> None:
    watcher = Watcher(folder, every_s=0)
    text = (folder / "answers/fastest.yml").read_text(encoding="utf-8")
    (folder / "answers/fastest.yml").unlink()
    good = watcher.current()
    assert "fastest.main" in good.answers
    assert watcher.problems
    (folder / "answers/fastest.yml").write_text(text, encoding="utf-8")
    watcher.current()
    assert watcher.problems == ()


def test_a_folder_that_is_broken_from_the_start_is_refused(folder: Path) -> None:
    write(folder / "answers/timeline.yml", "    title: How long does", "    titel: How long does")
    with pytest.raises(KnowledgeError, match="did you mean 'title'"):
        Watcher(folder)


def test_readers_are_served_while_an_edit_is_taken_over(folder: Path) -> None:
    watcher = Watcher(folder, every_s=0)
    seen: list[Knowledge] = []

    def read() -> None:
        seen.extend(watcher.current() for _ in range(50))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    write(folder / "answers/timeline.yml", "Many people feel better", "Most of them feel better")
    for thread in threads:
        thread.join()
    assert len(seen) == 200
    assert watcher.current().answers["timeline.main"].short.startswith("Most of them")
