"""A person in front of a page with the widget, and a watch that notes what must never happen there."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}

_NOTE_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`), true);
"""
_NETWORK = re.compile(r"Failed to load resource|ERR_|CORS policy|Access-Control-Allow-Origin")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


class Reader:
    """Finds things as people do, by role and name.

    `faults` collects script errors, everything that the console calls an error (violations of the Content Security
    Policy are), dialogs, new windows, and requests to an origin other than the page's and the bot's. A test that takes
    the network away sets `network_fails`.
    """

    def __init__(self, browser: Browser, bot: str, address: str | None = None, **options: object) -> None:
        self.bot = bot
        self.faults: list[str] = []
        self.network_fails = False
        self.context = browser.new_context(**{"locale": "en-US", "reduced_motion": "reduce", **DESKTOP, **options})
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(_NOTE_VIOLATIONS)
        self._origins = {_origin(bot), _origin(address or bot)}
        self.page = self.new_page(address or bot)

    def new_page(self, address: str) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("console", self._console)
        page.on("request", self._request)
        page.on("popup", lambda opened: self.faults.append(f"new window: {opened.url}"))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(address)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not (self.network_fails and _NETWORK.search(message.text)):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if request.url.startswith("http") and _origin(request.url) not in self._origins:
            self.faults.append(f"request to a third party: {request.url}")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name="Conversation")

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("textbox", name="Your question")

    @property
    def answers(self) -> Locator:
        return self.log.locator(".answer")

    def open(self) -> None:
        self.page.get_by_role("button", name="Ask about magnesium").click()

    def write(self, text: str) -> None:
        """Type and send, without waiting for what comes of it."""
        self.box.fill(text)
        self.page.get_by_role("button", name="Send").click()

    def ask(self, text: str) -> Locator:
        """Type, send, and wait for the whole answer."""
        before = self.answers.count()
        self.write(text)
        return self.answer(before + 1)

    def answer(self, number: int) -> Locator:
        """The answer of this number, counted from 1, once it is the last one and whole."""
        expect(self.answers).to_have_count(number, timeout=15_000)
        expect(self.log.locator(".typing")).to_have_count(0, timeout=15_000)
        return self.answers.last

    def menu(self, item: str) -> None:
        self.page.get_by_role("button", name="More options").click()
        self.page.get_by_role("button", name=item).click()

    def focus(self) -> str:
        """Name of what has the focus."""
        return self.page.evaluate("""() => {
            const inside = document.querySelector("magnesium-chat")?.shadowRoot?.activeElement;
            const name = inside?.getAttribute("aria-label") ?? inside?.labels?.[0]?.textContent ?? inside?.textContent;
            return name?.trim() ?? document.activeElement?.tagName;
        }""")

    def token(self) -> str:
        """The session token that this tab keeps."""
        saved = self.page.evaluate("key => sessionStorage.getItem(key)", f"magnesium-chat:{self.bot}")
        return json.loads(saved)["session"]["token"]

    def violations(self, within: str | None = None) -> list[str]:
        """What axe finds against WCAG 2.0 to 2.2, A and AA, in the page or `within` an element."""
        options = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
        found = Axe().run(self.page, within, options).response["violations"]
        return [f"{v['id']}: {n['target']} {n.get('failureSummary', '')}" for v in found for n in v["nodes"]]


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
