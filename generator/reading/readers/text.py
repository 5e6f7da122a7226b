"""Plain text and Markdown → `Document`: lines, and the tables that tabs, pipes or one cell a line leave in them.

Text is somebody's extract: tabs and pipes are hints of columns, never a grid, except where every cell, empty ones
included, stands by itself.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from generator.reading.readers import closed_cells, paragraph_cells
from generator.reading.readers.cell_stream import HAN, is_heading
from generator.reading.readers.document import Block, Cell, Document, Paragraph, Place, Row, Table, Unreadable
from generator.reading.readers.radicals import ORDINARY
from generator.records.figures import is_value

READER: Final = "text 1"
_ENCODINGS: Final = ("utf-8", "gb18030", "big5")
_RULE: Final = re.compile(r":?-{3,}:?|:?={3,}:?")
_INVISIBLE: Final = str.maketrans({"\u200b": "", "\ufeff": "", "\r": ""})
_ENTITY_SPACE: Final = "\u00a0"
_BETWEEN_DIGITS: Final = re.compile(r"(?<=[0-9０-９])\u00a0(?=[0-9０-９])")
_NO_THOUSANDS: Final = re.compile(r"(?<![0-9０-９])\u00a0|\u00a0(?![0-9０-９]{3}(?![0-9０-９]))")
_FORM_FEED: Final = "\x0c"
_MARKDOWN_HEAD: Final = re.compile(r"^\s{0,3}#{1,6}\s+|^\s{0,3}>\s?")
_MARKDOWN_STRONG: Final = re.compile(r"\*\*([^*\n]+)\*\*|__([^_\n]+)__")
_LIST_ITEM: Final = re.compile(
    r"^\s*[-*+]\s+(?=[^\s0-9０-９/／—–+-])"
)  # before a number it is a placeholder or a page's edge
_SHORT_LINE: Final = 60
_NOT_A_NUMBER: Final = frozenset({"nan", "NaN", "<NA>"})
"""What programs print for an empty cell."""
_COMMA_VALUES, _COMMA_ROWS = 5, 10
_MARKS: Final = 30
_SEVERAL: Final = 5
_LABELS: Final = 3
_BOX_SIDES: Final = str.maketrans("│┃║｜", "||||")
_BOX_LINE: Final = re.compile(r"\s*[┌├└╔╠╚┏┣┗╭╰][─━═┬┼┴╦╬╩┳╋┻┐┤┘╗╣╝┓┫┛╮╯]+\s*|\s*\+(?:[-=:]+\+)+\s*")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read(data: bytes) -> Document:
    """Read a text file. Raises `Unreadable` when the bytes are no text."""
    text = decode(data).translate(_INVISIBLE).translate(ORDINARY)
    if not text.strip():
        raise Unreadable("文件是空的。", "请换一份有内容的文件。")
    text = "\n".join(map(_with_plain_spaces, text.split("\n"))) if _ENTITY_SPACE in text else text
    pages = [page for page, lines in enumerate(text.split(_FORM_FEED)) for _ in lines.split("\n")]
    lines = _with_single_marks([_with_pipes(line) for line in text.replace(_FORM_FEED, "\n").split("\n")])
    blocks = (_as_printed(block, lines, pages) for block in _blocks(_with_tabs(lines)))
    return Document(tuple(blocks), "text/plain", READER)


def _with_plain_spaces(line: str) -> str:
    """Give a line with ordinary spaces for those of the web; one stays where thousands may go on behind it.

    There alone, and between other numbers of the line a space as usual: it may hold one number together.
    """
    plain = _NO_THOUSANDS.sub(" ", line)
    alone = len(_BETWEEN_DIGITS.findall(plain)) == len(_BETWEEN_DIGITS.findall(line))
    return plain if alone and " " in line.strip() else line.replace(_ENTITY_SPACE, " ")


def _as_printed(block: Block, lines: list[str], pages: list[int]) -> Block:
    if isinstance(block, Table) or block.place.line is None:
        return block
    return replace(block, printed=lines[block.place.line - 1], page=pages[block.place.line - 1])


def decode(data: bytes) -> str:
    """Turn bytes into text: byte order mark, strict UTF-8, GB 18030, Big5. Raises `Unreadable`, guesses nothing."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else _ENCODINGS:
        try:
            text = data.removeprefix(b"\xef\xbb\xbf").decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise Unreadable("这不是文字文件（含有零字节）。", "请确认文件类型，或换成 PDF、网页或文字格式。")
        return text
    raise Unreadable("文字编码认不出来（不是 UTF-8、GB 18030 或 Big5）。", "请另存为 UTF-8 后再放入。")


def _with_tabs(lines: list[str]) -> list[str]:
    """Give the lines of a comma-separated file with tabs between the fields; of any other file, as they are.

    Where spaces part the cells, a comma stands in numbers or behind them, and between two commas more than one cell.
    """
    parted = [_comma_fields(line) for line in lines]
    rows = sum(
        sum(is_value(field) and len(field.split()) == 1 for field in fields) >= _COMMA_VALUES for fields in parted
    )
    if rows < _COMMA_ROWS:
        return lines
    return ["\t".join(fields) if fields else line for line, fields in zip(lines, parted, strict=True)]


