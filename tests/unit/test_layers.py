"""The arrows of docs/architecture.md, by reading the imports of every file."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAY_NOT = {
    "magnesium": {
        "rasa",
        "rasa_sdk",
        "sanic",
        "actions",
        "components",
        "channels",
        "infrastructure",
        "adapter",
        "torch",
    },
    "actions": {"rasa", "sanic", "components", "channels", "infrastructure"},
    "components": {"rasa_sdk", "sanic", "actions", "channels", "infrastructure"},
    "channels": {"rasa_sdk", "actions", "components"},
    "infrastructure": {"sanic", "actions", "components", "channels"},
    "adapter": {"rasa", "rasa_sdk", "actions", "components", "channels", "infrastructure"},
}


def imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("folder", MAY_NOT)
def test_a_layer_imports_nothing_that_points_the_other_way(folder):
    files = list((ROOT / folder).rglob("*.py"))
    assert files
    wrong = {str(f.relative_to(ROOT)): imported(f) & MAY_NOT[folder] for f in files}
    assert not {f: names for f, names in wrong.items() if names}
