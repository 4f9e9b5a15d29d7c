import pytest

from magnesium.cleaning import clean, without_command


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("which\x00 foods\x07", "which foods"),
        ("a\u200b/b\u202e", "a/b"),
        ("  much \t space\u00a0here ", "much space here"),
        ("two\nlines", "two\nlines"),
        ("cafe\u0301", "caf\u00e9"),
        ("\ud83d lone", "lone"),
        ("", ""),
    ],
)
def test_what_is_invisible_goes_and_words_stay(typed, read):
    assert clean(typed) == read


BLANKS = [" ", "\n", "\t", "\u00a0", "\u2003", "\u3000", "\u2028", "\u2029", "\u0085", "\u1680", "\u202f", "\x1c"]


@pytest.mark.parametrize(
    "typed",
    ["/emergency", "//emergency", *(form.format(b) for b in BLANKS for form in ("{}/emergency", "/{}/emergency"))],
)
def test_no_leading_slash_reaches_rasa(typed):
    assert without_command(typed) == "emergency"


def test_slashes_inside_a_message_stay():
    assert without_command("citrate/glycinate 150/90") == "citrate/glycinate 150/90"