def _is_several(field: str) -> bool:
    """Tell whether a field holds a value behind a word, or stands apart as in text aligned by spaces."""
    words = field.split()
    return (len(words) > 1 and is_value(words[-1]) and not all(map(is_value, words))) or "  " in field


def _comma_fields(line: str) -> list[str]:
    if "," not in line or "\t" in line or "。" in line:
        return []
    fields = next(csv.reader([line]))
    return [] if any(len(field) > _SHORT_LINE or _is_several(field) for field in fields) else fields


def _with_single_marks(lines: list[str]) -> list[str]:
    """Give lines with one tab or pipe where cells are parted by two throughout: elsewhere two tell of an empty cell."""
    for mark in "\t|":
        between = re.compile(rf"(?<=[^{mark}\s]){re.escape(mark)}+(?=[^{mark}\s])")
        runs = [run for line in lines for run in between.findall(line)]
        if len(runs) >= _MARKS and all(len(run) % 2 == 0 for run in runs):
            lines = [_halved(line, mark) for line in lines]
    return lines


def _halved(line: str, mark: str) -> str:
    """Give a line with half as many marks, but for one that opens or closes it."""
    return re.sub(rf"{re.escape(mark)}{{2,}}", lambda run: mark * (len(run[0]) // 2), line)


def _with_pipes(line: str) -> str:
    """Give a line of a table drawn with box characters as one with pipes; the rules between its rows hold nothing.

    Among pipes such a character parts no cells: it is what a letter was misread as.
    """
    if _BOX_LINE.fullmatch(line):
        return "|---|"
    return line if "|" in line else line.translate(_BOX_SIDES)


def _blocks(lines: list[str]) -> Iterator[Block]:
    number, closed, marked = 0, closed_cells.is_closed_by_pipes(lines), paragraph_cells.tables(lines)
    while number < len(lines):
        if number in marked:
            end, table = marked[number]
            yield table
            number = end
            continue
        piped = closed and closed_cells.begins_at(lines, number)
        taken, block = _closed_block(lines, number) if piped else _block(lines, number)
        if block is not None:
            yield block
        number += taken


def _closed_block(lines: list[str], start: int) -> tuple[int, Block | None]:
    end = closed_cells.end_of(lines, start)
    return end - start, closed_cells.table_of(lines, start, end)


def _block(lines: list[str], start: int) -> tuple[int, Block | None]:
    line = lines[start]
    if _is_cell_line(line):
        return _cell_lines(lines, start)
    if _is_row_line(line):
        return _row_lines(lines, start)
    text = _plain(line)
    return 1, Paragraph(text, Place(line=start + 1)) if text else None


def _plain(line: str) -> str:
    text = _LIST_ITEM.sub("", _MARKDOWN_HEAD.sub("", line))
    return _MARKDOWN_STRONG.sub(lambda match: match[1] or match[2], text).strip()


def _is_row_line(line: str) -> bool:
    return "\t" in line.strip(" ") or line.count("|") > 1 or ("|" in line and len(line) < _SHORT_LINE)


def _is_cell_line(line: str) -> bool:
    """Tell a line that holds one cell: a tab at its beginning and no other."""
    return line.startswith("\t") and line.count("\t") == 1


def _row_lines(lines: list[str], start: int) -> tuple[int, Block | None]:
    end = start
    while end < len(lines) and _is_row_line(lines[end]) and not _is_cell_line(lines[end]):
        end += 1
    taken = lines[start:end]
    opened = all(line.lstrip().startswith("|") for line in taken)
    closed = all(line.rstrip().endswith("|") for line in taken)
    parted = [_fields(line, opened, closed) for line in taken]
    wide = max((len(fields) for fields in parted if _is_rule(fields) and len(fields) > _SEVERAL), default=0)
    rows = [row for number, fields in enumerate(parted, start=start + 1) if (row := _row(fields, number))]
    return end - start, Table(tuple(_merged(rows, wide)), ruled=False) if rows else None


def _merged(rows: list[Row], width: int) -> list[Row]:
    """Give rows of a Markdown table with merged labels: the cells that a row lacks stand in other rows, on its left.

    So its cells move to the right, and what is empty before its values belongs to its labels. Most rows tell where
    values begin. A row that comes out otherwise has lost a cell, or its first one is empty: nobody knows, and no empty
    cell is left in it there.
    """
    firsts = Counter(values[0].column + width - len(row.cells) for row in rows if (values := _values(row))[_SEVERAL:])
    if not firsts or sum(len(row.cells) < width for row in rows) < _SEVERAL:
        return rows
    first = firsts.most_common(1)[0][0]
    return [_moved(row, width - len(row.cells), first) for row in rows]


def _moved(row: Row, by: int, first: int) -> Row:
    cells = [replace(cell, column=cell.column + by) for cell in row.cells]
    label = max((cell.column for cell in cells if _kind(cell) == "label"), default=-1)
    begins = next((cell.column for cell in cells if cell.column > label and cell.text), first)
    if by < 0 or label >= first:
        return row
    told = begins == first or (begins > first and not by)
    return replace(row, cells=tuple(cell for cell in cells if cell.text or cell.column >= (first if told else begins)))


def _values(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if _kind(cell) == "value"]


def _is_rule(fields: list[str]) -> bool:
    """Tell the rule of a Markdown table: it has as many fields as there are columns."""
    return any(fields) and all(_RULE.fullmatch(field.strip()) for field in fields)


def _fields(line: str, opened: bool, closed: bool) -> list[str]:  # noqa: FBT001 - two facts about the whole table
    """Split a row. A pipe at the edge belongs to the frame only where every row of the table has one there."""
    if "\t" in line:
        return line.split("\t")
    fields = re.split(r"(?<!\\)\|", line.strip())
    return fields[1 if opened else 0 : -1 if closed else None]


def _row(texts: list[str], number: int) -> Row | None:
    fields = [_BREAK.sub("\n", _plain_cell(text)) for text in texts]
    printed = [text for text in fields if text]
    if not printed or all(_RULE.fullmatch(text) for text in printed):
        return None
    place = Place(line=number)
    return Row(tuple(Cell(text, place, column) for column, text in enumerate(fields)), place)


def _plain_cell(text: str) -> str:
    if text.strip() in _NOT_A_NUMBER:
        return ""
    return _MARKDOWN_STRONG.sub(lambda match: match[1] or match[2], text.strip()).replace("\\|", "|")


def _cell_lines(lines: list[str], start: int) -> tuple[int, Block | None]:
    """Read a table that has one cell a line: a tab begins a cell, a line without one goes on with it.

    An empty line ends a row when the next line begins a cell; before other text it belongs to the open cell.
    """
    rows: list[list[Cell]] = [[]]
    number = start
    while number < len(lines):
        line = lines[number]
        if _is_cell_line(line):
            rows[-1].append(Cell(line.strip(), Place(line=number + 1), len(rows[-1])))
        elif not line.strip():
            if (upcoming := _next_printed(lines, number)) is None or _ends_table(lines, number, upcoming):
                break
            if rows[-1] and upcoming == number + 1 and _is_cell_line(lines[upcoming]):
                rows.append([])
        elif rows[-1]:
            last = rows[-1][-1]
            if is_heading(line) or (last.text and not HAN.search(last.text) and HAN.search(line)):
                break
            rows[-1][-1] = Cell(f"{last.text}\n{line.strip()}".strip(), last.place, last.column)
        number += 1
    parted = [part for cells in rows if cells for part in _rows_run_together(cells)]
    made = tuple(Row(tuple(cells), cells[0].place) for cells in parted)
    return max(number - start, 1), Table(made, ruled=False) if made else None


def _rows_run_together(cells: list[Cell]) -> list[list[Cell]]:
    """Part cells between which no empty line ends a row: a label behind a value, or several empty cells, begins one.

    Only cells that begin with a label and end with a value, or such cells, tell that labels stand before their values.
    """
    kinds = [_kind(cell) for cell in cells]
    starts = [0, *(n for n in range(1, len(cells)) if kinds[n] == "label" and _ends_row(kinds[:n]))]
    if len(starts) < 2 or next(filter(None, kinds), "") != "label" or not _ends_row(kinds):
        return [cells]
    pieces = [cells[start:end] for start, end in zip(starts, [*starts[1:], len(cells)], strict=True)]
    return [[replace(cell, column=column) for column, cell in enumerate(piece)] for piece in pieces]


def _kind(cell: Cell) -> str:
    if not cell.text:
        return ""
    return "label" if HAN.search(cell.text) and not is_value(cell.text) else "value"


def _ends_row(kinds: list[str]) -> bool:
    """Tell whether a row may end with these kinds of cells: behind a value, or more empty ones than labels have."""
    last = next((kind for kind in reversed(kinds) if kind), "")
    return last == "value" or (last == "label" and not any(kinds[-_LABELS:]) and len(kinds) > _LABELS)


def _next_printed(lines: list[str], number: int) -> int | None:
    return next(
        (after for after in range(number + 1, len(lines)) if lines[after].strip() or lines[after] == "\t"), None
    )


def _ends_table(lines: list[str], number: int, upcoming: int) -> bool:
    """Tell whether text after empty lines stands outside the table: no cell line follows it soon."""
    if _is_cell_line(lines[upcoming]):
        return False
    following = next((after for after in range(upcoming, len(lines)) if not lines[after].strip("\n ")), len(lines))
    text_run = [line for line in lines[upcoming:following] if not line.startswith("\t")]
    return (
        upcoming - number > 2
        or _looks_like_prose(text_run)
        or not any(_is_cell_line(line) for line in lines[upcoming : upcoming + 4])
    )


def _looks_like_prose(run: list[str]) -> bool:
    return any("。" in line or len(line) > 60 for line in run)
