"""The one line of docs/embedding.md in pages of somebody else."""

import base64
import hashlib
import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.servers import ROOT

QUESTION = "Can a magnesium deficiency be reversed?"


DOCS = (ROOT / "docs/embedding.md").read_text(encoding="utf-8")


def documented(pattern: str, bot: str) -> str:
    """The line of docs/embedding.md that fits the pattern, with the bot's address for https://HOST."""
    return re.search(pattern, DOCS, re.MULTILINE).group().replace("https://HOST", bot)


def line_of_the_docs(bot: str) -> str:
    return documented(r'<script type="module" src="https://HOST/widget\.js"></script>', bot)


def page_with(script: str) -> str:
    head = '<!doctype html><html lang="en"><head><title>Another site</title></head>'
    return f"{head}<body><main><h1>Another site</h1></main>{script}</body></html>"


def policy_of_the_docs(bot: str) -> str:
    lines = documented("^script-src https://HOST; connect-src https://HOST$", bot)
    return f"default-src 'none'; {lines}; require-trusted-types-for 'script'; trusted-types lit-html"


def test_a_site_on_the_list_needs_one_line_and_two_of_its_policy(visit, site, other_server):
    site.policy = policy_of_the_docs(other_server.url)
    site.pages["/embed"] = page_with(line_of_the_docs(other_server.url))
    reader = visit(f"{site.url}/embed", other_server.url)
    reader.open()
    reader.ask(QUESTION)
    card = reader.ask("my chest hurts and my heart is racing")
    with reader.page.expect_response(lambda r: r.request.method == "PATCH" and r.ok):
        card.get_by_role("combobox", name="Numbers for").select_option(label="United Kingdom")
    expect(card.get_by_role("link", name="Call Emergency services 999")).to_be_visible()
    assert reader.violations() == []
    reader.menu("Delete my data")
    reader.page.get_by_role("button", name="Delete", exact=True).click()
    expect(reader.page.get_by_role("button", name="Start", exact=True)).to_be_visible()


def test_a_site_that_is_not_on_the_list_gets_no_answer_but_the_numbers(visit, site, server):
    site.policy = policy_of_the_docs(server.url)
    site.pages["/embed"] = page_with(line_of_the_docs(server.url))
    reader = visit(f"{site.url}/embed", server.url)
    reader.network_fails = True
    reader.open()
    reader.write(QUESTION)
    expect(reader.page.get_by_text("The chat server cannot be reached.").first).to_be_visible()
    expect(reader.page.get_by_role("link", name="Call Emergency services 911")).to_be_visible()
    expect(reader.answers).to_have_count(0)


def test_a_fixed_version_runs_under_its_integrity_and_a_changed_file_does_not(visit, site, other_server):
    site.policy = policy_of_the_docs(other_server.url)
    line = documented(
        r'<script type="module" src="https://HOST/widget-\S+\.js" integrity=.*?</script>', other_server.url
    )
    site.pages["/fixed"] = page_with(line)
    reader = visit(f"{site.url}/fixed", other_server.url)
    reader.open()
    reader.ask(QUESTION)
    wrong = "sha384-" + base64.b64encode(hashlib.sha384(b"another file").digest()).decode()
    site.pages["/changed"] = re.sub(r'integrity="[^"]+"', f'integrity="{wrong}"', site.pages["/fixed"])
    reader = visit(f"{site.url}/changed", other_server.url)
    expect(reader.page.locator("magnesium-chat")).to_have_count(0)
    assert any("integrity" in fault for fault in reader.faults)
    reader.faults.clear()


def test_a_page_that_has_the_element_keeps_it_and_manual_adds_none(visit, site, other_server):
    site.policy = policy_of_the_docs(other_server.url)
    line = line_of_the_docs(other_server.url)
    site.pages["/own"] = page_with(f'<magnesium-chat server="{other_server.url}" country="FR"></magnesium-chat>{line}')
    site.pages["/manual"] = page_with(line.replace("widget.js", "widget.js?manual"))
    reader = visit(f"{site.url}/own", other_server.url)
    reader.open()
    expect(reader.page.locator("magnesium-chat")).to_have_count(1)
    reader.page.get_by_role("button", name="Emergency help").click()
    expect(reader.page.get_by_role("link", name="Call Ambulance 15")).to_be_visible()
    reader.page.goto(f"{site.url}/manual")
    reader.page.wait_for_function("Boolean(customElements.get('magnesium-chat'))")
    expect(reader.page.locator("magnesium-chat")).to_have_count(0)


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_no_other_origin_is_allowed_beside_one_on_the_list(other_server, origin):
    answer = httpx.post(f"{other_server.url}/chat/sessions", json={}, headers={"origin": origin})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_an_allowed_page_may_read_when_to_try_again(site, other_server):
    answer = httpx.post(f"{other_server.url}/chat/sessions", json={}, headers={"origin": site.url})
    assert answer.headers["access-control-allow-origin"] == site.url
    assert answer.headers["access-control-expose-headers"] == "Retry-After"
