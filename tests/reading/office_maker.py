"""Office files made by hand for tests: just the parts that Word, LibreOffice and OFD viewers need."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from generator.reading.readers.document import Document, Paragraph

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:{prefix}"' for prefix in ("mc", "wps", "wp", "a", "pic", "v", "m", "o", "r", "w14")
)
_ODT_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "draw": "drawing",
        "dc": "dc",
    }.items()
)
_RELATION = '<Relationship Id="r{n}" Type="http://x/relationships/{kind}" Target="{target}"/>'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Zip the members in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relations(**targets: str) -> str:
    """Give a relationships part."""
    inside = "".join(
        _RELATION.format(n=n, kind=kind, target=target) for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="urn:rels">{inside}</Relationships>'


def docx(body: str, *, styles: str = "", numbering: str = "", space: str = W, name: str = "document.xml") -> bytes:
    """Give a Word file with this body; styles and numbering are the inside of their parts."""
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(officeDocument=f"word/{name}"),
        f"word/_rels/{name}.rels": relations(
            **({"styles": "styles.xml"} if styles else {}),
            **({"numbering": "/word/numbering.xml"} if numbering else {}),
        ),
        f"word/{name}": f'<w:document xmlns:w="{space}" {_NAMES}><w:body>{body}</w:body></w:document>',
    }
    if styles:
        members["word/styles.xml"] = f'<w:styles xmlns:w="{space}">{styles}</w:styles>'
    if numbering:
        members["word/numbering.xml"] = f'<w:numbering xmlns:w="{space}">{numbering}</w:numbering>'
    return zipped(members)


def p(*runs: str, props: str = "") -> str:
    """Give a Word paragraph; a run that is no markup is plain text."""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{inside}</w:p>"


def r(text: str, props: str = "") -> str:
    """Give a Word run."""
    return f'<w:r>{f"<w:rPr>{props}</w:rPr>" if props else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tbl(*rows: str) -> str:
    """Give a Word table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def tr(*cells: str, props: str = "") -> str:
    """Give a row of a Word table; a cell that is no markup is plain text."""
    inside = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{inside}</w:tr>"


def tc(content: str, props: str = "") -> str:
    """Give a cell of a Word table."""
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{inside}</w:tc>"


def odt(body: str, *, automatic: str = "", styles: str = "") -> bytes:
    """Give an OpenDocument text with this body; `automatic` and `styles` are styles of the two parts."""
    content = (
        f"<office:document-content {_ODT_NAMES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    common = f"<office:document-styles {_ODT_NAMES}><office:styles>{styles}</office:styles></office:document-styles>"
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": content, "styles.xml": common})


def texts(document: Document) -> list[object]:
    """Give a document without its places: paragraphs as text, tables as rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
    ]


def squares(document: Document) -> list[list[tuple[str, int, int, int]]]:
    """Give the first table as rows of (text, column, span, height)."""
    table = next(block for block in document.blocks if not isinstance(block, Paragraph))
    return [[(cell.text, cell.column, cell.span, cell.height) for cell in row.cells] for row in table.rows]
