"""A preview on this machine: build, serve on 127.0.0.1, and show at once what a saved file makes of a page.

After a change the portal in memory takes in what has changed, and the page that is open is made anew from it; search
and data files follow when a whole build has been made beside, after the changes have settled. What is wrong stands over
the last good page, with file, line and remedy. The files of the site are not touched for that: the preview adds its
script while it sends a page.
"""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from generator.desk.live import Live
from generator.desk.preview_server import PreviewServer, State
from generator.publishing.edition import Edition
from generator.records.errors import ContentError, Problem, problems_in
from generator.records.watched import States, states

_SHORTEST_PAUSE: Final = 0.1
_WATCHING_SHARE: Final = 0.1
"""How much of one processor may go into looking for changes."""
_SETTLED: Final = 2.0
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Preview:
    """What is served and how it is made anew.

    `build` makes the whole site and gives its faults, `edition` what pages are made of; both may raise `ContentError`.
    `rebuild` is the command that makes the whole site in a process of its own.
    """

    site: Path
    watched: tuple[Path, ...]
    templates: Path
    build: Callable[[], Sequence[Problem]]
    edition: Callable[[], Edition]
    rebuild: Sequence[str]


def serve(preview: Preview, say: Say, port: int = 8000) -> None:
    """Serve until interrupted. When something is wrong the last good pages stay, and say what to mend."""
    state = State()
    before = states(preview.watched)
    try:
        state.tell(preview.build())
    except ContentError as error:
        say(f"没有生成，仍显示上一次的网站：\n{error}")
        state.tell(error.problems)
    live = Live(preview.edition, preview.templates)
    with PreviewServer(preview.site, preview.templates, state, live, port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        keeper = _Keeper(preview, state, live, say)
        try:
            say(f"预览：{server.address} （Ctrl-C 结束）")
            keeper.keep(before)
        except KeyboardInterrupt:
            server.shutdown()
        finally:
            keeper.stop()


class _Keeper:
    """Looks for changes, takes them in, and has the whole site built when they have settled."""

    def __init__(self, preview: Preview, state: State, live: Live, say: Say) -> None:
        self._preview, self._state, self._live, self._say = preview, state, live, say
        self._said: frozenset[Problem] = frozenset()
        self._due: float | None = None
        self._beside: subprocess.Popen[bytes] | None = None
        self._told: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as this

    def keep(self, before: States) -> None:
        """Look and act until interrupted. `before` is how the files lay before the site was built."""
        self._live.refresh()
        first = True
        while True:
            began = time.process_time()
            now = states(self._preview.watched)
            took = time.process_time() - began
            if now != before:
                touched = [path for path, _ in now.items() ^ before.items()]
                self._take_in(anyway=first or any(_is_asset(path, self._preview.templates) for path in touched))
            before, first = now, False
            self._build_beside()
            time.sleep(max(_SHORTEST_PAUSE, took / _WATCHING_SHARE))

    def stop(self) -> None:
        """End a build that is under way."""
        if self._beside and self._beside.poll() is None:
            self._beside.terminate()
            self._beside.wait()
        self._beside = None

    def _take_in(self, *, anyway: bool) -> None:
        """Take in what has changed; `anyway` have open pages load themselves anew although no page is another."""
        problems, changed = self._live.refresh()
        self._state.tell(problems, changed=changed or anyway)
        for problem in problems:
            if problem not in self._said:
                self._say(str(problem))
        self._said = frozenset(problems)
        if changed or anyway:
            self.stop()
            self._due = time.monotonic() + _SETTLED

    def _build_beside(self) -> None:
        """Start the build that is due, or tell how the one under way has ended."""
        if self._beside and (code := self._beside.poll()) is not None:
            self._told.seek(0)
            told = self._told.read().decode("utf-8", "replace")
            self._beside = None
            if code and (problems := problems_in(told)):
                self._state.tell(problems)
            self._say(told.strip() if code else "检索和数据文件也更新了。")
        if self._due and time.monotonic() >= self._due:
            self._due = None
            self._told.seek(0)
            self._told.truncate()
            nothing = subprocess.DEVNULL
            self._beside = subprocess.Popen(self._preview.rebuild, stdin=nothing, stdout=nothing, stderr=self._told)  # noqa: S603 - our own command


def _is_asset(path: str, templates: Path) -> bool:
    return Path(path).is_relative_to(templates / "assets")
