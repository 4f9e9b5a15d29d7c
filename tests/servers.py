"""Real servers for tests: `rasa run` on a free port, from the checkout or from a copy of it that a test may damage."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
PARTS = (
    "actions",
    "adapter",
    "channels",
    "components",
    "infrastructure",
    "knowledge",
    "magnesium",
    "widget/demo",
    "widget/dist",
)
FILES = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "docs/openapi.yml", "widget/package.json")
MODEL = ROOT / "models/magnesium.tar.gz"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def copy_of_project(folder: Path) -> Path:
    """The parts of the project that run, copied; the model and the encoder are links."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, folder / file)
    (folder / "models").symlink_to(ROOT / "models")
    return folder


class Server:
    """A running bot. `settings` are environment variables of the process."""

    def __init__(self, root: Path, var: Path, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._root, self._var = root, var
        self._settings = settings
        self._log = var / f"server-{self.port}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, model: Path = MODEL, ready: bool = True) -> Server:
        """Start, and wait until it answers (`ready`: until all its checks pass)."""
        defaults = {
            "PORT": str(self.port),
            "PYTHONPATH": str(self._root),
            "PYTHONWARNINGS": "ignore",
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "MAGNESIUM_DATABASE": f"sqlite:///{self._var / 'conversations.db'}",
            "MAGNESIUM_SECRET": "a key for tests that is long enough",
            "MAGNESIUM_RATE_LIMIT": "off",
        }
        command = [str(Path(sys.executable).parent / "rasa"), "run", "--model", str(model), "--port", str(self.port)]
        command += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml", "--interface", "127.0.0.1"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self._root, env=os.environ | defaults | self._settings, stdout=log, stderr=log
            )
        until = time.time() + 120
        address = f"{self.url}/health/{'ready' if ready else 'live'}"
        while time.time() < until:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended early:\n{self.log()[-4000:]}")
            try:
                if httpx.get(address, timeout=5).status_code == 200:
                    return self
            except httpx.HTTPError:
                pass
            time.sleep(0.3)
        self.stop()
        raise RuntimeError(f"the server was not ready in 120 s:\n{self.log()[-4000:]}")

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)

    def log(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""


class Chat:
    """One reader in front of the widget: begins a session, says things, gets Turns."""

    def __init__(self, url: str, **begin: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=30)
        answer = self.http.post("/chat/sessions", json=begin)
        assert answer.status_code == 201, answer.text
        self.token = answer.json()["session"]
        self.greeting = answer.json()["turn"]
        self.http.headers["authorization"] = f"Bearer {self.token}"

    def say(self, text: str, **more: str) -> dict:
        answer = self.http.post("/chat/messages", json={"text": text, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def press(self, token: str) -> dict:
        answer = self.http.post("/chat/messages", json={"button": token})
        assert answer.status_code == 200, answer.text
        return answer.json()


def text_of(turn: dict) -> str:
    """All that a Turn says."""
    return "\n".join(m["text"] for m in turn["messages"])


def card_of(turn: dict) -> dict:
    """The first card of a Turn."""
    return next(m["card"] for m in turn["messages"] if "card" in m)
