"""A browser, readers in it, and a site of somebody else that embeds the widget."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from magnesium.knowledge.escalation import CardTitles
from magnesium.knowledge.load import load
from tests.browser.reader import Reader
from tests.servers import ROOT, Server

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Of the package, not of the session: Playwright's event loop would stay in the way of tests that run one of their own.
@pytest.fixture(scope="package")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Reader]]:
    """Opens a page as a new reader; at the end nothing may be on the watch's list."""
    readers: list[Reader] = []

    def open_page(address: str | None = None, bot: str = server.url, **options: object) -> Reader:
        readers.append(Reader(browser, bot, address, **options))
        return readers[-1]

    yield open_page
    for reader in readers:
        reader.context.close()
    assert [fault for reader in readers for fault in reader.faults] == []


@pytest.fixture
def reader(visit: Callable[..., Reader]) -> Reader:
    """A reader on a desktop, at the demo page, with the chat open."""
    new = visit()
    new.open()
    return new


@pytest.fixture(scope="package")
def titles() -> CardTitles:
    """What the escalation cards are called."""
    return load(ROOT / "knowledge").escalation.texts.card_titles


@pytest.fixture
def transcript() -> Callable[[Reader], list[str | None]]:
    """What the server has heard of a reader, in order; None is the greeting."""

    def heard(reader: Reader) -> list[str | None]:
        headers = {"authorization": f"Bearer {reader.token()}"}
        answer = httpx.get(f"{reader.bot}/chat/transcript", headers=headers)
        assert answer.status_code == 200, answer.text
        return [turn["text"] for turn in answer.json()["turns"]]

    return heard


class Site:
    """Somebody else's web site, on a port of its own: path -> HTML, and the policy it sends."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.policy = ""
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = site.pages.get(self.path, "").encode()
                self.send_response(200 if body else 404)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.send_header("content-security-policy", site.policy)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing: the output belongs to the tests."""

        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.stop()


@pytest.fixture(scope="package")
def other_server(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A bot that allows `site`, and that a test may stop and start again."""
    running = Server(ROOT, tmp_path_factory.mktemp("other-server"), MAGNESIUM_ORIGINS=site.url).start()
    yield running
    running.stop()
