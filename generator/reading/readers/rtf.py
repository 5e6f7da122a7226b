"""RTF → Document: paragraphs and tables of a Rich Text file, as seen on paper.

RTF says everything by control words whose effect ends with their group. Text in other places than the page (headers,
notes, properties, pictures' data) stands in groups of its own, which begin with the name of that place.
Places: table, row and cell (from 1) for cells; the number of the paragraph as `line` for paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from generator.reading.readers.document import Document, Paragraph, Place, Table, Unreadable
from generator.reading.readers.flow import Item, blocks_of
from generator.reading.readers.lettering import DIGIT, PAPER, UNREAD, Lettering, shown
from generator.reading.readers.rtf_page import WORDS as PARTING
from generator.reading.readers.rtf_page import Page
from generator.reading.readers.rtf_state import WORDS, Field, State, decode, encoding_of_page
from generator.reading.readers.rtf_tokens import Token, tokens_of

READER: Final = "rtf 1"
_MOST_HIDDEN: Final = 50
_MOST_GROUPS: Final = 500
_LARGE: Final = (280 * 20, 110 * 20)
"""Width and height in twips from which on a picture could be a table or a page."""
_SHADING: Final = re.compile(rb"\\(?:clcbpat|clshdng|trcbpat|cbpat)[1-9]")
# fmt: off
_ELSEWHERE: Final = frozenset({
    "annotation", "atnauthor", "atndate", "atnid", "colortbl", "comment", "datastore", "filetbl", "fldinst",
    "fonttbl", "footer", "footerf", "footerl", "footerr", "footnote", "ftncn", "ftnsep", "ftnsepc", "header",
    "headerf", "headerl", "headerr", "info", "listoverridetable", "listtable", "nonesttables", "nonshppict",
    "objalias", "objclass", "objdata", "objname", "pict", "private", "revtbl", "rsidtbl", "rxe", "shprslt", "sn",
    "sp", "stylesheet", "tc", "tcn", "themedata", "upr", "xe",
})
"""Places whose text is not on the page; some of them are read for what they say."""
_KNOWN: Final = frozenset({"fldinst", "nesttableprops", "shpinst", "shppict", "ud"})
"""Places that are looked into although the file allows to pass over them."""
_CHARACTERS: Final = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "emspace": "\u3000",
    "enspace": " ", "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}
# fmt: on
_MIXED: Final = ("red", "green", "blue")
_SIGNS: Final = {"~": " ", "_": "-", "\t": "\t", "{": "{", "}": "}", "\\": "\\"}


def read(data: bytes) -> Document:
    """Read a Rich Text file.

    Raises `Unreadable` for a truncated or damaged file, one without text, and one whose text is a picture.
    """
    reader = _Reader(_SHADING.search(data) is not None)
    for token in tokens_of(data):
        reader.take(token)
    blocks = blocks_of(reader.ended())
    if not blocks:
        raise Unreadable("RTF 文件里没有文字。", "如果内容是图片，请换成带文字的版本。")
    if reader.large_pictures and not any(isinstance(block, Table) for block in blocks):
        raise Unreadable("RTF 文件里没有表格，却有大幅图片，表格可能只是图片。", "请换成表格为文字的版本。")
    return Document(blocks, "application/rtf", READER, tuple(reader.hidden[:_MOST_HIDDEN]))


class _Reader:
    """Follows the tokens and collects what is seen."""

    def __init__(self, shaded: bool) -> None:  # noqa: FBT001 - whether any cell of the file has a colour behind it
        self.hidden: list[Paragraph] = []
        self.large_pictures = 0
        self._shaded = shaded
        self._state = State()
        self._stack: list[State] = []
        self._complete = False
        self._starred = False
        self._skip = 0
        self._bytes = b""
        self._run = ""
        self._text = Page()
        self._charsets: dict[int, int] = {}
        self._colours: list[str] = []
        self._measures: dict[str, int] = {}
        self._mix: dict[str, int] = {}
        self._encoding = encoding_of_page(1252)

    def take(self, token: Token) -> None:
        """Take the next token; what follows the end of the file's own group is nothing."""
        if self._complete:
            return
        if token.kind == "text":
            self._characters(token)
            return
        if token.kind in "{}":
            self._skip = 0
        elif self._skip:
            self._skip -= 1
            return
        if token.kind == "word" and token.word == "u":
            self._unicode(token.number or 0)
        else:
            self._decoded()
            self._marks[token.kind](self, token)

    def ended(self) -> list[Item]:
        """Give everything. Raises `Unreadable` for a file that breaks off."""
        if not self._complete:
            raise Unreadable("RTF 文件不完整，后面缺了一段。", "请重新下载这份文件。")
        return self._text.ended()

    # ---------------------------------------------------------------- characters

    def _characters(self, token: Token) -> None:
        skipped = min(self._skip, len(token.text))
        self._skip -= skipped
        self._bytes += token.text[skipped:]

    def _unicode(self, number: int) -> None:
        self._decoded()
        self._say(chr(number % 65536))
        self._skip = self._state.fallback

    def _decoded(self) -> None:
        """Turn the bytes read so far into letters."""
        data, self._bytes = self._bytes, b""
        if data:
            self._say(decode(data, self._state, self._charsets, self._encoding))

    def _say(self, letters: str) -> None:
        state = self._state
        if state.place == "fldinst" and state.field:
            state.field.instruction += letters
        elif state.place == "colortbl":
            for _ in range(letters.count(";")):
                self._colours.append(bytes(self._mix[name] % 256 for name in _MIXED).hex() if self._mix else "")
                self._mix = {}
        elif not state.place and not (state.field and state.field.is_contents):
            self._run += letters
            if state.field:
                state.field.say()

    def _settle(self) -> None:
        """Take the letters of the run that ends here as they are seen; hidden digits are named."""
        run, self._run = self._run, ""
        if not run:
            return
        run = run.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        state = self._state
        colour = self._colours[state.colour] if state.colour < len(self._colours) else ""
        letters = Lettering(state.hidden, state.struck or state.deleted, state.raised, colour, state.size)
        unsure = state.marked or (self._shaded and bool(self._text.level(state)))
        seen = shown(run, letters, "" if unsure else PAPER)
        if seen is None and DIGIT.search(run):
            self.hidden.append(Paragraph(" ".join(run.split())[:200], Place(line=self._text.line)))
        self._text.say(seen or "")

    # ---------------------------------------------------------------- groups, signs, words

    def _open(self, _token: Token) -> None:
        self._settle()
        if len(self._stack) > _MOST_GROUPS:
            raise Unreadable("RTF 文件嵌套太深。", "请用办公软件打开并另存为 DOCX 后再放入。")
        self._stack.append(self._state)
        self._state = replace(self._state, box=False)

    def _close(self, _token: Token) -> None:
        self._settle()
        self._starred = False
        if self._state.box:
            self._text.end_box()
        field = self._state.field
        if field and field.is_drawn and (not self._stack or self._stack[-1].field is not field):
            self._text.say(UNREAD)
        if self._state.place == "pict" and self._stack and self._stack[-1].place != "pict":
            self._picture()
        if self._stack:
            self._state = self._stack.pop()
        self._complete = not self._stack

    def _sign(self, token: Token) -> None:
        if token.word == "*":
            self._starred = True
        elif token.word in "\r\n":
            self._settle()
            self._text.end_paragraph(self._text.level(self._state))
        else:
            self._say(_SIGNS.get(token.word, ""))

    def _word(self, token: Token) -> None:
        word, number = token.word, token.number
        starred, self._starred = self._starred, False
        if self._state.place:
            self._elsewhere(word, number or 0)
        elif word in _ELSEWHERE or (starred and word not in _KNOWN):
            self._settle()
            self._state.place = word
            self._measures = {}
        elif word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        elif word in WORDS:
            self._settle()
            WORDS[word](self._state, number)
        elif word in PARTING:
            self._settle()
            PARTING[word](self._text, self._state, number or 0)
        elif word == "field":
            self._state.field = Field(self._state.field)
        elif word == "ansicpg":
            self._encoding = encoding_of_page(number)

    def _elsewhere(self, word: str, number: int) -> None:
        """Take a word in a place that is not on the page: fonts, colours, the measures of a picture."""
        place = self._state.place
        if place == "upr" and word == "ud":
            self._state.place = ""
        elif place == "fonttbl" and word == "f":
            self._state.font = number
        elif place == "fonttbl" and word == "fcharset":
            self._charsets[self._state.font] = number
        elif place == "colortbl" and word in _MIXED:
            self._mix = {**dict.fromkeys(_MIXED, 0), **self._mix, word: number}
        elif place == "pict":
            self._measures[word] = number

    def _picture(self) -> None:
        """Note a picture; a cell with one is not empty."""
        sides = [self._measures.get(side, 0) for side in ("picwgoal", "pichgoal")]
        self.large_pictures += all(side >= least for side, least in zip(sides, _LARGE, strict=True))
        self._text.say(UNREAD if self._text.level(self._state) else "")

    _marks: Mapping[str, Callable[[_Reader, Token], None]] = MappingProxyType(
        {"{": _open, "}": _close, "sign": _sign, "word": _word}
    )
