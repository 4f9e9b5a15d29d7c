import pytest
from pydantic import ValidationError

from magnesium.settings import Settings


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "70000", "65535"),
        ("MAGNESIUM_RATE_LIMIT", "many", "20/minute"),
        ("MAGNESIUM_SECRET", "short", "32"),
        ("MAGNESIUM_NUMBERS_CHECKED", "soon", "date"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_tells_the_way_out(monkeypatch, name, value, told):
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=told):
        Settings()


def test_an_empty_setting_is_as_good_as_none(monkeypatch):
    monkeypatch.setenv("MAGNESIUM_NUMBERS_CHECKED", "")
    monkeypatch.setenv("MAGNESIUM_SECRET", "")
    assert Settings().numbers_checked is None
    assert Settings().secret == ""
