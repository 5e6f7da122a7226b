"""Made-up reports as OpenDocument texts, with what word processors do to a number without changing what is printed."""

from __future__ import annotations

import random
from collections.abc import Callable
from html import escape

from tests.reading.drawn_forms import Box, Rows, columns_of, parts_of, placed, split
from tests.reading.office_maker import odt
from tests.reading.rendering import FULL_WIDTH, Report

_STYLE = '<style:style style:name="{}" style:family="{}">{}</style:style>'
_LETTERS = {
    "hid": 'text:display="none"',
    "white": 'fo:color="#ffffff"',
    "tiny": 'fo:font-size="1pt"',
    "out": 'style:text-line-through-style="solid"',
    "sup": 'style:text-position="super 58%"',
    "bold": 'fo:font-weight="bold"',
}
STYLES = "".join(
    _STYLE.format(name, "text", f"<style:text-properties {told}/>") for name, told in _LETTERS.items()
) + _STYLE.format("hidp", "paragraph", '<style:text-properties text:display="none"/>')
LISTS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..."'
    ' style:num-suffix="、"/></text:list-style>'
)
Quirk = Callable[[str, random.Random], str]


def span(text: str, style: str) -> str:
    """Give a run of letters in a style."""
    return f'<text:span text:style-name="{style}">{escape(text)}</text:span>'


def other(rng: random.Random) -> str:
    """Give a number that must not be read."""
    return str(rng.randint(1, 9999))


def _pieces(text: str, rng: random.Random) -> str:
    cut = rng.randint(0, len(text))
    return span(text[:cut], "bold") + '<text:bookmark text:name="9"/><text:soft-page-break/>' + escape(text[cut:])


def _hidden(text: str, rng: random.Random) -> str:
    unseen = span(other(rng), rng.choice(["hid", "white", "tiny", "out"]))
    return rng.choice([unseen + text, text + unseen])


def _changed(text: str, rng: random.Random) -> str:
    mark = f'<text:change text:change-id="{rng.randint(1, 9)}"/>'
    return f'<text:change-start text:change-id="1"/>{text}<text:change-end text:change-id="1"/>{mark}'


def _noted(text: str, rng: random.Random) -> str:
    note = (
        f"<text:note text:id='n1'><text:note-citation>{rng.randint(1, 9)}</text:note-citation>"
        f"<text:note-body><text:p>{other(rng)}</text:p></text:note-body></text:note>"
    )
    comment = f"<office:annotation><dc:creator>9</dc:creator><text:p>{other(rng)}</text:p></office:annotation>"
    return text + rng.choice([note, comment, span(str(rng.randint(1, 9)), "sup")])


def _spaced(text: str, rng: random.Random) -> str:
    return rng.choice(["\n   ", "<text:s text:c='3'/>", "<text:tab/>", "\xa0", "<text:line-break/>"]) + text


def _field(text: str, rng: random.Random) -> str:
    name = rng.choice(["variable-set", "expression", "user-field-get", "database-display", "text-input"])
    told = f'text:formula="ooow:3+4" office:value-type="float" office:value="{other(rng)}"'
    return f"<text:{name} {told}>{text}</text:{name}>"


def _switched(text: str, rng: random.Random) -> str:
    return text + f'<text:hidden-text text:condition="1" text:is-hidden="true">{other(rng)}</text:hidden-text>'


def _full_width(text: str, _: random.Random) -> str:
    return text.translate(FULL_WIDTH)


def _thousands(text: str, _: random.Random) -> str:
    return f"{int(text):,}" if text.isdigit() else text


def _boxed(text: str, _: random.Random) -> str:
    return f"<draw:frame><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"


def _linked(text: str, _: random.Random) -> str:
    return f"<text:a>{text}</text:a>"


QUIRKS: tuple[Quirk, ...] = (
    _pieces, _hidden, _changed, _noted, _spaced, _field, _switched, _full_width, _thousands, _boxed, _linked
)  # fmt: skip


