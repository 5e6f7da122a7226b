"""DOCX → Document by expat, the second reading of Word files: it hears the elements one after another.

The first reader walks lxml's tree; here each cell is placed as it is closed. Shared is only the opening of the archive.
"""

from __future__ import annotations

import re
from typing import Final

from generator.reading.readers.archive import Archive
from generator.reading.readers.document import Document
from generator.reading.readers.docx_second_styles import OFF, hidden_styles
from generator.reading.readers.second_page import LOWERED, MOST_SPAN, RAISED, UNREAD, Events, Grid, Square, document

READER: Final = "docx expat"
_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN: Final = re.compile(rb"<[^<>]*/officeDocument\"[^<>]*>")
_TARGET: Final = re.compile(rb"\bTarget=\"/?([^\"]+)\"")
_PALE: Final = re.compile("(?:[efEF][0-9a-fA-F]){3}")
_NO_GROUND: Final = frozenset({"", "auto", "FFFFFF", "ffffff"})
_SMALLEST: Final = 4
"""Half points: what is no larger is not seen."""


def read(data: bytes) -> Document:
    """Read a Word file that the first reader could read. Raises any exception for one that this reader cannot."""
    archive = Archive(data)
    main = _main(archive)
    listener = _Word(hidden_styles(archive, f"{main.rpartition('/')[0]}/styles.xml"))
    listener.follow(archive.read(main))
    return document(listener.page, _KIND, READER)


def _main(archive: Archive) -> str:
    found = _MAIN.search(archive.read("_rels/.rels")) if "_rels/.rels" in archive else None
    target = _TARGET.search(found[0]) if found else None
    return target[1].decode() if target else "word/document.xml"


