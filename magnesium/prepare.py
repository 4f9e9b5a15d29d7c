"""`python -m magnesium.prepare`: builds the sentence encoder when it is missing, damaged or out of date."""

from __future__ import annotations

import sys
import time

from magnesium import encoder_export
from magnesium.settings import ROOT, settings

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
    if encoder_export.is_current(target, ADAPTER):
        return 0
    print("preparing the sentence encoder (about 10 s, once) ...", flush=True)
    begun = time.time()
    try:
        encoder_export.export(target, ADAPTER)
    except encoder_export.EncoderUnavailable as error:
        print(f"the sentence encoder can't be prepared: {error}", file=sys.stderr)
        return 1
    print(f"encoder ready after {time.time() - begun:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
