"""A preview on this machine: build, serve on 127.0.0.1, build again when something changes."""

from __future__ import annotations

import functools
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from generator.records.errors import ContentError

_PAUSE: Final = 0.5
Say = Callable[[str], None]


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the site as a static host would: its own 404 page, the right types, nothing kept by the browser."""

    extensions_map = {  # noqa: RUF012 - the base class declares it so
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".svg": "image/svg+xml",
        ".yaml": "text/yaml; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
    }

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal belongs to the build's messages."""


def serve(site: Path, watched: tuple[Path, ...], build: Callable[[], None], say: Say, port: int = 8000) -> None:
    """Serve until interrupted. When a build fails the last good site stays, and the message says what to mend."""
    _try(build, say)
    server = _server(site, port)
    say(f"预览：http://127.0.0.1:{server.server_address[1]}/ （Ctrl-C 结束）")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = dict(_stamps(watched))
    try:
        while True:
            time.sleep(_PAUSE)
            now = dict(_stamps(watched))
            if now != before:
                _try(build, say)
                before = dict(_stamps(watched))
    except KeyboardInterrupt:
        server.shutdown()


def _try(build: Callable[[], None], say: Say) -> None:
    try:
        build()
    except ContentError as error:
        say(f"没有生成，仍显示上一次的网站：\n{error}")


def _server(site: Path, port: int) -> http.server.ThreadingHTTPServer:
    site.mkdir(parents=True, exist_ok=True)
    handler = functools.partial(_Handler, directory=str(site))
    for candidate in range(port, port + 20):
        try:
            return http.server.ThreadingHTTPServer(("127.0.0.1", candidate), handler)
        except OSError:
            continue
    return http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)


def _stamps(watched: tuple[Path, ...]) -> Iterator[tuple[str, tuple[int, int]]]:
    for folder in watched:
        for path in folder.rglob("*"):
            if path.is_file() and ".tmp-" not in path.name:
                stat = path.stat()
                yield str(path), (stat.st_mtime_ns, stat.st_size)
