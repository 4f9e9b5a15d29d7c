"""When `make` sets up and trains: the real Makefile, with a Python that only writes down what it is asked to do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from magnesium.settings import ROOT

PYTHON = """#!/bin/sh
echo "$@" >>asked.txt
case "$*" in
  *prepare*) test ! -f broken ;;
  *train) echo model >models/magnesium.tar.gz ;;
esac
"""


class Checkout:
    """A small copy of the project, in a folder with a blank in its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("Makefile", "scripts/progress.sh"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        self.write("scripts/bootstrap.sh", "#!/bin/sh\necho bootstrap >>asked.txt\n", 0o755)
        self.write(".venv/bin/python", PYTHON, 0o755)
        for name in ("config.yml", "domain.yml", "requirements.lock", "data/nlu/foods.yml", "data/nlu/causes.yml"):
            self.write(name, "x\n")
        for name in ("knowledge", "components", "magnesium", "adapter"):
            (folder / name).mkdir()

    def write(self, name: str, text: str, mode: int = 0o644) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def make(self, target: str) -> list[str]:
        """What Python was asked to do by `make target`, in order."""
        (self.folder / "asked.txt").unlink(missing_ok=True)
        environment = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
        self.ended = subprocess.run(["make", target], cwd=self.folder, env=environment, capture_output=True, text=True)
        return (self.folder / "asked.txt").read_text().splitlines()

    def age(self, seconds: int = 10) -> None:
        """Let time pass: what is there becomes older, in step."""
        for file in self.folder.rglob("*"):
            if file.is_file():
                then = file.stat().st_mtime - seconds
                os.utime(file, (then, then))


SET_UP = ["bootstrap", "-m magnesium.prepare"]
TRAINED = ["-m magnesium check --quiet", "scripts/bot.py train"]
RUN = "scripts/bot.py run"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    fresh = Checkout(tmp_path / "my bot")
    assert fresh.make("run") == [*SET_UP, *TRAINED, RUN]
    fresh.age()
    return fresh


def test_a_current_model_is_not_trained_again_but_the_set_up_is_looked_at(checkout):
    assert checkout.make("run") == [*SET_UP, RUN]


@pytest.mark.parametrize("name", ["data/nlu/foods.yml", "domain.yml", "requirements.lock", "adapter/a.safetensors"])
def test_a_changed_or_new_input_makes_the_model_old(checkout, name):
    checkout.write(name, "y\n")
    assert checkout.make("train") == [*SET_UP, *TRAINED]
    checkout.age()
    assert checkout.make("train") == SET_UP


def test_a_deleted_input_makes_the_model_old(checkout):
    (checkout.folder / "data/nlu/foods.yml").unlink()
    assert checkout.make("train") == [*SET_UP, *TRAINED]


def test_nothing_is_trained_or_started_where_the_encoder_cannot_be_prepared(checkout):
    checkout.write("broken", "")
    checkout.write("data/nlu/foods.yml", "y\n")
    assert checkout.make("run") == SET_UP
    assert checkout.ended.returncode != 0
