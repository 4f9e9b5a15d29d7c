"""A page on this machine that shows the answers as readers will see them, and follows every edit of knowledge/."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from magnesium.knowledge import checks
from magnesium.knowledge.load import Files, KnowledgeError, Watcher, assemble
from magnesium.knowledge.nodes import Problem
from magnesium.pages import page

_RELOAD = """<script>
let seen = null;
setInterval(async () => {
  const now = await (await fetch("/version")).text();
  if (seen !== null && now !== seen) location.reload();
  seen = now;
}, 1000);
</script>"""


class Preview:
    """The page of one knowledge folder. A broken edit shows its problems above the last good version."""

    def __init__(self, root: Path) -> None:
        self._files, self._watcher = Files(root), Watcher(root)

    def problems(self) -> tuple[Problem, ...]:
        """What `python -m magnesium check` would say now."""
        try:
            knowledge, catalogue = assemble(self._files)
        except KnowledgeError as error:
            return error.problems
        return tuple(checks.style(knowledge, catalogue, date.today()))

    def version(self) -> str:
        """Changes with every edit, also with a broken one."""
        return str(hash(self._files.stamp()))

    def html(self) -> str:
        return page(self._watcher.current(), date.today(), self.problems(), _RELOAD)


def serve(root: Path, port: int, announce: Callable[[str], None]) -> None:
    """Serve the preview on 127.0.0.1; `announce` gets its address.

    Raises KnowledgeError when there is no good version to show.
    """
    preview = Preview(root)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = preview.version() if self.path == "/version" else preview.html()
            kind = "text/plain" if self.path == "/version" else "text/html"
            data = body.encode()
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the page asks for the version every second."""

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        announce(f"preview: http://127.0.0.1:{server.server_port}/  (Ctrl-C ends it)")
        server.serve_forever()
