"""Nothing that is typed or answered becomes markup, runs, or leads anywhere but to https and telephones."""

import json

import pytest
from playwright.sync_api import Locator, expect

CORPUS = [
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>*{display:none}</style>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext><img src onerror=alert(1)></mtext></math>",
    "<!--><img src onerror=alert(1)>-->",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:alert(1))",
    "[x](//evil.example/x)",
    "[x](http://evil.example/x)",
    "[x](https://user@evil.example/)",
    '[x](https://evil.example/"onmouseover="alert(1))',
    "[<img src=x onerror=alert(1)>](https://evil.example/)",
    "![x](https://evil.example/x.png)",
    "**<b onmouseover=alert(1)>x</b>**",
    "- <details open ontoggle=alert(1)>",
    "${alert(1)}{{alert(1)}}{{constructor.constructor('alert(1)')()}}",
    "`<img src=x onerror=alert(1)>`",
    "\u202e<img src=x onerror=alert(1)>",
]
BAD = "img, script, iframe, object, embed, style, math, base, form, input, details, b, svg:not([aria-hidden])"
KNOWN = ["https:", "tel:", "sms:"]


def markup(log: Locator) -> list[str]:
    """Elements, handlers and addresses in the log that no answer of ours has."""
    return log.evaluate(
        """(log, [bad, known]) => [
            ...[...log.querySelectorAll(bad)].map((e) => e.outerHTML),
            ...[...log.querySelectorAll("*")].flatMap((e) => e.getAttributeNames()
                .filter((name) => /^on|^style$|^srcdoc$/.test(name)).map((name) => `${name} of ${e.outerHTML}`)),
            ...[...log.querySelectorAll("[href], [src], [action]")]
                .map((e) => e.getAttribute("href") ?? e.getAttribute("src") ?? e.getAttribute("action"))
                .filter((address) => !known.some((scheme) => address.startsWith(scheme))),
        ]""",
        [BAD, KNOWN],
    )


def test_what_is_typed_stays_text(reader):
    for text in CORPUS:
        reader.ask(text)
    said = [text.removeprefix("You:").strip() for text in reader.log.locator(".said").all_inner_texts()]
    assert [" ".join(text.split()) for text in said] == [" ".join(text.split()) for text in CORPUS]
    assert markup(reader.log) == []


def test_what_is_typed_stays_text_after_a_reload_and_in_the_download(reader):
    text = CORPUS[0]
    reader.ask(text)
    reader.page.reload()
    expect(reader.log.locator(".said")).to_contain_text(text)
    assert markup(reader.log) == []
    with reader.page.expect_download() as saved:
        reader.menu("Download conversation")
    assert saved.value.suggested_filename.endswith(".txt")
    assert f"You: {text}" in saved.value.path().read_text(encoding="utf-8")


def poisoned(turn: dict, text: str) -> dict:
    """The turn as a server would send it that somebody else has taken over: `text` wherever a string is shown."""
    source = {"id": "x", "title": text, "publisher": text, "url": text, "checked": text, "reviewed_by": text}
    number = {"kind": "emergency", "label": text, "number": text, "tel": text, "note": text}
    countries = [{"code": "US", "name": text}, {"code": text, "name": text}]
    escalation = {"level": "emergency", "country": "US", "numbers": [number], "countries": countries, "steps": [text]}
    row = {"name": text, "serving": text, "mg": 1, "share": 0.1}
    cards = [
        {"type": "escalation", "title": text, "hint": text, **escalation},
        {"type": "foods", "title": text, "caption": text, "share_of": {"mg": 420, "label": text}, "rows": [row]},
        {"type": "comparison", "title": text, "columns": [text, text], "rows": [[text, text]], "note": text},
        {"type": text, "title": text},
    ]
    messages = [{"text": text, "card": card, "buttons": [{"title": text, "token": text}]} for card in cards]
    return turn | {"messages": messages, "sources": [source]}


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_what_a_server_sends_stays_text(reader, chat, stream):
    turn = chat.say("Which foods are rich in magnesium?")
    waiting = list(CORPUS)

    def answer(route):
        text = waiting.pop(0)
        bad = poisoned(turn | {"turn_id": str(len(waiting))}, text)
        if not stream:
            return route.fulfill(json=bad)
        events = [("message", message) for message in bad["messages"]] + [("turn", bad)]
        body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
        return route.fulfill(body=body, content_type="text/event-stream")

    reader.page.route("**/chat/messages", answer)
    for _ in CORPUS:
        reader.ask("Which foods are rich in magnesium?")
        assert markup(reader.log.locator(".entry").last) == []
    expect(reader.page.get_by_role("alert")).not_to_be_empty()
    assert waiting == []
    links = reader.log.get_by_role("link").evaluate_all("links => links.map((link) => [link.target, link.rel])")
    assert all(link == ["_blank", "noopener noreferrer"] for link in links)


@pytest.mark.parametrize(
    "wrong",
    [
        """const s = document.createElement("script"); s.textContent = "1"; document.body.append(s)""",
        """document.body.setAttribute("onclick", "1")""",
        """document.body.style.cssText; document.body.setAttribute("style", "color: red")""",
        """fetch("https://evil.example/").catch(() => 0)""",
        """setTimeout(() => { throw new Error("x") })""",
        """setTimeout(() => alert(1))""",
    ],
)
def test_the_watch_notes_what_must_not_happen(visit, wrong):
    reader = visit()
    reader.page.evaluate(f"() => {{ try {{ {wrong} }} catch {{}} }}")
    reader.page.wait_for_timeout(200)
    assert reader.faults
    reader.faults.clear()
