"""Rasa with the settings of this project, and without what its dependencies print at each start.

    python scripts/bot.py train | run | validate

What is hidden is listed here; every other warning, and every error, stays visible.
"""

from __future__ import annotations

import logging
import re
import sys
import warnings
from typing import Any

HIDDEN_WARNINGS = re.compile(
    r"pkg_resources is deprecated as an API"
    # The red-flag component gives these intents; no example may teach them to the classifier.
    r"|The intent '(check|crisis|emergency|urgent)' is listed in the domain file, but is not found in the NLU"
)
HIDDEN_LOG_LINES = re.compile(r"Limited tf\.(compat\.v2\.)?summary API")  # TensorBoard is left out of the lock


def arguments(command: str) -> list[str]:
    """The command line of `rasa` for one of our commands. Raises KeyError for another."""
    from magnesium.settings import settings

    files = ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    listen = ["--interface", settings().host, "--port", str(settings().port)]
    return {
        "train": ["train", "--quiet", "--fixed-model-name", "magnesium", "--out", "models"],
        "run": ["run", "--model", "models/magnesium.tar.gz", *files, *listen],
        "validate": ["data", "validate", "--fail-on-warnings", "--quiet"],
    }[command]


def hide_noise() -> None:
    """Drop what no reader of this terminal can act on. Filters would not do: libraries reset them while they load."""
    shown = warnings.showwarning

    def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if not issubclass(category, DeprecationWarning) and not HIDDEN_WARNINGS.search(str(message)):
            shown(message, category, *where, **more)

    warnings.showwarning = show
    logging.getLogger().addFilter(lambda record: not HIDDEN_LOG_LINES.search(str(record.msg)))


def main() -> None:
    sys.argv[1:] = arguments(sys.argv[1])
    hide_noise()
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main()
