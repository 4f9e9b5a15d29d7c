"""python -m evaluation.widget_speed: how long a reader waits between pressing Send and seeing an answer.

Timed inside the page, frame by frame, in the Chromium of the system, against a bot on this machine. Every question is a
different one. Writes reports/widget-speed.md. `--bot ADDRESS` measures a bot that runs already.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import random
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from evaluation.heldout import ROOT
from evaluation.report import REPORTS, table
from magnesium.examples import topic_examples
from tests.browser.reader import Reader
from tests.servers import Server

LIMIT_MS = 300
QUESTIONS = 60
FIRST_VISITS = 10
EMERGENCY = "my chest hurts and my heart is racing"
_UNTIL_SHOWN = """async (words) => {
    const root = document.querySelector("magnesium-chat").shadowRoot;
    const field = root.querySelector("textarea");
    field.value = words;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    const answers = () => root.querySelectorAll(".answer .bubble").length;
    const before = answers();
    const pressed = performance.now();
    root.querySelector(".send").click();
    while (answers() === before) await new Promise(requestAnimationFrame);
    return performance.now() - pressed;
}"""


def milliseconds(page: Page, text: str) -> float:
    """From pressing Send until the first frame that holds the first message of the answer."""
    took = float(page.evaluate(_UNTIL_SHOWN, text))
    page.locator("magnesium-chat .typing").wait_for(state="detached")
    return took


def measure(bot: str, chromium: str) -> dict[str, list[float]]:
    """Waits in ms: of a running conversation, of first messages (a session is made first), of an emergency."""
    examples = [example.text for example in topic_examples(ROOT / "data/nlu")]
    texts = random.Random(0).sample(examples, QUESTIONS + FIRST_VISITS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])

        def fresh() -> Reader:
            reader = Reader(browser, bot)
            reader.open()
            return reader

        first, emergencies = [], []
        for text in texts[QUESTIONS:]:
            reader = fresh()
            first.append(milliseconds(reader.page, text))
            emergencies.append(milliseconds(reader.page, EMERGENCY))
            reader.context.close()
        reader = fresh()
        reader.ask("hello")
        running = [milliseconds(reader.page, text) for text in texts[:QUESTIONS]]
        browser.close()
    return {"a question": running, "the first message of a visit": first, "an emergency": emergencies}


def report(waits: dict[str, list[float]]) -> str:
    rows = []
    for name, took in waits.items():
        took = sorted(took)
        worst = took[int(0.95 * len(took))]
        within = sum(t <= LIMIT_MS for t in took)
        rows.append((name, f"{statistics.median(took):.0f} / {worst:.0f} / {took[-1]:.0f} ms, {within} of {len(took)}"))
    bundle = (ROOT / "widget/dist/magnesium-chat.js").read_bytes()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        "# Speed of the widget\n\n"
        "From pressing Send until the first message of the answer is on the screen; bot and browser on one machine"
        f" ({platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load} at the end).\n\n"
        + table(rows, ("wait for", f"median / 95th percentile / longest, within {LIMIT_MS} ms"))
        + f"\nThe bundle has {len(bundle):,} bytes, {len(gzip.compress(bundle, 9)):,} compressed.\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evaluation.widget_speed", description="Waits of a reader.")
    parser.add_argument("--bot", help="address of a running bot with MAGNESIUM_RATE_LIMIT=off; none: one is started")
    chosen = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("there is no Chromium on this machine (Debian: apt install chromium)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        own = None if chosen.bot else Server(ROOT, Path(folder)).start()
        try:
            text = report(measure(chosen.bot or own.url, chromium))  # type: ignore[union-attr]
        finally:
            if own:
                own.stop()
    REPORTS.mkdir(exist_ok=True)
    (REPORTS / "widget-speed.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
