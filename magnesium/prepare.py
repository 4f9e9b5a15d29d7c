"""`python -m magnesium.prepare`: makes the encoder and the danger reader when missing, damaged or out of date."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from magnesium import encoder_export
from magnesium.settings import ROOT, settings
from magnesium.triage import reader

ADAPTER = ROOT / "adapter/adapter.safetensors"


def main() -> int:
    target = settings().encoder
    if not ADAPTER.is_file():
        print(
            f"{ADAPTER.relative_to(ROOT)} is missing, and without it nothing hears danger but the rules:"
            " get it back with `git checkout -- adapter`",
            file=sys.stderr,
        )
        return 1
    try:
        if not encoder_export.is_current(target, ADAPTER):
            with _told("the sentence encoder", 10):
                encoder_export.export(target, ADAPTER)
        if not reader.is_current(target, ROOT / "data"):
            with _told("the danger reader", 80):
                reader.prepare(target, ROOT / "data")
    except encoder_export.EncoderUnavailable as error:
        print(f"the sentence encoder can't be prepared: {error}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def _told(what: str, seconds: int) -> Iterator[None]:
    print(f"preparing {what} (about {seconds} s, once) ...", flush=True)
    begun = time.time()
    yield
    print(f"{what} is ready after {time.time() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
