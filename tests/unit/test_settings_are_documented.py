from pathlib import Path

from magnesium.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def names() -> list[str]:
    return [next(iter(f.field_info.extra["env_names"])).upper() for f in Settings.__fields__.values()]


def test_every_setting_is_in_the_example_file_and_in_the_guide():
    example = (ROOT / ".env.example").read_text()
    guide = (ROOT / "docs/running.md").read_text()
    assert [n for n in names() if f"#{n}=" not in example] == []
    assert [n for n in names() if f"`{n}`" not in guide] == []


def test_the_example_file_names_no_setting_that_is_gone():
    listed = [
        line[1:].split("=")[0]
        for line in (ROOT / ".env.example").read_text().splitlines()
        if line.startswith("#") and "=" in line
    ]
    assert set(listed) == set(names())
