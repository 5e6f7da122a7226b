"""HTML → Document by Lexbor, the second reading of web pages. The only door to selectolax.

Lexbor builds the tree as browsers do. What a browser does not show is taken out of the tree, breaks are written into
it, and then the library is asked for the text of each cell: nothing that decides what stands where is shared with
the first reader but the decoding of the bytes. Places: table, row and cell (from 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from generator.reading.readers.decoding import decode
from generator.reading.readers.document import Block, Cell, Document, Paragraph, Place, Row, Table

READER: Final = f"html lexbor {version('selectolax')}"
_BREAK, _HERE = "\x1f", "\x1e"
_MARKS: Final = re.compile("[\x00\x1e\x1f]")
_UNSEEN: Final = (
    "head,script,style,template,noscript,iframe,object,embed,svg,rt,rp,select,datalist,button,nav,footer,menu,dialog,"
    "del,s,strike,[hidden],[role=navigation],[role=contentinfo],[role=menu],[role=search]"
)
_PARTING: Final = (
    "address,article,aside,blockquote,center,dd,details,div,dl,dt,fieldset,figcaption,figure,form,h1,h2,h3,h4,h5,h6,"
    "header,hr,legend,li,main,ol,p,pre,section,summary,table,td,th,tr,ul,caption,br"
)
_HIDES: Final = re.compile(
    r"(?i)display:none|visibility:(?:hidden|collapse)|(?:font-size|opacity):0(?:\.[0-9]+)?(?:px|pt|r?em|%)?(?:;|$|!)"
    r"|font-size:[12](?:\.[0-9]+)?p[xt](?:;|$|!)|(?<![-a-z])color:transparent|clip:rect\([01]|clip-path:inset\((?:5|10)0%"
    r"|(?<![-a-z])(?:left|top|text-indent):-[0-9]{4}|text-decoration(?:-line)?:[^;]*line-through"
)
_FLAT: Final = re.compile(r"(?i)(?<![-a-z])(?:width|height):[01](?:px|pt|r?em|%)?(?:;|$|!)")
_WHITE: Final = re.compile(r"(?i)(?<![-a-z])color:(?:#fff(?:fff)?|white|rgb\(255,255,255\))(?:;|$|!)")
_SCREEN: Final = re.compile(r"(?i)@media\s+(?:only\s+)?(?:screen|all)\s*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_IN_BLOCK: Final = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_HAN: Final = re.compile("[\u3400-\u9fff]")
_MOST: Final = 200
_LONGEST_SHEETS: Final = 300_000
_MOST_SELECTORS: Final = 300
_PLAIN: Final = re.compile(r"[^()]{1,120}")
"""Selectors with functions can take any time, and hide nothing on pages of reports."""
_MOST_SQUARES: Final = 50_000
_DIGITS: Final = {"sup": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")}


def read(data: bytes) -> Document:
    """Read a saved web page that the first reader could read."""
    page = LexborHTMLParser(_MARKS.sub("", decode(data)))
    root = page.root
    if root is None:
        return Document((), "text/html", READER)
    _take_out(root)
    _write_in(root)
    tables = [table for table in root.css("table") if _is_data(table)]
    read_tables = [_table(table, number) for number, table in enumerate(tables, start=1)]
    for number in reversed(range(len(tables))):
        tables[number].replace_with(f"{_BREAK}{_HERE}{number}{_BREAK}")
    return Document(tuple(_blocks(root.text(deep=True), read_tables)), "text/html", READER)


def _take_out(root: LexborNode) -> None:
    """Take out of the tree what is not shown on the screen."""
    chosen = [node for selector in (_UNSEEN, *_hiding_selectors(root)) for node in _chosen(root, selector)]
    styled = root.css("[style],font[color]")
    chosen += [node for node in styled if _hides(node.attributes.get("style") or "") or _is_white(node)]
    for node in _inner_first(root, chosen):
        node.decompose()


def _inner_first(root: LexborNode, nodes: list[LexborNode]) -> list[LexborNode]:
    """Give nodes once each, inner before outer: with an outer one the library frees those inside it."""
    wanted = {node.mem_id for node in nodes}
    return [node for node in root.traverse() if node.mem_id in wanted][::-1] if wanted else []


def _hiding_selectors(root: LexborNode) -> list[str]:
    """Give the selectors of all rules by which the page's own style sheets hide something on every screen."""
    sheets = _COMMENT.sub("", "\n".join(node.text(deep=True) for node in root.css("style")))
    if len(sheets) > _LONGEST_SHEETS:
        raise ValueError("style sheets too long")
    rules = _RULE.findall(_IN_BLOCK.sub("", _SCREEN.sub(r"\1", sheets)))
    hiding = [selector.strip() for selector, body in rules if _hides(body)]
    return [selector for selector in hiding if _PLAIN.fullmatch(selector)][:_MOST_SELECTORS]


