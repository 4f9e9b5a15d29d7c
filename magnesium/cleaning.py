"""What a person typed, made safe to read: no control or invisible characters, no lone surrogates."""

from __future__ import annotations

import re
import unicodedata

MAX_BYTES = 8 * 1024
TOPIC_CHARACTERS = 1000
"""The topic reader reads this much of a message; triage reads all of it."""

_COMMAND = re.compile(r"^[\s/]+")
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")


def clean(text: str) -> str:
    """NFC text without control, format, private and surrogate characters; line breaks stay.

    Joiners inside emoji go too: they carry nothing that is read here, and hide words where they stand in them.
    """
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", kept)).strip()


def without_command(text: str) -> str:
    """`text` without leading slashes and blanks of any kind: Rasa strips, then takes "/greet" for an intent."""
    return _COMMAND.sub("", text)
