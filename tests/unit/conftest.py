"""The knowledge of the bot, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from magnesium.knowledge.load import Knowledge, load

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load(KNOWLEDGE)