class _Word(Events):
    """Listens to the main part."""

    def __init__(self, hidden_styles: frozenset[str]) -> None:
        super().__init__()
        self.page = Square()
        self._hidden_styles = hidden_styles
        self._open: list[Square] = [self.page]
        self._grids: list[Grid] = []
        self._runs: list[dict[str, str]] = [{}]
        self._style: list[str] = [""]
        self._joined: list[bool] = [False]
        self._fields: list[str] = []
        self._chosen: list[bool] = []
        self._merges: list[dict[str, str]] = []
        self._trimmed = True

    # ---------------------------------------------------------------- letters

    def letters(self, text: str) -> None:
        name = self.path[-1] if self.path else ""
        if name == "t" and not self.mute:
            self._say(text.strip(" \t\r\n") if self._trimmed else text)
        elif name == "instrText" and self._fields:
            self._fields[-1] += text

    def _say(self, text: str) -> None:
        shown = "" if self._is_hidden() or any(not one.startswith("=") for one in self._fields) else text
        kind = self._runs[-1].get("vertAlign")
        if kind in ("superscript", "subscript"):
            shown = shown.translate(RAISED if kind == "superscript" else LOWERED)
        self._open[-1].line += shown

    def _is_hidden(self) -> bool:
        run = self._runs[-1]
        if not run and not self._hidden_styles:
            return False
        styled = bool(self._hidden_styles) and not self._hidden_styles.isdisjoint({run.get("rStyle"), self._style[-1]})
        vanished = run["vanish"] not in OFF if "vanish" in run else styled
        struck = any(name in run and run[name] not in OFF for name in ("strike", "dstrike"))
        size = run.get("sz", "")
        tiny = size.isdigit() and int(size) <= _SMALLEST
        pale = _PALE.fullmatch(run.get("color", "")) is not None and not self._on_ground(run)
        return vanished or struck or tiny or pale

    def _on_ground(self, run: dict[str, str]) -> bool:
        own = run.get("shd", "") not in _NO_GROUND or run.get("highlight", "none") != "none"
        return own or any([one.dark for one in self._open] + [one.dark for one in self._grids])

    def start_r(self, _told: dict[str, str]) -> None:
        self._runs[-1] = {}

    def end_r(self) -> None:
        self._runs[-1] = {}

    def _property(self, name: str, told: dict[str, str]) -> None:
        if self.path[-1] == "rPr" and self.path[-2] == "r":
            self._runs[-1][name] = told.get("fill" if name == "shd" else "val", "")

    def start_strike(self, told: dict[str, str]) -> None:
        self._property("strike", told)

    def start_dstrike(self, told: dict[str, str]) -> None:
        self._property("dstrike", told)

    def start_color(self, told: dict[str, str]) -> None:
        self._property("color", told)

    def start_sz(self, told: dict[str, str]) -> None:
        self._property("sz", told)

    def start_vertAlign(self, told: dict[str, str]) -> None:  # noqa: N802
        self._property("vertAlign", told)

    def start_highlight(self, told: dict[str, str]) -> None:
        self._property("highlight", told)

    def start_rStyle(self, told: dict[str, str]) -> None:  # noqa: N802
        self._property("rStyle", told)

    def start_vanish(self, told: dict[str, str]) -> None:
        self._property("vanish", told)
        if self.path[-3:] == ["p", "pPr", "rPr"]:
            self._joined[-1] = told.get("val") not in OFF

    def start_shd(self, told: dict[str, str]) -> None:
        self._property("shd", told)
        dark = told.get("fill", "") not in _NO_GROUND
        if self.path[-1] == "tblPr" and self._grids:
            self._grids[-1].dark |= dark
        elif self.path[-1] in ("pPr", "tcPr"):
            self._open[-1].dark |= dark

    def start_t(self, told: dict[str, str]) -> None:
        self._trimmed = told.get("space") != "preserve"

    def start_oMath(self, _told: dict[str, str]) -> bool:  # noqa: N802
        self._open[-1].line += "" if self.mute else UNREAD
        return True

    def start_rt(self, _told: dict[str, str]) -> bool:
        return True

    def start_tab(self, _told: dict[str, str]) -> None:
        if self.path[-1] == "r" and not self.mute:
            self._say("\t")

    def start_br(self, _told: dict[str, str]) -> None:
        if self.path[-1] == "r" and not self.mute:
            self._say("\n")

    start_cr = start_br

    def start_noBreakHyphen(self, _told: dict[str, str]) -> None:  # noqa: N802
        if not self.mute:
            self._say("-")

    def start_sym(self, _told: dict[str, str]) -> None:
        if not self.mute:
            self._say(UNREAD)

    def start_blip(self, _told: dict[str, str]) -> None:
        if not self.mute and self._grids:
            self._open[-1].line += UNREAD

    start_imagedata = start_OLEObject = start_blip  # noqa: N815

    # ---------------------------------------------------------------- fields, changes, alternatives

    def start_fldChar(self, told: dict[str, str]) -> None:  # noqa: N802
        """Follow a field: what is noted is its instruction, with `=` before it once its result begins."""
        kind = told.get("fldCharType")
        if kind == "begin":
            self._fields.append("")
        elif kind == "separate" and self._fields and self._fields[-1].split()[:1] != ["TOC"]:
            self._fields[-1] = f"={self._fields[-1]}"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def start_del(self, _told: dict[str, str]) -> bool:
        if self.path[-2:] == ["tr", "trPr"]:
            self._grids[-1].dropped = True
        elif self.path[-3:] == ["p", "pPr", "rPr"]:
            self._joined[-1] = True
        return True

    def start_moveFrom(self, _told: dict[str, str]) -> bool:  # noqa: N802
        return True

    def start_bdo(self, told: dict[str, str]) -> bool:
        return told.get("val") == "rtl"

    def start_AlternateContent(self, _told: dict[str, str]) -> None:  # noqa: N802
        self._chosen.append(False)

    def end_AlternateContent(self) -> None:  # noqa: N802
        self._chosen.pop()

    def start_Choice(self, _told: dict[str, str]) -> bool:  # noqa: N802
        again = self._chosen[-1]
        self._chosen[-1] = True
        return again

    start_Fallback = start_Choice  # noqa: N815

    # ---------------------------------------------------------------- paragraphs, boxes

    def start_p(self, _told: dict[str, str]) -> None:
        self._style[-1] = ""
        self._joined[-1] = False

    def start_pStyle(self, told: dict[str, str]) -> None:  # noqa: N802
        if self.path[-2] == "p":
            self._style[-1] = told.get("val", "")

    def end_p(self) -> None:
        if not self._joined[-1] and not self.mute:
            self._open[-1].end_line()

    def start_txbxContent(self, _told: dict[str, str]) -> None:  # noqa: N802
        self._into(Square())

    def end_txbxContent(self) -> None:  # noqa: N802
        box = self._out()
        if not self.mute:
            self._open[-1].late.append(box)

    def _into(self, square: Square) -> None:
        self._open.append(square)
        self._runs.append({})
        self._style.append("")
        self._joined.append(False)

    def _out(self) -> Square:
        self._runs.pop()
        self._style.pop()
        self._joined.pop()
        square = self._open.pop()
        square.end_line()
        return square

    # ---------------------------------------------------------------- tables

    def start_tbl(self, _told: dict[str, str]) -> None:
        self._open[-1].end_line()
        self._grids.append(Grid())

    def end_tbl(self) -> None:
        grid = self._grids.pop()
        if not self.mute:
            self._open[-1].items.append(grid)

    def start_tr(self, _told: dict[str, str]) -> None:
        grid = self._grids[-1]
        grid.rows.append([])
        grid.column, grid.dropped = 0, False

    def end_tr(self) -> None:
        if self._grids[-1].dropped:
            self._grids[-1].rows.pop()

    def start_gridBefore(self, told: dict[str, str]) -> None:  # noqa: N802
        if self.path[-2] == "tr":
            self._grids[-1].column = _whole(told, 0)

    def start_hidden(self, told: dict[str, str]) -> None:
        if self.path[-2:] == ["tr", "trPr"] and told.get("val") not in OFF:
            self._grids[-1].dropped = True

    def start_cellDel(self, _told: dict[str, str]) -> None:  # noqa: N802
        self._merge("deleted", {})

    def start_tc(self, _told: dict[str, str]) -> None:
        self._into(Square())
        self._merges.append({})

    def _merge(self, name: str, told: dict[str, str]) -> None:
        if self.path[-2] == "tc":
            self._merges[-1][name] = told.get("val", "continue")

    def start_gridSpan(self, told: dict[str, str]) -> None:  # noqa: N802
        self._merge("span", told)

    def start_vMerge(self, told: dict[str, str]) -> None:  # noqa: N802
        self._merge("down", told)

    def start_hMerge(self, told: dict[str, str]) -> None:  # noqa: N802
        self._merge("across", told)

    def end_tc(self) -> None:
        """Place the cell that is closed: beside the last one of its row, or as a part of one that reaches on."""
        square, merges, grid = self._out(), self._merges.pop(), self._grids[-1]
        square.column, square.span = grid.column, max(_whole({"val": merges.get("span", "")}, 1), 1)
        if grid.dropped or "deleted" in merges:
            return
        grid.column += square.span
        row, above = grid.rows[-1], grid.open.get(square.column)
        if merges.get("across") == "continue" and row:
            row[-1].span += square.span
            row[-1].items += square.items
        elif merges.get("down") == "continue" and above is not None and above.span == square.span:
            above.height += 1
        else:
            row.append(square)
            for column in range(square.column, grid.column):
                grid.open.pop(column, None)
            if "down" in merges:
                grid.open[square.column] = square


def _whole(told: dict[str, str], usual: int) -> int:
    text = told.get("val", "")
    return min(int(text), MOST_SPAN) if text.isascii() and text.isdigit() else usual