def _cell(box: Box, rng: random.Random, often: float) -> str:
    quirk = rng.choice(QUIRKS) if box.value and rng.random() < often else None
    paragraph = f"<text:p>{quirk(box.text, rng) if quirk else escape(box.text)}</text:p>"
    if box.value and rng.random() < often / 4:
        paragraph = rng.choice(
            [
                paragraph + "<text:p/>",
                f'<text:p text:style-name="hidp">{other(rng)}</text:p>{paragraph}',
                f'<text:section text:display="none"><text:p>{other(rng)}</text:p></text:section>{paragraph}',
                f"<text:section>{paragraph}</text:section>",
            ]
        )
    return paragraph


def table(rows: Rows, rng: random.Random, often: float) -> str:
    """Write a table with merged cells; like cells side by side as one that is repeated; numbers also as values."""
    width = columns_of(rows)
    grid: list[list[str]] = [["<table:covered-table-cell/>"] * width for _ in rows]
    for number, column, box in placed(rows):
        spans = f'table:number-columns-spanned="{box.span}" table:number-rows-spanned="{box.height}"'
        told = spans if box.span * box.height > 1 else ""
        if box.value and rng.random() < often:
            told += f' office:value-type="float" office:value="{other(rng)}" table:formula="of:=1"'
        grid[number][column] = f"<table:table-cell {told}>{_cell(box, rng, often)}</table:table-cell>"
    lines = []
    for cells in grid:
        lines.append(f"<table:table-row>{_repeated(cells, rng)}</table:table-row>")
        if rng.random() < often / 8:
            fake = "".join(f"<table:table-cell><text:p>{other(rng)}</text:p></table:table-cell>" for _ in range(width))
            lines.append(f'<table:table-row table:visibility="collapse">{fake}</table:table-row>')
    if rng.random() < 0.5:
        lines[0] = f"<table:table-header-rows>{lines[0]}</table:table-header-rows>"
    columns = f'<table:table-column table:number-columns-repeated="{width}"/>'
    body = f"<table:table>{columns}{''.join(lines)}</table:table>"
    around = rng.random() if often else 1
    if around < 0.1:
        one = f"<table:table-cell>{body}<text:p/></table:table-cell>"
        return f"<table:table><table:table-row>{one}</table:table-row></table:table>"
    return f"<text:section>{body}</text:section>" if around < 0.2 else body


def _repeated(cells: list[str], rng: random.Random) -> str:
    if rng.random() < 0.5:
        return "".join(cells)
    written = ""
    while cells:
        times = next((n for n, cell in enumerate(cells) if cell != cells[0]), len(cells))
        name, rest = cells[0].split(">", 1)[0].rstrip("/"), cells[0].split(">", 1)[1]
        empty = "/" if cells[0].split(">", 1)[0].endswith("/") else ""
        written += f'{name} table:number-columns-repeated="{times}"{empty}>{rest}' if times > 1 else cells[0]
        cells = cells[times:]
    return written


def opendocument(report: Report, rng: random.Random) -> tuple[bytes, str]:
    """Write a report as an OpenDocument text, more or less crooked."""
    often = rng.choice([0.0, 0.1, 0.4])
    numbered = rng.random() < 0.3
    body = "<text:tracked-changes><text:changed-region><text:deletion>"
    body += f"<text:p>{other(rng)}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    for part in parts_of(report):
        if not isinstance(part, str):
            pages = split(part, rng) if len(part) > 8 and rng.random() < 0.4 else [part]
            body += "<text:p/>".join(table(page, rng, often) for page in pages)
        elif numbered and "、" in part[:3]:
            item = f"<text:list-item><text:p>{part.partition('、')[2]}</text:p></text:list-item>"
            body += f'<text:list text:style-name="L" text:continue-numbering="true">{item}</text:list>'
        else:
            body += f"<text:p>{escape(part)}</text:p>"
    return odt(body, automatic=STYLES + LISTS), ".odt"
