"""A preview on this machine: build, serve on 127.0.0.1, build again when something changes.

Pages that are open load themselves anew after a build. When a build fails the last good page stays, and over it stands
what is wrong, with file, line and remedy. The files of the site are not touched for that: the preview adds its script
while it sends a page.
"""

from __future__ import annotations

import functools
import http.server
import io
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from generator.records.errors import ContentError, Problem

_PAUSE: Final = 0.3
_OWN: Final = "/__preview__/"
_SCRIPT: Final = f'<link rel="stylesheet" href="{_OWN}live.css"><script src="{_OWN}live.js" defer></script>'.encode()
_TYPES: Final = {"live.js": "text/javascript; charset=utf-8", "live.css": "text/css; charset=utf-8"}
Say = Callable[[str], None]


@dataclass(slots=True)
class State:
    """What open pages ask for: how many builds there were, and what stands in the way of the next."""

    builds: int = 0
    problems: Sequence[Problem] = field(default=())

    def to_json(self) -> bytes:
        """Give the state as the pages' script takes it."""
        listed = [
            {
                "where": each.path if each.line is None else f"{each.path}:{each.line}",
                "what": each.what,
                "how": each.remedy,
            }
            for each in self.problems
        ]
        return json.dumps({"builds": self.builds, "problems": listed}, ensure_ascii=False).encode()


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

    def __init__(self, *args: Any, state: State, assets: Path, **more: Any) -> None:  # noqa: ANN401 - for the base class
        self._state, self._assets = state, assets
        super().__init__(*args, **more)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal belongs to the build's messages."""

    def send_head(self) -> io.BytesIO | Any:  # noqa: ANN401 - what the base class gives
        """Answer with a file; add the preview's script to pages."""
        name = urlsplit(self.path).path
        if name == f"{_OWN}state":
            return self._answer("application/json; charset=utf-8", self._state.to_json())
        if name.startswith(_OWN) and name.removeprefix(_OWN) in _TYPES:
            own = name.removeprefix(_OWN)
            return self._answer(_TYPES[own], (self._assets / own).read_bytes())
        page = Path(self.translate_path(self.path))
        page = page / "index.html" if page.is_dir() and name.endswith("/") else page
        if page.suffix == ".html" and page.is_file():
            return self._answer("text/html; charset=utf-8", self._with_script(page))
        if not page.exists() and (missing := Path(self.directory) / "404.html").is_file():
            return self._answer("text/html; charset=utf-8", self._with_script(missing), HTTPStatus.NOT_FOUND)
        return super().send_head()

    def _with_script(self, page: Path) -> bytes:
        return page.read_bytes().replace(b"</head>", _SCRIPT + b"</head>", 1)

    def _answer(self, kind: str, body: bytes, status: HTTPStatus = HTTPStatus.OK) -> io.BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


@dataclass(frozen=True, slots=True)
class Preview:
    """What is served and rebuilt: the site, the folders that are watched, the build, and the preview's own files."""

    site: Path
    watched: tuple[Path, ...]
    build: Callable[[], Sequence[Problem]]
    assets: Path


def serve(preview: Preview, say: Say, port: int = 8000) -> None:
    """Serve until interrupted. When a build fails the last good site stays, and page and message say what to mend."""
    state = State()
    _build(preview, state, say)
    server = _server(preview, state, port)
    say(f"预览：http://127.0.0.1:{server.server_address[1]}/ （Ctrl-C 结束）")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = dict(_stamps(preview.watched))
    try:
        while True:
            time.sleep(_PAUSE)
            now = dict(_stamps(preview.watched))
            if now != before:
                _build(preview, state, say)
                before = dict(_stamps(preview.watched))
    except KeyboardInterrupt:
        server.shutdown()


def _build(preview: Preview, state: State, say: Say) -> None:
    try:
        state.problems = preview.build()
        state.builds += 1
    except ContentError as error:
        state.problems = error.problems
        say(f"没有生成，仍显示上一次的网站：\n{error}")


def _server(preview: Preview, state: State, port: int) -> http.server.ThreadingHTTPServer:
    preview.site.mkdir(parents=True, exist_ok=True)
    handler = functools.partial(_Handler, directory=str(preview.site), state=state, assets=preview.assets)
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
