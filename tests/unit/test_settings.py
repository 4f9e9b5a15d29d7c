import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from magnesium.settings import ROOT, Settings


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "70000", "65535"),
        ("HOST", "x86_64-conda-linux-gnu", "0.0.0.0"),
        ("MAGNESIUM_RATE_LIMIT", "many", "20/minute"),
        ("MAGNESIUM_SECRET", "short", "32"),
        ("MAGNESIUM_NUMBERS_CHECKED", "soon", "date"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_tells_the_way_out(monkeypatch, name, value, told):
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=told):
        Settings()


def test_an_empty_setting_is_as_good_as_none(monkeypatch):
    monkeypatch.setenv("MAGNESIUM_NUMBERS_CHECKED", "")
    monkeypatch.setenv("MAGNESIUM_SECRET", "")
    monkeypatch.setenv("PORT", "")
    assert Settings().port == 5005
    assert Settings().numbers_checked is None
    assert Settings().secret == ""


def printed(folder: Path, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `code` prints in a checkout at `folder`, with no setting but those in its .env and `environment`."""
    names = {next(iter(f.field_info.extra["env_names"])).upper() for f in Settings.__fields__.values()}
    clean = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=clean | {"PYTHONPATH": str(folder)} | environment,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the commands read their settings with, in a folder with a blank in its name."""
    folder = tmp_path / "my bot"
    for name in ("magnesium/__init__.py", "magnesium/settings.py", "scripts/bot.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_the_server_listens_where_the_env_file_says(checkout):
    (checkout / ".env").write_text("# mine\nPORT=5999\nHOST=0.0.0.0\nMAGNESIUM_TOPICS_OFF=\n")
    code = "import sys; sys.path.insert(0, 'scripts'); import bot; print(*bot.arguments('run')[-4:])"
    assert printed(checkout, code).stdout.split() == ["--interface", "0.0.0.0", "--port", "5999"]
    assert printed(checkout, code, PORT="5998").stdout.split()[-1] == "5998"


def test_a_wrong_line_of_the_env_file_ends_the_start_without_a_traceback(checkout):
    (checkout / ".env").write_text("PORT=http\n")
    ended = printed(checkout, "from magnesium.settings import settings; settings()")
    assert ended.returncode == 1
    assert ended.stderr.startswith("PORT: ")
    assert "docs/running.md" in ended.stderr
    assert "Traceback" not in ended.stderr
