"""Made-up reports as Word files, with everything that Word does to a number without changing what is printed."""

from __future__ import annotations

import random
from collections.abc import Callable
from html import escape

from tests.reading.drawn_forms import Box, Rows, parts_of, placed, split
from tests.reading.office_maker import STRICT, W, docx
from tests.reading.rendering import FULL_WIDTH, Report

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
STYLE = '<w:style w:type="{}" w:styleId="{}"><w:name w:val="{}"/>{}</w:style>'
STYLES = (
    STYLE.format('paragraph" w:default="1', "a", "Normal", '<w:rPr><w:sz w:val="21"/></w:rPr>')
    + STYLE.format("character", "hid", "Hid", "<w:rPr><w:vanish/></w:rPr>")
    + STYLE.format("character", "heir", "Heir", '<w:basedOn w:val="hid"/>')
    + STYLE.format("character", "note", "Note", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>')
    + STYLE.format("paragraph", "toc1", "toc 1", "")
)
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{LEVEL.format("chineseCountingThousand", "%1、")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
Quirk = Callable[[str, random.Random], str]


def run(text: str, props: str = "") -> str:
    """Give a run."""
    told = f"<w:rPr>{props}</w:rPr>" if props else ""
    return f'<w:r>{told}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def other(rng: random.Random) -> str:
    """Give a number that must not be read."""
    return str(rng.randint(1, 9999))


def _pieces(text: str, rng: random.Random) -> str:
    cut = rng.randint(0, len(text))
    return run(text[:cut], "<w:b/>") + '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="9"/>' + run(text[cut:])


def _hidden(text: str, rng: random.Random) -> str:
    props = rng.choice(["<w:vanish/>", '<w:rStyle w:val="hid"/>', '<w:rStyle w:val="heir"/>', '<w:vanish w:val="1"/>'])
    return rng.choice([run(other(rng), props) + run(text), run(text) + run(other(rng), props)])


def _unseen(text: str, rng: random.Random) -> str:
    props = rng.choice(
        ['<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>', "<w:strike/>", "<w:dstrike/>", '<w:color w:val="FDFDFD"/>']
    )
    return run(other(rng), props) + run(text)


def _changed(text: str, rng: random.Random) -> str:
    old = f'<w:del w:id="1" w:author="x"><w:r><w:delText>{other(rng)}</w:delText></w:r></w:del>'
    new = f'<w:ins w:id="2" w:author="x">{run(text)}</w:ins>'
    return rng.choice([old + new, new + old])


def _moved(text: str, rng: random.Random) -> str:
    return f"<w:moveFrom>{run(other(rng))}</w:moveFrom><w:moveTo>{run(text)}</w:moveTo>"


def _control(text: str, _: random.Random) -> str:
    told = '<w:sdtPr><w:text/><w:placeholder><w:docPart w:val="7"/></w:placeholder></w:sdtPr>'
    return f"<w:sdt>{told}<w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def _field(text: str, rng: random.Random) -> str:
    formula = rng.choice([" =SUM(ABOVE) ", " =3+4 ", " DOCPROPERTY x "])
    if rng.random() < 0.5:
        return f'<w:fldSimple w:instr="{formula}">{run(text)}</w:fldSimple>'
    instruction = f"<w:r><w:instrText>{formula}</w:instrText></w:r>"
    return FIELD.format("begin") + instruction + FIELD.format("separate") + run(text) + FIELD.format("end")


def _noted(text: str, rng: random.Random) -> str:
    note = rng.choice(
        [
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            run(str(rng.randint(1, 9)), '<w:vertAlign w:val="superscript"/>'),
            run(str(rng.randint(1, 9)), '<w:rStyle w:val="note"/>'),
            '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        ]
    )
    return run(text) + note


def _spaced(text: str, rng: random.Random) -> str:
    return run(rng.choice([" ", "\u3000", "\xa0", "  "]) + text + rng.choice(["", " ", "\xa0"]))


def _broken(text: str, rng: random.Random) -> str:
    return rng.choice(["<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", "<w:r><w:lastRenderedPageBreak/></w:r>"]) + run(
        text
    )


def _wrapped(text: str, rng: random.Random) -> str:
    name = rng.choice(["hyperlink", "smartTag", "customXml", "ins"])
    return f"<w:{name}>{run(text)}</w:{name}>"


def _hyphened(text: str, rng: random.Random) -> str:
    cut = rng.randint(0, len(text))
    return run(text[:cut]) + "<w:r><w:softHyphen/></w:r>" + run(text[cut:])


def _full_width(text: str, _: random.Random) -> str:
    return run(text.translate(FULL_WIDTH))


def _thousands(text: str, rng: random.Random) -> str:
    if text.isdigit() and len(text) > 3:
        text = f"{int(text):,}".replace(",", rng.choice([",", "，"]))
    return run(text)


def _signed(text: str, rng: random.Random) -> str:
    """Write a digit with a symbol font: its code does not tell what is printed."""
    return run(text) + (f'<w:r><w:sym w:font="Symbol" w:char="F03{rng.randint(0, 9)}"/></w:r>' if text else "")


def _boxed(text: str, rng: random.Random) -> str:
    box = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    both = f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>"
    return f"<w:r>{rng.choice([both, f'<w:pict>{box}</w:pict>'])}</w:r>"


QUIRKS: tuple[Quirk, ...] = (
    _pieces, _hidden, _unseen, _changed, _moved, _control, _field, _noted, _spaced, _broken, _wrapped, _hyphened,
    _full_width, _thousands, _signed, _boxed,
)  # fmt: skip


def _cell(box: Box, rng: random.Random, often: float) -> str:
    quirk = rng.choice(QUIRKS) if box.value and rng.random() < often else None
    inside = quirk(box.text, rng) if quirk else run(box.text)
    paragraph = f"<w:p><w:pPr><w:jc w:val='center'/></w:pPr>{inside}</w:p>"
    if box.value and rng.random() < often / 4:
        paragraph = rng.choice(
            [
                paragraph + "<w:p/>",
                f"<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{run(other(rng), '<w:vanish/>')}</w:p>{paragraph}",
                f"<w:sdt><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>",
                f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del>{run(other(rng))}</w:del></w:p>{paragraph}",
            ]
        )
    return paragraph


def _tc(inside: str, props: str) -> str:
    return f"<w:tc><w:tcPr><w:tcW w:w='900' w:type='dxa'/>{props}</w:tcPr>{inside}</w:tc>"


def table(rows: Rows, rng: random.Random, often: float) -> str:
    """Write a table with merged cells, as Word does or as old programs do."""
    old = rng.random() < 0.15
    grid: list[dict[int, str]] = [{} for _ in rows]
    for number, column, box in placed(rows):
        span = "" if old or box.span == 1 else f'<w:gridSpan w:val="{box.span}"/>'
        side = '<w:hMerge w:val="restart"/>' if old and box.span > 1 else ""
        for down in range(box.height):
            merge = "" if box.height == 1 else "<w:vMerge/>" if down else '<w:vMerge w:val="restart"/>'
            inside = "<w:p/>" if down else _cell(box, rng, often)
            grid[number + down][column] = _tc(inside, span + side + merge)
            for beside in range(1, box.span if old else 1):
                grid[number + down][column + beside] = _tc("<w:p/>", "<w:hMerge/>" + merge)
    lines = []
    for cells in grid:
        written = [cells[column] for column in sorted(cells)]
        line = "".join(written)
        if rng.random() < often / 8:
            line = "".join(f"<w:sdt><w:sdtContent>{one}</w:sdtContent></w:sdt>" for one in written)
        props = rng.choice(["", "<w:cantSplit/>", "<w:tblHeader/>", "<w:ins/>"])
        lines.append(f"<w:tr><w:trPr>{props}</w:trPr>{line}</w:tr>")
        if rng.random() < often / 8:
            fake = "".join(_tc(f"<w:p>{run(other(rng))}</w:p>", "") for _ in range(10))
            lines.append(f"<w:tr><w:trPr><w:{rng.choice(['del', 'hidden'])}/></w:trPr>{fake}</w:tr>")
    body = f"<w:tbl><w:tblPr/>{''.join(lines)}</w:tbl>"
    around = rng.random() if often else 1
    if around < 0.1:
        return f"<w:tbl><w:tblPr/><w:tr>{_tc(body + '<w:p/>', '')}</w:tr></w:tbl>"
    return f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>" if around < 0.2 else body


def _paragraph(text: str, rng: random.Random, often: float, *, numbered: bool) -> str:
    if numbered and "、" in text[:3]:
        list_props = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>"
        return f"<w:p>{list_props}{run(text.partition('、')[2])}</w:p>"
    inside = _pieces(text, rng) if rng.random() < often else run(text)
    return f"<w:p>{inside}</w:p>"


def word(report: Report, rng: random.Random) -> tuple[bytes, str]:
    """Write a report as a Word file, more or less crooked."""
    often = rng.choice([0.0, 0.1, 0.4])
    numbered = rng.random() < 0.3
    body = []
    for part in parts_of(report):
        if isinstance(part, str):
            body.append(_paragraph(part, rng, often, numbered=numbered and part != report.title))
            continue
        pages = split(part, rng) if len(part) > 8 and rng.random() < 0.4 else [part]
        between = rng.choice(["<w:p/>", "<w:p><w:r><w:br w:type='page'/></w:r></w:p>", f"<w:p>{run('- 3 -')}</w:p>"])
        body.append(between.join(table(page, rng, often) for page in pages) + "<w:p/>")
    space = STRICT if rng.random() < 0.1 else W
    return docx("".join(body), styles=STYLES, numbering=NUMBERING, space=space), ".docx"
