"""The reader of n-grams: what it learns, keeps, and makes of what it never met."""

import numpy as np
import pytest

from magnesium.ngrams import NGramReader, agreed

FOODS = ["which nuts have most", "best nuts and seeds", "nuts or seeds"]
TIME = ["how long until normal", "how long will it take", "how long does it need"]
TEXTS = [*FOODS, *TIME] * 3
LABELS = [*["foods"] * 3, *["time"] * 3] * 3


@pytest.fixture(scope="module")
def reader():
    return NGramReader.train(TEXTS, LABELS, 10.0, ["foods", "time"])


def test_it_reads_what_it_was_taught(reader):
    likely = reader.read(["what seeds", "how long then"])
    assert likely.shape == (2, 2)
    assert likely.sum(axis=1) == pytest.approx(1.0)
    assert likely[0, 0] > 0.6
    assert likely[1, 1] > 0.6


def test_a_misspelt_word_shares_its_letters(reader):
    assert reader.read(["seds n nutts"])[0, 0] > 0.6


@pytest.mark.parametrize("text", ["", "🙂", "щука", "x" * 9000])
def test_what_it_never_met_is_no_error(reader, text):
    assert np.isfinite(reader.read([text])).all()


def test_it_is_the_same_after_being_kept(reader):
    again = NGramReader.load(reader.dump())
    assert again.labels == reader.labels
    assert again.read(TEXTS) == pytest.approx(reader.read(TEXTS), abs=1e-3)


def test_two_readers_agree_in_between():
    sure, unsure = np.array([[0.9, 0.1]], np.float32), np.array([[0.5, 0.5]], np.float32)
    assert agreed(sure, unsure) == pytest.approx(np.array([[0.75, 0.25]]))
    assert agreed(np.array([[1.0, 0.0]], np.float32), unsure).sum() == pytest.approx(1.0)
