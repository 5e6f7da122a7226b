"""Pages of a built site as Markdown, for programs that make sites of it: headings, texts, links, lists, tables."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_LEFT_OUT = {"script", "style", "svg", "form", "input", "button", "nav", "title"}
_PARAGRAPHS = {"p", "dt", "dd", "blockquote", "figcaption", "summary", "legend", "label", "caption"}


def markdown_of(page: bytes) -> tuple[str, str]:
    """Give the title of a page and its main part as Markdown."""
    tree = html.document_fromstring(page.decode())
    title = tree.findtext(".//title") or ""
    main = tree.find(".//main")
    return title, "\n".join(_blocks(main)) + "\n" if main is not None else ""


def _blocks(element: html.HtmlElement) -> Iterator[str]:
    for child in element.iterchildren(tag=etree.Element):
        tag = str(child.tag)
        if tag in _LEFT_OUT:
            continue
        if tag in _HEADINGS:
            yield f"\n{_HEADINGS[tag]} {_inline(child)}\n"
        elif tag == "table":
            yield from _table(child)
        elif tag == "pre":
            yield f"\n```\n{child.text_content()}\n```\n"
        elif tag == "li" and not len(child.xpath("./p|./ul|./ol|./div|./details")):
            yield f"- {_inline(child)}"
        elif tag in _PARAGRAPHS:
            yield f"\n{_inline(child)}\n"
        else:
            yield from _blocks(child)


def _table(table: html.HtmlElement) -> Iterator[str]:
    """Give a table, spans filled up with empty cells, since Markdown has none."""
    rows = [[_inline(cell).replace("|", "\\|") for cell in row.iter("th", "td")] for row in table.iter("tr")]
    width = max(map(len, rows), default=0)
    yield ""
    for number, row in enumerate(rows):
        yield f"| {' | '.join([*row, *[''] * (width - len(row))])} |"
        if number == 0:
            yield "|" + " --- |" * width
    yield ""


def _inline(element: html.HtmlElement) -> str:
    """Give running text on one line; links as links, strong words as such."""
    parts = [_plain(element.text)]
    for child in element.iterchildren(tag=etree.Element):
        tag = str(child.tag)
        inner = "" if tag in _LEFT_OUT else _inline(child)
        if tag == "a" and inner:
            inner = f"[{inner}]({child.get('href') or ''})"
        elif tag == "strong" and inner:
            inner = f"**{inner}**"
        parts += [inner, _plain(child.tail)]
    return " ".join("".join(parts).split())


def _plain(text: str | None) -> str:
    return (text or "").replace("*", "\\*").replace("[", "\\[")
