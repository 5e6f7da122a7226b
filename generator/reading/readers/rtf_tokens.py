"""RTF bytes → tokens: groups, control words, characters. Nothing is interpreted here but the lengths of binary data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    rb"(?P<brace>[{}])"
    rb"|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,9})?(?:\ )?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<sign>[^A-Za-z'])"
    rb"|(?P<text>[^\\{}\r\n\x00]+)"
    rb"|[\r\n\x00]+|\\'?",
    re.DOTALL,
)


class Token(NamedTuple):
    """One token: `kind` is `{`, `}`, `word`, `sign` or `text`; `number` the parameter of a word, None without one.

    A character in hexadecimal is text that counts as one character: `hexed`.
    """

    kind: str
    word: str = ""
    number: int | None = None
    text: bytes = b""
    hexed: bool = False


def tokens_of(data: bytes) -> Iterator[Token]:
    """Give the tokens in order; binary data is passed over."""
    position = 0
    while match := _TOKEN.match(data, position):
        position = match.end()
        kind = match.lastgroup
        if kind == "brace":
            yield Token(match["brace"].decode())
        elif kind in ("word", "number"):
            number = None if match["number"] is None else int(match["number"])
            if match["word"] == b"bin":
                position += max(number or 0, 0)
            yield Token("word", match["word"].decode(), number)
        elif kind == "hex":
            yield Token("text", text=bytes.fromhex(match["hex"].decode()), hexed=True)
        elif kind == "sign":
            yield Token("sign", match["sign"].decode("latin-1"))
        elif kind == "text":
            yield Token("text", text=match["text"])
