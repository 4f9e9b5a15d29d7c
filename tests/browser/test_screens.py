"""Every main state on a phone and a desktop, light and dark: no axe violation, and a picture in reports/screens."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import DESKTOP, PHONE
from tests.servers import ROOT

SCREENS = ROOT / "reports/screens"


def start(reader, titles):
    reader.page.get_by_role("button", name="Start", exact=True).click()
    reader.answer(1)


def ask(text):
    return lambda reader, titles: reader.ask(text)


def go_offline(reader, titles):
    reader.network_fails = True
    reader.context.set_offline(True)
    reader.write("how long until I feel better?")
    expect(reader.log.get_by_text("not sent yet")).to_be_visible()


def back_online(reader, titles):
    answers = reader.answers.count()
    reader.context.set_offline(False)
    reader.answer(answers + 1)


def show_menu(reader, titles):
    reader.page.get_by_role("button", name="More options").click()


def show_help(reader, titles):
    reader.page.keyboard.press("Escape")
    reader.page.get_by_role("button", name="Emergency help").click()


STATES = [
    ("closed", lambda reader, titles: None),
    ("welcome", lambda reader, titles: reader.open()),
    ("greeting", start),
    ("faq", ask("Can a magnesium deficiency be reversed?")),
    ("food-bars", ask("How much magnesium is in almonds, spinach and black beans?")),
    ("comparison", ask("Compare citrate and oxide")),
    ("urgent", ask("I have palpitations")),
    ("emergency", ask("I have chest pain and my heart is racing")),
    ("crisis", ask("I want to end my life")),
    ("offline", go_offline),
    ("online-again", back_online),
    ("menu", show_menu),
    ("help", show_help),
]


WHOLE_PAGE = ("closed", "welcome")
"""Where the article is looked through too: it does not change after that."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "options"), [("phone", PHONE), ("desktop", DESKTOP)], ids=["phone", "desktop"])
def test_no_state_has_an_accessibility_violation(visit, titles, device, options, scheme):
    SCREENS.mkdir(parents=True, exist_ok=True)
    reader = visit(color_scheme=scheme, **options)
    found = []
    for state, reach in STATES:
        reach(reader, titles)
        reader.page.screenshot(path=SCREENS / f"{device}-{scheme}-{state}.png")
        found += [
            f"{state}: {violation}"
            for violation in reader.violations(None if state in WHOLE_PAGE else "magnesium-chat")
        ]
    assert found == []


def test_the_scan_sees_into_the_widget(reader, titles):
    start(reader, titles)
    pale = "chat => { chat.style.colorScheme = 'light'; chat.style.setProperty('--magnesium-text', '#ddd') }"
    reader.page.locator("magnesium-chat").evaluate(pale)
    assert any(violation.startswith("color-contrast") for violation in reader.violations("magnesium-chat"))
