"""What the preview sends: pages from memory where there are any, else the site as a static host would send it."""

from __future__ import annotations

import http.server
import io
import json
import sys
import threading
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

from generator.desk.live import Live
from generator.records.errors import Problem

_OWN: Final = "__preview__/"
_SCRIPT: Final = (
    f'<link rel="stylesheet" href="/{_OWN}live.css">'
    f'<script id="preview-script" src="/{_OWN}live.js" data-changes="{{changes}}" defer></script>'
)
_TYPES: Final = {"live.js": "text/javascript; charset=utf-8", "live.css": "text/css; charset=utf-8"}
_HTML: Final = "text/html; charset=utf-8"
_PATIENCE: Final = 20.0
_PORTS: Final = 20


class State:
    """What open pages ask for: how often pages have changed, and what is wrong. They are told when that changes."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._version, self._changes = 0, 0
        self._problems: tuple[Problem, ...] = ()
        self._faults: tuple[Problem, ...] = ()

    @property
    def changes(self) -> int:
        """How often pages have changed: a page that was made at another count is old."""
        return self._changes

    def tell(self, problems: Iterable[Problem], *, changed: bool = False) -> None:
        """Say what is wrong now, and whether pages are other than they were: else what is wrong with them still is."""
        with self._news:
            self._problems = tuple(problems)
            self._faults = () if changed else self._faults
            self._changes += changed
            self._version += 1
            self._news.notify_all()

    def add(self, problem: Problem, changes: int) -> None:
        """Say one thing more that is wrong with pages as they were after so many changes, if they still are."""
        with self._news:
            if changes == self._changes and problem not in self._faults:
                self._faults = (*self._faults, problem)
                self.tell(self._problems)

    def to_json(self, known: int | None) -> bytes:
        """Give the state as the pages' script takes it: as soon as it is not the one `known`, or after a while."""
        with self._news:
            self._news.wait_for(lambda: self._version != known, timeout=_PATIENCE)
            listed = [
                {
                    "where": each.path if each.line is None else f"{each.path}:{each.line}",
                    "what": each.what,
                    "how": each.remedy,
                }
                for each in dict.fromkeys((*self._problems, *self._faults))
            ]
            told = {"version": self._version, "changes": self._changes, "problems": listed}
        return json.dumps(told, ensure_ascii=False).encode()


class PreviewServer(http.server.ThreadingHTTPServer):
    """Serves one preview on 127.0.0.1, at `port` or one of the next; at any free one where all are taken."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, site: Path, templates: Path, state: State, live: Live, port: int) -> None:
        site.mkdir(parents=True, exist_ok=True)
        self.site, self.templates, self.state, self.live = site, templates, state, live
        for candidate in (*range(port, min(port + _PORTS, 65536)), 0):
            try:
                super().__init__(("127.0.0.1", candidate), _Handler)
            except OSError:
                continue
            return

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - for the base class
        """Say nothing of a browser that went away before its answer was whole: that is no fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """Where the preview is, for the browser."""
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Answers as a static host would: its own 404 page, the right types; the browser keeps nothing."""

    server: PreviewServer
    extensions_map = {  # noqa: RUF012 - the base class declares it so
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".svg": "image/svg+xml",
        ".yaml": "text/yaml; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
    }

    def __init__(self, request: Any, client: Any, server: PreviewServer) -> None:  # noqa: ANN401 - for the base class
        super().__init__(request, client, server, directory=str(server.site))

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal belongs to messages."""

    def send_head(self) -> io.BytesIO | Any:  # noqa: ANN401 - what the base class gives
        """Answer with a page from memory, a picture from memory, or a file."""
        base = self.server.live.base
        self.path = f"/{self.path.removeprefix(base)}" if self.path.startswith(base) else self.path
        asked = urlsplit(self.path)
        address = unquote(asked.path).removeprefix("/")
        if address.startswith(_OWN):
            return self._own(address.removeprefix(_OWN), asked.query)
        if (page := self._page(address)) is not None:
            return self._answer(_HTML, page)
        asset = self.server.templates / address
        if address.startswith("assets/") and ".." not in address and asset.is_file():
            return self._answer(self.guess_type(str(asset)), asset.read_bytes())
        if address.endswith(".png") and (picture := self.server.live.picture(address)):
            return self._answer("image/png", picture)
        return self._file(address)

    def _own(self, name: str, query: str) -> io.BytesIO | Any:  # noqa: ANN401 - as above
        if name == "state":
            known = parse_qs(query).get("known", [""])[0]
            told = self.server.state.to_json(int(known) if known.isdecimal() else None)
            return self._answer("application/json; charset=utf-8", told)
        if name in _TYPES:
            return self._answer(_TYPES[name], (self.server.templates / "desk" / name).read_bytes())
        return self._missing()

    def _page(self, address: str) -> bytes | None:
        changes = self.server.state.changes
        page, fault = self.server.live.page(address)
        if fault:
            self.server.state.add(fault, changes)
        return _with_script(page, changes) if page is not None else None

    def _file(self, address: str) -> io.BytesIO | Any:  # noqa: ANN401 - as above
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() and self.path.endswith("/") else path
        if path.suffix == ".html" and path.is_file():
            return self._answer(_HTML, _with_script(path.read_text(encoding="utf-8"), self.server.state.changes))
        if path.exists():
            return super().send_head()
        if not path.suffix and self._page(f"{address}/") is not None:
            return self._moved(f"/{quote(address)}/")
        return self._missing()

    def _missing(self) -> io.BytesIO:
        page = self._page("404.html")
        found = self.server.site / "404.html"
        if page is None:
            text = found.read_text(encoding="utf-8") if found.is_file() else "404"
            page = _with_script(text, self.server.state.changes)
        return self._answer(_HTML, page, HTTPStatus.NOT_FOUND)

    def _moved(self, to: str) -> io.BytesIO:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return io.BytesIO()

    def _answer(self, kind: str, body: bytes, status: HTTPStatus = HTTPStatus.OK) -> io.BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


def _with_script(page: str, changes: int) -> bytes:
    """Add the script that watches for changes; the page was made after `changes` of them."""
    return page.replace("</head>", f"{_SCRIPT.format(changes=changes)}</head>", 1).encode()
