"""The documents name what there is: folders, commands, files."""

import re
import subprocess
from pathlib import Path

import pytest

from magnesium.settings import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def made_here() -> set[str]:
    """Folders that git ignores: they are made on this machine."""
    return {line.strip().rstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}


def folders() -> set[str]:
    found = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith((".", "__"))}
    return {name for name in found - made_here() if not name.endswith(".egg-info")}


def targets() -> set[str]:
    rules = re.findall(r"^([a-z][a-z-]*):(?!=)", (ROOT / "Makefile").read_text(), re.M)
    return set(rules)


def test_the_architecture_page_has_a_row_for_each_folder_and_for_no_other():
    page = (ROOT / "docs/architecture.md").read_text()
    assert set(re.findall(r"^\| `(\w+)/` \|", page, re.M)) == folders()


def test_the_architecture_page_names_no_module_that_is_gone():
    page = (ROOT / "docs/architecture.md").read_text()
    named = set(re.findall(r"`([\w/]+\.(?:py|yml))`", page))
    assert named
    assert [n for n in sorted(named) if not any((ROOT / top / n).exists() for top in ("", "magnesium"))] == []


def test_every_make_target_is_in_make_help():
    help_ = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^make (\S+) +\S", help_, re.M)) == targets()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_make_target_that_a_page_names_exists(page: Path):
    assert set(re.findall(r"`make ([a-z]+)", page.read_text())) <= targets()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(page: Path):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []
