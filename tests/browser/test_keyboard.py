"""The whole way without a mouse, and what is read out."""

import pytest
from playwright.sync_api import expect


def test_by_keyboard_alone_from_the_launcher_to_an_answer_its_buttons_and_help(visit):
    reader = visit()
    press = reader.page.keyboard.press
    for _ in range(60):
        press("Tab")
        if reader.focus() == "Ask about magnesium":
            break
    press("Enter")
    expect(reader.box).to_be_focused()
    reader.page.keyboard.type("Can a magnesium deficiency be reversed?")
    press("Enter")
    reader.answer(1)
    replies = reader.page.get_by_role("group", name="Suggested replies").get_by_role("button")
    press("Shift+Tab")
    expect(replies.last).to_be_focused()
    press("Enter")
    reader.answer(2)
    expect(reader.box).to_be_focused()
    reader.page.keyboard.type("my chest hurts and my heart is racing")
    press("Enter")
    reader.answer(3)
    for _ in range(10):
        press("Shift+Tab")
        if reader.focus().startswith("Call"):
            break
    expect(reader.page.get_by_role("link", name="Call Emergency services 911")).to_be_focused()
    reader.page.get_by_role("button", name="More options").focus()
    press("Enter")
    expect(reader.page.get_by_role("button", name="Start over")).to_be_focused()
    press("Escape")
    expect(reader.page.get_by_role("button", name="More options")).to_be_focused()
    press("Shift+Tab")
    press("Enter")
    expect(reader.page.get_by_role("heading", name="Emergency and crisis help")).to_be_focused()
    press("Escape")
    press("Escape")
    expect(reader.page.get_by_role("button", name="Ask about magnesium")).to_be_focused()


def test_the_log_is_polite_and_an_emergency_is_announced_once(reader, titles):
    expect(reader.log).to_have_attribute("aria-live", "polite")
    reader.page.evaluate("""() => {
        const region = document.querySelector("magnesium-chat").shadowRoot.querySelector('[role="alert"]');
        window.said = [];
        new MutationObserver(() => region.textContent.trim() && window.said.push(region.textContent))
            .observe(region, { childList: true, subtree: true, characterData: true });
    }""")
    reader.ask("my chest hurts and my heart is racing")
    expect(reader.page.get_by_role("alert")).to_contain_text(f"{titles.emergency}. Call Emergency services: 911.")
    card = reader.page.get_by_role("region", name=titles.emergency)
    card.get_by_role("combobox", name="Numbers for").select_option(label="United Kingdom")
    expect(card.get_by_role("link", name="Call Emergency services 999")).to_be_visible()
    assert len(reader.page.evaluate("window.said")) == 1


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (740, 340)])
def test_narrow_and_zoomed_nothing_is_cut_off_sideways(visit, width, height):
    reader = visit(viewport={"width": width, "height": height})
    reader.open()
    reader.ask("How much magnesium is in almonds and spinach?")
    reader.ask("compare citrate and oxide")
    reader.ask("my chest hurts and my heart is racing")
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert reader.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    expect(reader.box).to_be_in_viewport()
    expect(reader.page.get_by_role("button", name="Emergency help")).to_be_in_viewport()