def _hides(rules: str) -> bool:
    plain = re.sub(r"\s", "", rules)
    return bool(_HIDES.search(plain) or ("overflow:hidden" in plain.lower() and _FLAT.search(plain)))


def _is_white(node: LexborNode) -> bool:
    """Tell whether a node is numbers in white, on no ground that it or what it stands in sets by itself."""
    style = f"{node.attributes.get('style') or ''};color:{node.attributes.get('color') or ''}"
    if not _WHITE.search(re.sub(r"\s", "", style)) or _HAN.search(node.text(deep=True)):
        return False
    above: LexborNode | None = node
    while above is not None:
        own = above.attributes
        if own.get("bgcolor") or own.get("background") or "background" in (own.get("style") or ""):
            return False
        above = above.parent
    return True


def _chosen(root: LexborNode, selector: str) -> list[LexborNode]:
    try:
        return root.css(selector)
    except (SelectolaxError, ValueError):  # a selector that the library does not know hides nothing for it
        return []


def _write_in(root: LexborNode) -> None:
    """Write into the tree what its text alone would not tell: breaks, raised digits, what fields hold."""
    for node in _inner_first(root, root.css("sup,sub")):
        node.replace_with(node.text(deep=True).translate(_DIGITS[node.tag or "sup"]))
    for node in root.css("input"):
        if (node.attributes.get("type") or "text") in ("text", "number"):
            node.replace_with(node.attributes.get("value") or "")
    for node in root.css(_PARTING):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)


def _own_rows(table: LexborNode) -> list[list[LexborNode]]:
    groups = [one for one in table.iter() if one.tag in ("tbody", "thead", "tfoot")]
    rows = (row for group in groups for row in group.iter() if row.tag == "tr")
    return [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in rows]


def _is_data(table: LexborNode) -> bool:
    """Tell whether a table has columns of its own and does not just lay out others."""
    rows = _own_rows(table)
    if max(map(len, rows), default=0) < 2:
        return False
    inner = [one for one in table.css("table") if one.mem_id != table.mem_id]
    if not any(max(map(len, _own_rows(one)), default=0) > 1 for one in inner):
        return True
    full = [row for row in rows if sum(cell.css_first("table") is None for cell in row) > 2]
    return len(full) > 2


def _table(table: LexborNode, number: int) -> Table:
    rows = _own_rows(table)
    under: list[int] = []
    squares = 0
    made = []
    for index, cells in enumerate(rows):
        placed = list(_placed(cells, under, len(rows) - index))
        squares += sum(span * height for _, _, span, height in placed)
        if squares > _MOST_SQUARES:
            raise ValueError("too large a table")
        made.append(
            Row(
                tuple(
                    Cell(_text(node), Place(table=number, row=index + 1, cell=order), column, span, height)
                    for order, (node, column, span, height) in enumerate(placed, start=1)
                ),
                Place(table=number, row=index + 1),
            )
        )
        under = [max(rest - 1, 0) for rest in under]
    return Table(tuple(made), ruled=True)


def _placed(cells: list[LexborNode], under: list[int], left: int) -> Iterator[tuple[LexborNode, int, int, int]]:
    """Give each cell with its column, span and height. `under` counts down the rows that each column is still taken."""
    column = 0
    for node in cells:
        while column < len(under) and under[column]:
            column += 1
        span = _whole(node, "colspan") or 1
        height = min(_whole(node, "rowspan", none=1) or left, left)
        under.extend([0] * (column + span - len(under)))
        under[column : column + span] = [max(rest, height) for rest in under[column : column + span]]
        yield node, column, span, height
        column += span


def _whole(node: LexborNode, name: str, none: int = 0) -> int:
    """Read a span; `none` when there is none."""
    match = re.match(r"\s*\+?([0-9]{1,9})", node.attributes.get(name) or "")
    return min(int(match[1]), _MOST) if match else none


def _text(cell: LexborNode) -> str:
    lines = (" ".join(line.split()) for line in cell.text(deep=True).split(_BREAK))
    return "\n".join(line for line in lines if line)


def _blocks(text: str, tables: list[Table]) -> Iterator[Block]:
    for number, line in enumerate(text.split(_BREAK), start=1):
        if line.startswith(_HERE):
            yield tables[int(line[1:])]
        elif words := " ".join(line.split()):
            yield Paragraph(words, Place(line=number))
