"""python -m magnesium: the knowledge on the command line, without a server or a model.

check                  every problem of knowledge/ as file:line
ask "how long ..."     the answer to a question
review [--days 60]     records that are due for review
preview [--port 8800]  a page that follows your edits
docs [--to FILE]       one page of everything the bot can say
settings               every setting with its default and meaning
"""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from magnesium import guessing
from magnesium.answers import answer
from magnesium.knowledge import checks
from magnesium.knowledge.load import Files, KnowledgeError, assemble, load
from magnesium.knowledge.records import Governed
from magnesium.names import Names
from magnesium.pages import page
from magnesium.preview import serve
from magnesium.settings import ROOT, Settings, settings

_SHOWN = 12
"""Records of a file that `review` names."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 1 when something must be put right."""
    parser = argparse.ArgumentParser(prog="python -m magnesium", description="The knowledge on the command line.")
    parser.add_argument("--knowledge", type=Path, default=settings().knowledge, help="folder of the knowledge files")
    commands = parser.add_subparsers(dest="command", required=True)
    check_ = commands.add_parser("check", help="every problem of knowledge/ as file:line")
    check_.add_argument("--quiet", action="store_true", help="say nothing when there is none")
    commands.add_parser("ask", help="the answer to a question").add_argument("text", nargs="+")
    review_ = commands.add_parser("review", help="records that are due for review")
    review_.add_argument("--days", type=int, default=60, help="due within so many days (60)")
    preview = commands.add_parser("preview", help="a page that follows your edits")
    preview.add_argument("--port", type=int, default=8800)
    docs = commands.add_parser("docs", help="one page of everything the bot can say")
    docs.add_argument("--to", type=Path, default=ROOT / "reports" / "answers.html")
    commands.add_parser("settings", help="every setting with its default and meaning")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "check":
            return check(chosen.knowledge, chosen.quiet)
        if chosen.command == "ask":
            ask(chosen.knowledge, " ".join(chosen.text))
        elif chosen.command == "review":
            review(chosen.knowledge, chosen.days)
        elif chosen.command == "preview":
            with suppress(KeyboardInterrupt):
                serve(chosen.knowledge, chosen.port, print)
        elif chosen.command == "docs":
            chosen.to.parent.mkdir(parents=True, exist_ok=True)
            chosen.to.write_text(page(load(chosen.knowledge), date.today()), encoding="utf-8")
            print(chosen.to)
        else:
            _print_settings()
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        print(f"{_count(error.problems, 'problem')}; nothing else was done", file=sys.stderr)
        return 1
    return 0


def check(root: Path, quiet: bool = False) -> int:
    """Print every problem; 1 when one of them is more than a warning. `quiet`: print nothing when there is no error."""
    files = Files(root)
    try:
        knowledge, catalogue = assemble(files)
    except KnowledgeError as error:
        found = list(error.problems)
    else:
        found = sorted((*checks.style(knowledge, catalogue, date.today()), *checks.problems(knowledge, catalogue)))
    errors = [p for p in found if not p.warning]
    if quiet and not errors:
        return 0
    for problem in found:
        print(problem)
    print(f"{_count(errors, 'problem')} and {_count(found[len(errors) :], 'warning')} in {len(files.stamp())} files")
    return 1 if errors else 0


def ask(root: Path, text: str) -> None:
    """Print the answer to `text`, its sources, and what to ask next."""
    knowledge = load(root)
    question = guessing.guess(knowledge, text, Names(knowledge).find(text))
    reply = answer(
        knowledge, question, rank=guessing.rank, today=date.today(), topics_off=settings().switched_off()
    )  # fmt: skip
    print(reply.text)
    if reply.plain:
        print(f"\n{reply.plain}")
    if reply.buttons:
        print("\nNext: " + " | ".join(b.title for b in reply.buttons))
    for source in (knowledge.sources[s] for s in reply.sources):
        print(f"Source: {source.title}, {source.publisher}{f', {source.url}' if source.url else ''} ({source.checked})")
    print(f"[{reply.id}, topic {reply.topic}]")


def review(root: Path, days: int) -> None:
    """Print the records that are overdue or due within `days`, the first ones first."""
    knowledge, catalogue = assemble(Files(root))
    until = date.today() + timedelta(days=days)
    due: dict[tuple[date, str, str, str], list[str]] = {}
    for (table, key), (document, path) in catalogue.places.items():
        record = getattr(knowledge, table)[key]
        if isinstance(record, Governed) and record.review_by <= until:
            together = (record.review_by, document.file, record.owner, record.state)
            due.setdefault(together, []).append(f"{key} (line {document.line(path)})")
    for (review_by, file, owner, state), records in sorted(due.items()):
        late = "overdue" if review_by < date.today() else "due"
        print(f"{review_by}  {late:7}  {file}  {_count(records, 'record')}, {owner}, {state}")
        for record in records[:_SHOWN]:
            print(f"{'':21}{record}")
        if len(records) > _SHOWN:
            print(f"{'':21}and {len(records) - _SHOWN} more")
    print(f"{_count([r for rs in due.values() for r in rs], 'record')} due by {until}")


def _print_settings() -> None:
    for field in Settings.__fields__.values():
        names = ", ".join(sorted(field.field_info.extra.get("env_names", {field.name})))
        print(f"{names.upper()}={field.default}\n    {field.field_info.description}")


def _count(things: object, name: str) -> str:
    number = len(things)  # type: ignore[arg-type]
    return f"{number} {name}" + ("" if number == 1 else "s")


if __name__ == "__main__":
    sys.exit(main())
