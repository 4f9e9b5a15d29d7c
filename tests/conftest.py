"""Fixtures named for what they give. A test that needs what this machine lacks is counted and named at the end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.servers import MODEL, ROOT, Chat, Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory):
    """The bot as `make run` starts it, with its own store."""
    if not MODEL.exists():
        pytest.fail("there is no trained model; run the tests by `make test`, which trains it")
    running = Server(ROOT, tmp_path_factory.mktemp("server")).start()
    yield running
    running.stop()


@pytest.fixture
def chat(server: Server) -> Chat:
    """A new reader."""
    return Chat(server.url)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A Chromium of the system."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    pytest.skip("no Chromium on this machine (Debian: apt install chromium)")


def pytest_terminal_summary(terminalreporter, exitstatus: int, config: pytest.Config) -> None:
    """Name what could not run here, instead of hiding it behind an `s`."""
    skipped = terminalreporter.stats.get("skipped", [])
    terminalreporter.write_line(f"not run on this machine: {len(skipped)}")
    for report in skipped:
        terminalreporter.write_line(f"  {report.nodeid}: {report.longrepr[2] if report.longrepr else ''}")
