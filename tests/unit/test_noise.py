"""What `scripts/bot.py` hides of the things that Rasa's dependencies print, and what it must not hide."""

import subprocess
import sys

import pytest

from magnesium.settings import ROOT

NOTHING = ""


def printed(code: str) -> str:
    start = "import logging, sys, warnings; sys.path.insert(0, 'scripts'); import bot; bot.hide_noise()\n"
    python = [sys.executable, "-W", "always", "-c", start + code]
    return subprocess.run(python, cwd=ROOT, capture_output=True, text=True, check=True).stderr


def warned(text: str, category: str = "UserWarning") -> str:
    return f"warnings.resetwarnings(); warnings.warn({text!r}, {category})"


@pytest.mark.parametrize(
    "code",
    [
        warned("module 'sre_constants' is deprecated", "DeprecationWarning"),
        warned("pkg_resources is deprecated as an API. See https://setuptools.pypa.io"),
        warned("The intent 'crisis' is listed in the domain file, but is not found in the NLU training data."),
        "logging.warning('Limited tf.compat.v2.summary API due to missing TensorBoard installation.')",
        "logging.warning('Limited tf.summary API due to missing TensorBoard installation.')",
    ],
)
def test_noise_is_hidden(code):
    assert printed(code) == NOTHING


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        (warned("Found intent 'emergenzy' in stories which is not part of the domain."), "emergenzy"),
        (
            warned("The intent 'ask_foods' is listed in the domain file, but is not found in the NLU training data."),
            "foods",
        ),
        ("logging.warning('nobody has checked the emergency numbers')", "nobody has checked"),
        ("logging.getLogger('tensorflow').error('no memory')", "no memory"),
    ],
)
def test_what_somebody_can_act_on_is_shown(code, seen):
    assert seen in printed(code)
