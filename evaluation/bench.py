"""`make bench`: speed and size of the running bot beside a stock Rasa bot on the same machine, into reports/bench.md.

Stock: Rasa's default pipeline (DIET) and policies, the REST channel, a custom action on an action server, trained on
the same intents for two epochs (speed does not depend on quality). Both serve the same questions, one after another
and from eight clients.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import yaml

from evaluation import bench_domain
from evaluation.heldout import ROOT
from evaluation.report import REPORTS, table
from evaluation.subject import MODEL
from magnesium.examples import topic_examples

RASA = str(Path(sys.executable).parent / "rasa")
QUESTIONS = (
    "which foods are rich in magnesium",
    "how long until i feel better",
    "is oxide or glycinate better",
    "how much magnesium is in 2 oz of cashews",
    "can i take it with omeprazole",
)
_TURNS = 60
STOCK_ACTION = """from rasa_sdk import Action


class Answer(Action):
    def name(self):
        return "action_answer"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="An answer.")
        return []
"""


@dataclass(frozen=True)
class Speed:
    ready_s: float
    memory_mb: float
    p50_ms: float
    p95_ms: float
    per_second_8: float


def _port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _memory_mb(process: subprocess.Popen[bytes]) -> float:
    status = Path(f"/proc/{process.pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _measure(
    processes: list[subprocess.Popen[bytes]], begun: float, alive: str, talk: Callable[[int], Callable[[str], None]]
) -> Speed:
    """Wait for `alive`, then time turns; `talk(i)` gives the i-th client a function that sends one message."""
    while True:
        try:
            if httpx.get(alive, timeout=2).status_code == 200:
                break
        except httpx.HTTPError:
            pass
        if time.time() - begun > 240:
            raise SystemExit("a server did not start in 240 s")
        time.sleep(0.2)
    ready = time.time() - begun
    say, took = talk(0), []
    for turn in range(_TURNS + 5):
        at = time.perf_counter()
        say(QUESTIONS[turn % len(QUESTIONS)])
        took.append(1000 * (time.perf_counter() - at))
    took = sorted(took[5:])

    def client(i: int) -> None:
        mine = talk(i + 1)
        for turn in range(20):
            mine(QUESTIONS[turn % len(QUESTIONS)])

    at = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(client, range(8)))
    rate = 160 / (time.perf_counter() - at)
    memory = sum(_memory_mb(p) for p in processes)
    return Speed(ready, memory, statistics.median(took), took[int(0.95 * len(took))], rate)


def ours() -> Speed:
    folder, port = tempfile.mkdtemp(), _port()
    env = os.environ | {
        "PORT": str(port),
        "MAGNESIUM_RATE_LIMIT": "off",
        "MAGNESIUM_DATABASE": f"sqlite:///{folder}/bench.db",
        "RASA_TELEMETRY_ENABLED": "false",
    }
    command = [RASA, "run", "--model", str(MODEL), "--port", str(port), "--endpoints", "endpoints.yml"]
    begun = time.time()
    server = subprocess.Popen(
        [*command, "--credentials", "credentials.yml"], cwd=ROOT, env=env, stderr=subprocess.DEVNULL
    )

    def talk(_: int) -> Callable[[str], None]:
        http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        http.headers["authorization"] = f"Bearer {http.post('/chat/sessions', json={}).json()['session']}"
        return lambda text: http.post("/chat/messages", json={"text": text}).raise_for_status() and None

    try:
        return _measure([server], begun, f"http://127.0.0.1:{port}/health/ready", talk)
    finally:
        server.terminate()
        server.wait()


def stock() -> Speed:
    folder = Path(tempfile.mkdtemp())
    port, actions = _port(), _port()
    _write_stock(folder, actions)
    env = os.environ | {"RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(folder)}
    subprocess.run([RASA, "train", "--quiet"], cwd=folder, env=env, check=True)
    begun = time.time()
    helper = subprocess.Popen(
        [RASA, "run", "actions", "--port", str(actions)], cwd=folder, env=env, stderr=subprocess.DEVNULL
    )
    server = subprocess.Popen([RASA, "run", "--port", str(port)], cwd=folder, env=env, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/webhooks/rest"

    def talk(client: int) -> Callable[[str], None]:
        http = httpx.Client(timeout=60)
        body = {"sender": f"bench-{client}"}
        return lambda text: http.post(f"{url}/webhook", json={**body, "message": text}).raise_for_status() and None

    try:
        return _measure([server, helper], begun, f"{url}/", talk)
    finally:
        for process in (server, helper):
            process.terminate()
            process.wait()


def _write_stock(folder: Path, actions: int) -> None:
    by_intent: dict[str, list[str]] = {}
    for example in topic_examples(ROOT / "data/nlu"):
        by_intent.setdefault(example.intents[0], []).append(example.text)
    nlu = [{"intent": i, "examples": "".join(f"- {t}\n" for t in texts[:30])} for i, texts in by_intent.items()]
    rules = [{"rule": i, "steps": [{"intent": i}, {"action": "action_answer"}]} for i in by_intent]
    pipeline = [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 2, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "FallbackClassifier", "threshold": 0.01, "ambiguity_threshold": 0.0},
    ]
    policies = [{"name": "MemoizationPolicy"}, {"name": "RulePolicy", "enable_fallback_prediction": False}]
    policies.append({"name": "TEDPolicy", "max_history": 5, "epochs": 2, "constrain_similarities": True})
    files = {
        "config.yml": {
            "recipe": "default.v1",
            "assistant_id": "stock",
            "language": "en",
            "pipeline": pipeline,
            "policies": policies,
        },
        "domain.yml": {"intents": list(by_intent), "actions": ["action_answer"]},
        "data/nlu.yml": {"nlu": nlu},
        "data/rules.yml": {"rules": rules},
        "endpoints.yml": {"action_endpoint": {"url": f"http://127.0.0.1:{actions}/webhook"}},
        "credentials.yml": {"rest": None},
    }
    (folder / "data").mkdir()
    for name, value in files.items():
        (folder / name).write_text(
            yaml.safe_dump({"version": "3.1", **value} if "data/" in name or name == "domain.yml" else value)
        )
    (folder / "actions.py").write_text(STOCK_ACTION)


def main() -> None:
    print("measuring our bot ...", flush=True)
    mine = ours()
    print("training and measuring a stock bot (minutes) ...", flush=True)
    other = stock()
    size = MODEL.stat().st_size / 1e6 + sum(f.stat().st_size for f in (ROOT / "models/encoder").iterdir()) / 1e6
    rows = [
        (label, f"{getattr(mine, field):.1f} / {getattr(other, field):.1f}")
        for label, field in (
            ("ready after, s", "ready_s"),
            ("memory, MB (all processes)", "memory_mb"),
            ("turn p50, ms", "p50_ms"),
            ("turn p95, ms", "p95_ms"),
            ("turns per second, 8 clients", "per_second_8"),
        )
    ]
    rows.append(("model and encoder, MB", f"{size:.1f} / -"))
    text = f"# Speed beside stock Rasa\n\n{os.cpu_count()} cores, {_TURNS} turns in a row, then 8 clients of 20.\n\n"
    text += (
        table(rows, ("what", "this bot / stock Rasa")) + "\n" + table(bench_domain.rows(), ("domain layer", "median"))
    )
    REPORTS.mkdir(exist_ok=True)
    (REPORTS / "bench.md").write_text(text, encoding="utf-8")
    print((REPORTS / "bench.md").read_text())


if __name__ == "__main__":
    main()
