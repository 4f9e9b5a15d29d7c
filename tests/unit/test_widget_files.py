"""What is said twice about the widget is said alike: numbers, version, hash."""

import base64
import hashlib
import json
import re
from pathlib import Path

from magnesium.numbers_for_widget import TARGET, numbers_for_widget

ROOT = Path(__file__).resolve().parents[2]
WIDGET = ROOT / "widget"


def fixed_version() -> re.Match[str]:
    """The line of docs/embedding.md that embeds a fixed version."""
    docs = (ROOT / "docs/embedding.md").read_text(encoding="utf-8")
    found = re.search(r'src="https://HOST/widget-(?P<version>\S+)\.js" integrity="sha384-(?P<hash>\S+)"', docs)
    assert found
    return found


def test_the_bundle_carries_the_numbers_of_the_knowledge() -> None:
    made = numbers_for_widget(ROOT / "knowledge")
    assert TARGET.read_text(encoding="utf-8") == made, (
        "run `python -m magnesium.numbers_for_widget`, then `npm run build` in widget/"
    )


def test_the_built_bundle_has_them_too() -> None:
    built = (WIDGET / "dist/magnesium-chat.js").read_text(encoding="utf-8")
    for country in json.loads(TARGET.read_text(encoding="utf-8")):
        assert f'name:"{country["name"]}"' in built
        for number in country["numbers"]:
            assert f'"{number["number"]}"' in built


def test_the_documented_version_is_that_of_the_widget() -> None:
    package = json.loads((WIDGET / "package.json").read_text(encoding="utf-8"))
    assert fixed_version()["version"] == package["version"]


def test_the_documented_hash_is_that_of_the_committed_bundle() -> None:
    made = hashlib.sha384((WIDGET / "dist/magnesium-chat.js").read_bytes()).digest()
    assert fixed_version()["hash"] == base64.b64encode(made).decode(), (
        "the bundle changed: give it a new version in widget/package.json, and docs/embedding.md its version and hash"
    )
