"""Nothing in knowledge/ is copied from the article.

`article_shingles.txt` holds hashes of every run of eight words of the article, so that the article itself needn't be
here: lower case, letters and digits only, SHA-256, the first ten hexadecimal digits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from magnesium.knowledge.nodes import Document, read

HERE = Path(__file__).parent
KNOWLEDGE = HERE.parents[1] / "knowledge"
FILES = [f for f in sorted(KNOWLEDGE.rglob("*.yml")) if f.name != "sources.yml"]  # it names the article by its title
RUN = 8
COPIED = frozenset((HERE / "article_shingles.txt").read_text().split())


def shingles(text: str) -> Iterator[tuple[str, str]]:
    """Runs of eight words and their hashes."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    for start in range(len(words) - RUN + 1):
        run = " ".join(words[start : start + RUN])
        yield run, hashlib.sha256(run.encode()).hexdigest()[:10]


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def test_a_sentence_of_the_article_would_be_found() -> None:
    title = "Can Magnesium Deficiency Be Reversed? A Complete Guide to Recovery"
    assert any(digest in COPIED for _, digest in shingles(title))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(KNOWLEDGE).as_posix())
def test_no_eight_words_in_a_row_are_the_articles(file: Path) -> None:
    document = read(file, KNOWLEDGE)
    assert isinstance(document, Document), document
    assert [run for text in texts(document.value) for run, digest in shingles(text) if digest in COPIED] == []
