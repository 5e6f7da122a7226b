"""The content of a PDF page → its steps, for the second reader: each operator with the operands before it.

pdfminer takes content apart letter by letter, which costs more than all the rest of a reading. One expression does the
same for what is written plainly. What is not (a picture in the content, brackets in a string, anything astray) is
nothing to guess at: it is left to pdfminer, as a whole.
"""

from __future__ import annotations

import re
from typing import Any, Final

from pdfminer.psparser import LIT, PSLiteral

Step = tuple[bytes, list[Any]]

_TOKEN: Final = re.compile(
    rb"""\s*+(?:%[^\r\n]*[\r\n]\s*+)*+(?:
    ([-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))    # 1: a number
    |<([0-9A-Fa-f\s]*)>(?!>(?!>))              # 2: a string in hexadecimal digits
    |\(((?:[^()\\]++|\\.)*+)\)                 # 3: a string, every bracket in it escaped
    |([A-Za-z][^#/%\[\]()<>{}\s]*|['"])        # 4: an operator, or a word
    |/([^#/%\[\]()<>{}\s]*+)(?!\#)             # 5: a name
    |(\[)|(\])                                 # 6, 7: an array
    |(<<)|(>>)                                 # 8, 9: a dictionary
    |(.)|(\Z)                                  # 10, 11: anything else, and the end
    )""",
    re.VERBOSE | re.DOTALL,
)
_NUMBER, _HEX, _STRING, _WORD, _NAME, _OPEN, _CLOSE, _BEGIN, _, _, _END = range(1, 12)
_TRUTH: Final = {b"true": True, b"false": False}
_PICTURE: Final = frozenset({b"BI", b"ID", b"EI"})
_ESCAPED: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_MEANT: Final = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"(": b"(", b")": b")", b"\\": b"\\"}
_LARGEST: Final = 255
_LONGEST: Final = 4_000_000


class _Astray(Exception):  # noqa: N818 - not an error of ours: pdfminer is asked instead
    """Content that is not written plainly."""


def steps(content: bytes) -> list[Step] | None:
    """Give the steps of a page's content; nothing where it is not written plainly, or far longer than any page's."""
    try:
        return None if len(content) > _LONGEST else _Steps().of(content)
    except _Astray:
        return None


class _Steps:
    """The steps so far, the operands of the next one, and what is open around those."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._operands: list[Any] = []
        self._around: list[tuple[int, list[Any]]] = []

    def of(self, content: bytes) -> list[Step]:
        """Take content apart. Raises `_Astray`."""
        for match in _TOKEN.finditer(content + b"\n"):
            kind = match.lastindex or 0
            if kind == _NUMBER:
                text = match[_NUMBER]
                self._operands.append(float(text) if b"." in text else int(text))
            elif kind == _HEX:
                self._operands.append(_unhexed(match[_HEX]))
            elif kind == _WORD:
                self._word(match[_WORD])
            elif kind in (_STRING, _NAME):
                self._operands.append(_said(match[kind]) if kind == _STRING else LIT(_named(match[kind])))
            elif kind != _END:
                self._bracket(kind)
        if self._around:
            raise _Astray
        return self._done

    def _word(self, text: bytes) -> None:
        if text in _TRUTH:
            self._operands.append(_TRUTH[text])
        elif self._around or text in _PICTURE:
            raise _Astray
        else:
            self._done.append((text, self._operands))
            self._operands = []

    def _bracket(self, kind: int) -> None:
        if kind in (_OPEN, _BEGIN):
            self._around.append((kind + 1, self._operands))
            self._operands = []
            return
        if not self._around or self._around[-1][0] != kind:
            raise _Astray
        inside, (_, self._operands) = self._operands, self._around.pop()
        self._operands.append(inside if kind == _CLOSE else _paired(inside))


def _unhexed(text: bytes) -> bytes:
    digits = b"".join(text.split())
    if len(digits) % 2:
        raise _Astray
    return bytes.fromhex(digits.decode())


def _said(text: bytes) -> bytes:
    return _ESCAPED.sub(_meant, text) if b"\\" in text else text


def _meant(match: re.Match[bytes]) -> bytes:
    """Give what an escaped character stands for; one that means nothing falls away."""
    said = match[1]
    if not said.isdigit():
        return _MEANT.get(said, b"")
    if said[0] > ord("7"):
        return b""
    if int(said, 8) > _LARGEST:
        raise _Astray
    return bytes((int(said, 8),))


def _named(name: bytes) -> Any:  # noqa: ANN401 - pdfminer takes both, and its types do not say so
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name


def _paired(items: list[Any]) -> dict[str, Any]:
    """Make a dictionary of keys and values in turn."""
    keys = items[::2]
    if len(items) % 2 or not all(isinstance(key, PSLiteral) and isinstance(key.name, str) for key in keys):
        raise _Astray
    return {key.name: value for key, value in zip(keys, items[1::2], strict=True)}
