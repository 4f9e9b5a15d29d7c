#!/usr/bin/env python
"""Draws docs/images/chat.png and docs/images/phone.png anew: run `PYTHONPATH=. python scripts/readme_pictures.py`."""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.reader import PHONE, Reader
from tests.servers import ROOT, Server

IMAGES = ROOT / "docs/images"
EMERGENCY = "I have chest pain and my heart is racing"
PAPER = "#fbfaf6"
MARGIN = 24


def chat(folder: Path, browser: Browser, bot: str) -> Image.Image:
    """The article with an answer beside it, and the panel of another reader who is in danger."""
    size = {"width": 1240, "height": 920}
    for name, text in (("answer", "Can a magnesium deficiency be reversed?"), ("emergency", EMERGENCY)):
        reader = Reader(browser, bot, viewport=size, color_scheme="light", device_scale_factor=1.5)
        reader.page.locator("magnesium-chat").evaluate(
            "chat => chat.style.setProperty('--magnesium-height', '54.5rem')"
        )
        reader.open()
        reader.ask(text)
        reader.page.get_by_role("heading", level=1).click()
        box = reader.page.get_by_role("dialog").bounding_box()
        clip = {"x": box["x"] - MARGIN, "y": 0, "width": box["width"] + 2 * MARGIN, "height": size["height"]}
        reader.page.screenshot(path=folder / f"{name}.png", **({"clip": clip} if name == "emergency" else {}))
    left, right = (Image.open(folder / f"{name}.png") for name in ("answer", "emergency"))
    both = Image.new("RGB", (left.width + right.width, left.height), PAPER)
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    return both


def phone(folder: Path, browser: Browser, bot: str) -> Image.Image:
    """Two phones: figures of a meal, and an emergency in the dark look."""
    pictures = []
    for text, scheme in (("How much magnesium is in almonds, spinach and black beans?", "light"), (EMERGENCY, "dark")):
        reader = Reader(browser, bot, **PHONE | {"color_scheme": scheme, "device_scale_factor": 1.5})
        reader.open()
        reader.ask(text)
        reader.page.screenshot(path=folder / f"{scheme}.png")
        pictures.append(Image.open(folder / f"{scheme}.png"))
    both = Image.new("RGB", (2 * pictures[0].width + MARGIN, pictures[0].height), "white")
    both.paste(pictures[0], (0, 0))
    both.paste(pictures[1], (pictures[0].width + MARGIN, 0))
    return both


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        server = Server(ROOT, Path(name)).start()
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            for drawn in (chat, phone):
                picture = drawn(Path(name), browser, server.url).quantize(192, dither=Image.Dither.NONE)
                picture.save(IMAGES / f"{drawn.__name__}.png", optimize=True)
            browser.close()
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
