"""The review desk in a browser on this machine: one page, answers as JSON. Nobody else can read it or write through it.

It listens on 127.0.0.1 alone, answers only to that name (a name made to point here gets nothing), and takes decisions
only with the secret that stands in its own page.
"""

from __future__ import annotations

import http.server
import json
import secrets
import struct
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from generator.desk.decisions import RefusedError
from generator.desk.review import Desk, Picture, as_plain
from generator.records.place import Place

_LARGEST_ANSWER: Final = 10_000
_PROOF: Final = "X-Gongkai-Secret"
_TYPES: Final = {
    "review.html": "text/html; charset=utf-8",
    "review.css": "text/css; charset=utf-8",
    "review.js": "text/javascript; charset=utf-8",
}
_POLICY: Final = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'"
_DIGITS: Final = 5
_PIXELS: Final = slice(16, 24)
_DENSITY: Final = b"pHYs"
_POINT: Final = 72 / 0.0254


class ReviewServer(http.server.ThreadingHTTPServer):
    """Serves one desk. `port` 0 takes any free one; `templates` holds the page, `picture` draws pages of originals."""

    daemon_threads = True

    def __init__(self, desk: Desk, templates: Path, picture: Picture, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.desk, self.templates, self.picture = desk, templates / "desk", picture
        self.secret = secrets.token_urlsafe(16)
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        """Where the desk is, for the browser."""
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: ReviewServer

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal belongs to messages."""

    def do_GET(self) -> None:
        """Give the page, the queue, or a page of an original."""
        if not self._is_ours():
            return
        address = urlsplit(self.path)
        name = address.path.strip("/") or "review.html"
        if name in _TYPES:
            text = (self.server.templates / name).read_text(encoding="utf-8")
            self._give(HTTPStatus.OK, _TYPES[name], text.replace("{{secret}}", self.server.secret).encode())
        elif name == "queue":
            self._locked(self._queue)
        elif name == "picture":
            asked = parse_qs(address.query)
            self._picture(asked.get("key", [""])[0], asked.get("page", [""])[0])
        else:
            self._json(HTTPStatus.NOT_FOUND, {"error": "没有这一页。"})

    def do_POST(self) -> None:
        """Take an answer. Gives the queue as it is afterwards."""
        if not self._is_ours():
            return
        if not secrets.compare_digest(self.headers.get(_PROOF, ""), self.server.secret):
            self._json(HTTPStatus.FORBIDDEN, {"error": "请从本机打开的核对页面操作。"})
            return
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= _LARGEST_ANSWER:
            self._json(HTTPStatus.BAD_REQUEST, {"error": "没有内容，或内容太长。"})
            return
        try:
            answer = dict(json.loads(self.rfile.read(length)))
        except (ValueError, TypeError):
            self._json(HTTPStatus.BAD_REQUEST, {"error": "看不懂这个请求。"})
            return
        self._locked(lambda: self._answered(answer))

    def _is_ours(self) -> bool:
        port = self.server.server_address[1]
        if self.headers.get("Host", "") in {f"127.0.0.1:{port}", f"localhost:{port}"}:
            return True
        self._json(HTTPStatus.FORBIDDEN, {"error": "只能从本机打开。"})
        return False

    def _queue(self) -> Mapping[str, Any]:
        """Give the question that comes next, and how many wait: a whole portal's would be megabytes a key."""
        items = self.server.desk.items
        return {"item": as_plain(items[0]) if items else None, "waiting": Counter(item.kind for item in items)}

    def _answered(self, answer: Mapping[str, str]) -> Mapping[str, Any]:
        desk, key, why = self.server.desk, answer.get("key", ""), answer.get("why", "")
        deeds: Mapping[str, Callable[[], object]] = {
            "accept": lambda: desk.accept(key, why),
            "dismiss": lambda: desk.dismiss(key, why),
            "correct": lambda: desk.correct(key, answer.get("cell", ""), answer.get("figure", ""), why),
            "skip": lambda: desk.skip(key),
            "undo": desk.undo,
        }
        if answer.get("do") not in deeds:
            raise RefusedError("不知道要做什么。")
        deeds[answer["do"]]()
        return self._queue()

    def _picture(self, key: str, page: str) -> None:
        """Give the page that an item stands on, or another, and in a header where on it the item stands."""
        with self.server.lock:
            item = self.server.desk.find(key)
        place = item.place if item else Place()
        own = place.page or 1
        number = int(page) if page.isdecimal() and len(page) < _DIGITS else own
        drawn = self.server.picture(self.server.desk.content / item.file, number) if item else None
        if drawn is None:
            self._json(HTTPStatus.NOT_FOUND, {"error": "这种文件没有页面图。"})
            return
        self._give(HTTPStatus.OK, "image/png", drawn, mark_of(drawn, place) if number == own else "")

    def _locked(self, deed: Callable[[], Mapping[str, Any]]) -> None:
        try:
            with self.server.lock:
                answer = deed()
        except RefusedError as refused:
            self._json(HTTPStatus.CONFLICT, {"error": str(refused)})
        else:
            self._json(HTTPStatus.OK, answer)

    def _json(self, status: HTTPStatus, data: Mapping[str, Any]) -> None:
        self._give(status, "application/json; charset=utf-8", json.dumps(data, ensure_ascii=False).encode())

    def _give(self, status: HTTPStatus, kind: str, body: bytes, mark: str = "") -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", _POLICY),
            *((("X-Mark", mark),) if mark else ()),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def mark_of(picture: bytes, place: Place) -> str:
    """Say where a box in points lies on a picture that says its size (PNG, `pHYs`).

    Gives left, top, width and height, from 0 to 1. Empty without a box, and for pictures that do not say their size.
    """
    found = picture.find(_DENSITY, 0, 200)
    if place.box is None or found < 0:
        return ""
    width, height = struct.unpack(">II", picture[_PIXELS])
    density = struct.unpack(">I", picture[found + 4 : found + 8])[0] / _POINT
    x0, y0, x1, y1 = (edge * density for edge in place.box)
    return " ".join(f"{part:.4f}" for part in (x0 / width, y0 / height, (x1 - x0) / width, (y1 - y0) / height))
