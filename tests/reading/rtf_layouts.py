"""Made-up reports as Rich Text files, in the ways that programs write Chinese, merged cells and hidden letters."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.reading.drawn_forms import Box, Rows, parts_of, placed, split
from tests.reading.rendering import FULL_WIDTH, Report

HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\froman\fcharset0 Times;}}"
    r"{\colortbl;\red255\green255\blue255;\red255\green0\blue0;}{\stylesheet{\s0 Normal 77;}}{\info{\title 88}}"
    r"{\header 99\par}"
)
Quirk = Callable[[str, random.Random], str]
Writer = Callable[[str], str]


def unicode_words(text: str) -> str:
    r"""Write Chinese as \u with one character for old programs."""
    return "".join(_plain(letter) if letter.isascii() else f"\\u{_signed(ord(letter))}?" for letter in text)


def unicode_bare(text: str) -> str:
    r"""Write Chinese as \u with nothing for old programs."""
    return r"{\uc0 " + "".join(_plain(one) if one.isascii() else f"\\u{_signed(ord(one))} " for one in text) + "}"


def unicode_doubled(text: str) -> str:
    r"""Write Chinese as \u with two bytes of GBK for old programs."""
    pieces = (_plain(one) if one.isascii() else f"\\u{_signed(ord(one))}{gbk_bytes(one)}" for one in text)
    return r"{\uc2 " + "".join(pieces) + "}"


def gbk_bytes(text: str) -> str:
    """Write Chinese as bytes of GBK in hexadecimal."""
    return "".join(
        _plain(one) if one.isascii() else "".join(f"\\'{byte:02x}" for byte in one.encode("gb18030")) for one in text
    )


def _plain(letter: str) -> str:
    return f"\\{letter}" if letter in "\\{}" else letter


def _signed(code: int) -> int:
    return code if code < 32768 else code - 65536


def other(rng: random.Random) -> str:
    """Give a number that must not be read."""
    return str(rng.randint(1, 9999))


def _pieces(text: str, rng: random.Random) -> str:
    cut = rng.randint(0, len(text))
    return f"{{\\b {text[:cut]}}}\r\n{{\\f1\\fs21 {text[cut:]}}}"


def _hidden(text: str, rng: random.Random) -> str:
    unseen = rng.choice(["\\v", "\\cf1", "\\fs2", "\\strike", "\\deleted"])
    return rng.choice([f"{{{unseen} {other(rng)}}}{text}", f"{text}{{{unseen} {other(rng)}}}"])


def _switched(text: str, rng: random.Random) -> str:
    return f"\\v {other(rng)}\\v0 {text}"


def _noted(text: str, rng: random.Random) -> str:
    return text + rng.choice(["{\\super\\chftn}{\\footnote 3\\par}", "{\\super 2}", "{\\*\\annotation 8}", "{\\up6 1}"])


def _spaced(text: str, rng: random.Random) -> str:
    return rng.choice(["\\~", " ", "\\tab ", "\\line ", "\\-"]) + text


def _field(text: str, rng: random.Random) -> str:
    return f"{{\\field{{\\*\\fldinst =SUM(ABOVE) {other(rng)}}}{{\\fldrslt {text}}}}}"


def _marked(text: str, rng: random.Random) -> str:
    return f"{{\\*\\bkmkstart x{other(rng)}}}{text}{{\\*\\unknown {other(rng)}}}"


def _full_width(text: str, _: random.Random) -> str:
    return unicode_words(text.translate(FULL_WIDTH))


def _thousands(text: str, _: random.Random) -> str:
    return f"{int(text):,}" if text.isdigit() else text


def _alternative(text: str, rng: random.Random) -> str:
    return f"{{\\upr{{{other(rng)}}}{{\\*\\ud {text}}}}}"


QUIRKS: tuple[Quirk, ...] = (
    _pieces, _hidden, _switched, _noted, _spaced, _field, _marked, _full_width, _thousands, _alternative
)  # fmt: skip


def _cell(box: Box, rng: random.Random, often: float, write: Writer) -> str:
    if box.value and box.text.isascii() and rng.random() < often:
        return rng.choice(QUIRKS)(box.text, rng)
    return write(box.text)


def table(rows: Rows, rng: random.Random, often: float, write: Writer) -> str:
    """Write a table; each program rounds the edges of its columns for each row."""
    cells: list[dict[int, tuple[str, str, int]]] = [{} for _ in rows]
    old = rng.random() < 0.3
    for number, column, box in placed(rows):
        for down in range(box.height):
            merge = "" if box.height == 1 else "\\clvmrg" if down else "\\clvmgf"
            said = "" if down else _cell(box, rng, often, write)
            cells[number + down][column] = (
                merge + ("\\clmgf" if old and box.span > 1 else ""),
                said,
                1 if old else box.span,
            )
            for beside in range(1, box.span if old else 1):
                cells[number + down][column + beside] = (merge + "\\clmrg", "", 1)
    lines = []
    last = rng.random() < 0.5
    for row in cells:
        shape = "\\trowd\\trgaph108\\trleft-108"
        said = ""
        for column in sorted(row):
            merge, text, span = row[column]
            edge = (column + span) * 900 - 108 + rng.randint(-8, 8)
            shape += f"{merge}\\clbrdrt\\brdrs\\cellx{edge}"
            said += f"\\pard\\plain\\intbl\\qc{{{text}}}\\cell" + rng.choice(["", "\r\n"])
        lines.append(shape + said + (f"{{{shape}\\row}}" if last else "\\row") + "\r\n")
    return "".join(lines) + "\\pard\\plain "


def rich_text(report: Report, rng: random.Random) -> tuple[bytes, str]:
    """Write a report as a Rich Text file, more or less crooked."""
    often = rng.choice([0.0, 0.1, 0.4])
    write = rng.choice([unicode_words, unicode_bare, unicode_doubled, gbk_bytes])
    body = ""
    for part in parts_of(report):
        if isinstance(part, str):
            body += f"\\pard\\plain {write(part)}\\par\r\n"
            continue
        pages = split(part, rng) if len(part) > 8 and rng.random() < 0.4 else [part]
        body += "\\par\\page\\par ".join(table(page, rng, often, write) for page in pages) + "\\par "
    return (HEAD + body + "}").encode("ascii"), ".rtf"
