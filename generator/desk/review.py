"""The review desk: what waits for a person, the original beside our reading, and one decision after another.

`Desk` knows nothing of the browser: it gives the queue and takes answers. `review_server` shows it on 127.0.0.1.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.desk import decisions, waiting
from generator.desk.decisions import RefusedError, Signed, Written
from generator.desk.waiting import Checked, Item
from generator.records.memory import Memory
from generator.records.portal import Portal

Load = Callable[[], tuple[Portal, tuple[Checked, ...]]]
Picture = Callable[[Path, int], bytes | None]


@dataclass(slots=True)
class Desk:
    """The queue of a content folder. `load` gives the portal with its findings anew; `signed` is who decides.

    Raises `RefusedError` for answers that cannot be written; nothing has happened then.
    """

    content: Path
    load: Load
    signed: Signed
    _memory: Memory = field(default_factory=Memory)
    _items: dict[str, Item] = field(default_factory=dict)
    _back: str = ""
    _done: list[tuple[str, Written]] = field(default_factory=list)
    _skipped: list[str] = field(default_factory=list)

    def refresh(self) -> None:
        """Read the content folder again, and with it what waits."""
        portal, checked = self.load()
        self._items = {item.key: item for item in waiting.queue(portal, checked, self._memory)}

    @property
    def items(self) -> list[Item]:
        """What waits, in order: first what was taken back just now, last what was skipped."""
        skipped = {key: place for place, key in enumerate(self._skipped, start=1)}
        return sorted(self._items.values(), key=lambda item: (item.key != self._back, skipped.get(item.key, 0)))

    def find(self, key: str) -> Item | None:
        """Give one item of the queue, None when it is not there any more."""
        return self._items.get(key)

    def item(self, key: str) -> Item:
        """Give one item of the queue."""
        if (found := self.find(key)) is None:
            raise RefusedError("这一项已经不在待办之中，请刷新页面。")
        return found

    def accept(self, key: str, why: str = "") -> None:
        """Confirm: the figures stand so in the original (a finding, or the whole record)."""
        item = self.item(key)
        if item.kind == "unclear":
            raise RefusedError("读不准的格要选一个数，或自己填写。")
        self._write(item, self._review(item, "confirmed", why or "已对照原件，数字确实如此"))

    def dismiss(self, key: str, why: str) -> None:
        """Set a finding aside, with a reason."""
        item = self.item(key)
        if item.kind != "finding":
            raise RefusedError("只有校验结果可以这样处理。")
        if len(why.strip()) < 2:
            raise RefusedError("请写明理由。")
        self._write(item, self._review(item, "dismissed", why.strip()))

    def correct(self, key: str, cell: str, typed: str, why: str = "") -> None:
        """Correct our reading of one cell of an item."""
        item = self.item(key)
        shown = {each.cell: each.figure for row in item.rows for each in row.cells}
        if cell not in shown:
            raise RefusedError(f"这一项里没有单元格 {cell}。")
        was = decisions.figure_written(shown[cell])
        self._write(item, decisions.correct(self.content, item.issue, (cell, was, typed), why, self.signed))

    def skip(self, key: str) -> None:
        """Put an item to the end of the queue."""
        self.item(key)
        self._skipped = [*(each for each in self._skipped if each != key), key]
        self._back = ""

    def undo(self) -> None:
        """Take the last decision of this sitting back; its item comes first again."""
        if not self._done:
            raise RefusedError("没有可以撤销的操作。")
        key, written = self._done[-1]
        written.undo()
        self._done.pop()
        self._back = key
        self.refresh()

    def _review(self, item: Item, verdict: str, why: str) -> Written:
        about = {"confirms": item.subject} if item.kind == "record" else {"finding": item.subject, "verdict": verdict}
        return decisions.review(self.content, item.issue, {**about, "figures": item.figures, "why": why}, self.signed)

    def _write(self, item: Item, written: Written) -> None:
        self._done.append((item.key, written))
        self._back = ""
        self.refresh()


def as_plain(item: Item) -> Mapping[str, Any]:
    """Give an item as the browser takes it."""
    plain = dataclasses.asdict(item)
    return {**plain, "place": item.place.to_plain()}
