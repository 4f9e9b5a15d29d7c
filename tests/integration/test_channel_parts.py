"""Parts of the web channel that need no server: the kept secret, rate limits, the client's address, old states."""

import stat
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from sanic.compat import Header

from channels import limits, requests, tokens
from magnesium.conversation import Conversation


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    file = tmp_path / "var/secret"
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: tokens.kept_secret(file), range(8)))
    assert len(made) == 1
    assert len(made.pop()) >= 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("left", ["", "\n", "half of a key"])
def test_a_secret_that_was_not_written_to_its_end_is_replaced(tmp_path, left):
    file = tmp_path / "secret"
    file.write_text(left)
    made = tokens.kept_secret(file)
    assert len(made) >= 32
    assert tokens.kept_secret(file) == made == file.read_text()


def test_addresses_that_are_gone_are_forgotten(monkeypatch):
    limiter = limits.Limiter("1/second")
    for i in range(50):
        assert limiter.wait(f"session {i}", "an address") == 0 or i >= 10
    assert limiter.keys() > 5
    for hits in limiter._storage.events.values():
        hits.clear()
    monkeypatch.setattr(limits, "_TIDY_S", -1)
    limiter.wait(None, "another address")
    assert limiter.keys() == 1


def test_a_session_over_its_rate_waits():
    limiter = limits.Limiter("2/minute")
    assert [limiter.wait("s", "a") > 0 for _ in range(3)] == [False, False, True]
    assert limiter.wait("t", "a") == 0


@pytest.mark.parametrize(
    ("trust", "forwarded", "address"),
    [
        (False, ["6.6.6.6"], "10.0.0.1"),
        (True, [], "10.0.0.1"),
        (True, ["6.6.6.6, 1.2.3.4"], "1.2.3.4"),
        (True, ["6.6.6.6", "1.2.3.4"], "1.2.3.4"),
        (True, ["6.6.6.6", "7.7.7.7, 1.2.3.4"], "1.2.3.4"),
    ],
)
def test_the_address_is_the_one_that_the_trusted_proxy_wrote(monkeypatch, trust, forwarded, address):
    monkeypatch.setattr(requests, "settings", lambda: SimpleNamespace(trust_proxy=trust))
    headers = Header([("x-forwarded-for", line) for line in forwarded])
    assert requests.address(SimpleNamespace(headers=headers, ip="10.0.0.1")) == address


@pytest.mark.parametrize(
    "stored",
    [
        {"topic": "foods"},
        {"topic": "foods", "things": [["food"]], "person": {}, "offered": []},
        {"topic": "foods", "things": [], "person": {"age": 4}, "offered": []},
        {"topic": "foods", "things": [], "person": None, "offered": []},
        {"topic": "foods", "things": [], "person": {}, "offered": ["yes"]},
        ["foods"],
    ],
)
def test_a_state_of_another_version_is_an_empty_conversation(stored):
    assert Conversation.from_dict(stored) == Conversation()
