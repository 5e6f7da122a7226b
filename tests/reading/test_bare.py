"""Copies without metadata: nothing of a person is left in them, and they read like the file that was received."""

from __future__ import annotations

import io
import itertools
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pikepdf
import pytest

from generator.reading import bare, bare_office, bare_pdf, bare_picture, copies, handed_on, signed, sources
from generator.reading.readers import docx, odt, pdf
from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import bare_safely

CONTENT = Path(__file__).parents[2] / "content"
PRINTED = CONTENT / "reports/320813/2023.pdf"
PERSON = "张三丰"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def signed_pdf() -> bytes:
    """Give the sample PDF with a person's name wherever a PDF can hold one, and with things that run."""
    with pikepdf.open(PRINTED) as made:
        made.docinfo["/Author"] = PERSON
        with made.open_metadata() as packet:
            packet["dc:creator"] = [PERSON]
        page = made.pages[0].obj
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{PERSON}')")
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=PERSON, Contents=PERSON
        )
        page.Annots = made.make_indirect(pikepdf.Array([made.make_indirect(note)]))
        page.AA = pikepdf.Dictionary(O=script)
        page.PieceInfo = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=PERSON))
        page.Resources.PieceInfo = pikepdf.Dictionary(Word=PERSON)
        made.Root.OpenAction = made.make_indirect(script)
        made.attachments[f"{PERSON}.txt"] = PERSON.encode()
        out = io.BytesIO()
        made.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def everything_in(data: bytes) -> bytes:
    """Give all that a PDF holds, with its streams unpacked."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        out = io.BytesIO()
        opened.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def test_a_pdf_loses_whom_it_names_and_what_runs_and_keeps_its_pages() -> None:
    made = signed_pdf()
    assert bare_pdf.named(made) == ("author", "comments")
    copy = bare_pdf.bare(made)
    assert copy == bare_pdf.bare(made)
    assert bare_pdf.named(copy) == ()
    inside = everything_in(copy)
    written = (PERSON.encode(), PERSON.encode("utf-16-be"), PERSON.encode("utf-16-be").hex().encode())
    for trace in (*written, b"JavaScript", b"/Annots", b"/Metadata", b"/PieceInfo", b"/EmbeddedFiles", b"/Info"):
        assert trace not in inside, trace
    assert any(trace in everything_in(made) for trace in written)
    assert pdf.read(copy) == pdf.read(PRINTED.read_bytes())


def word(parts: Mapping[str, str | bytes]) -> bytes:
    """Make a Word file of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, text in parts.items():
            target.writestr(name, text)
    return out.getvalue()


def signed_word(**more: str | bytes) -> bytes:
    """Give a Word file with a person's name wherever one can hold one."""
    by = f'w:id="1" w:author="{PERSON}" w:date="2024-01-01T00:00:00Z"'
    body = (
        f'<w:p w:rsidR="00AB12CD"><w:r><w:t>收到申请</w:t></w:r><w:ins {by}><w:r><w:t>3</w:t></w:r></w:ins>'
        f"<w:del {by}><w:r><w:delText>{PERSON}</w:delText></w:r></w:del>"
        '<w:commentRangeStart w:id="0"/><w:r><w:t>件</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r>'
        '<w:hyperlink r:id="rId2"><w:r><w:t>附件</w:t></w:r></w:hyperlink></w:p>'
    )
    relations = (
        f'<Relationship Id="rId1" Type="{OFFICE}/comments" Target="comments.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/hyperlink" Target="file:///C:/{PERSON}/a.doc" TargetMode="External"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/attachedTemplate" Target="file:///{PERSON}" TargetMode="External"/>'
    )
    return word(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Override PartName="/word/document.xml" ContentType="x"/>'
            '<Override PartName="/word/comments.xml" ContentType="y"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">'
            f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="b" Type="{OFFICE}/extended-properties" Target="docProps/app.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}">'
            f"<w:body>{body}</w:body></w:document>",
            "word/comments.xml": f'<w:comments xmlns:w="{WORD}"><w:comment {by}/></w:comments>',
            "word/vbaProject.bin": PERSON,
            "docProps/core.xml": f'<p xmlns:d="urn:d"><d:creator>{PERSON}</d:creator>'
            f"<d:lastModifiedBy>{PERSON}</d:lastModifiedBy></p>",
            "docProps/app.xml": f"<p><Manager>{PERSON}</Manager></p>",
            "customXml/item1.xml": f"<p>{PERSON}</p>",
            **more,
        }
    )


def test_a_word_file_loses_whom_it_names_and_reads_the_same() -> None:
    made = signed_word()
    assert bare_office.named_in_office(made) == ("author", "last_modified_by", "comments", "tracked_changes")
    copy = bare.bare(made, docx.MEDIA_TYPE)
    assert copy == bare.bare(made, docx.MEDIA_TYPE)
    assert "收到申请3件附件" in copy.text
    with zipfile.ZipFile(io.BytesIO(copy.data)) as opened:
        assert opened.testzip() is None
        inside = {name: opened.read(name).decode() for name in opened.namelist()}
    assert set(inside) == {"[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml"}
    joined = "".join(inside.values())
    for trace in (PERSON, "rsid", "2024-01-01", "comment", "vba", "docProps", "file:", "Template", "rId"):
        assert trace not in joined, trace


def test_pictures_in_a_word_file_are_cleaned_and_unknown_kinds_refused() -> None:
    picture = jpeg(PERSON.encode())
    copy = bare_office.bare_word(signed_word(**{"word/media/image1.jpeg": picture}))
    with zipfile.ZipFile(io.BytesIO(copy)) as opened:
        assert PERSON.encode() not in opened.read("word/media/image1.jpeg")
    with pytest.raises(Unreadable):
        bare_office.bare_word(signed_word(**{"word/media/image1.emf": PERSON}))


TEXT_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for short, full in {"office": "office", "text": "text", "meta": "meta", "manifest": "manifest"}.items()
)


def test_an_opendocument_text_loses_whom_it_names_and_keeps_the_text_behind_a_comment() -> None:
    noted = f'<office:annotation xmlns:dc="urn:dc"><dc:creator>{PERSON}</dc:creator></office:annotation>'
    content = (
        f"<office:document-content {TEXT_NAMES}><office:body><office:text><text:tracked-changes>"
        f"<text:changed-region><x>{PERSON}</x></text:changed-region></text:tracked-changes>"
        f"<text:p>收到{noted}申请3件</text:p></office:text></office:body></office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}"/>' for name in ("/", "meta.xml", "content.xml")
    )
    made = word(
        {
            "mimetype": odt.MEDIA_TYPE,
            "content.xml": content,
            "meta.xml": f"<office:m {TEXT_NAMES}><meta:initial-creator>{PERSON}</meta:initial-creator></office:m>",
            "META-INF/manifest.xml": f"<manifest:manifest {TEXT_NAMES}>{entries}</manifest:manifest>",
        }
    )
    assert bare_office.named_in_text(made) == ("author", "comments", "tracked_changes")
    copy = bare.bare(made, odt.MEDIA_TYPE)
    assert "收到申请3件" in copy.text
    with zipfile.ZipFile(io.BytesIO(copy.data)) as opened:
        assert opened.namelist()[0] == "mimetype"
        assert PERSON not in "".join(opened.read(name).decode() for name in opened.namelist())
        assert "meta.xml" not in opened.namelist()
        assert "meta.xml" not in opened.read("META-INF/manifest.xml").decode()


def jpeg(secret: bytes, turn: int = 6) -> bytes:
    """Make the segments of a JPEG with EXIF, a comment, colours, and something behind its end."""
    tiff = b"II*\0" + struct.pack("<IHHHIHH", 8, 1, 0x0112, 3, 1, turn, 0) + secret
    parts = (
        (0xE0, b"JFIF\0"),
        (0xE1, b"Exif\0\0" + tiff),
        (0xFE, secret),
        (0xE2, b"ICC_PROFILE\0colours"),
        (0xDB, b"q"),
    )
    segments = b"".join(b"\xff" + bytes([kind]) + struct.pack(">H", len(body) + 2) + body for kind, body in parts)
    scan = b"\xff\xda" + struct.pack(">H", 3) + b"s" + b"ink\xff\x00ink\xff\xd0ink"
    return b"\xff\xd8" + segments + scan + b"\xff\xc4" + struct.pack(">H", 3) + b"h" + scan + b"\xff\xd9" + secret


def test_a_jpeg_keeps_its_ink_colours_and_turn_and_nothing_else() -> None:
    copy = bare_picture.bare(jpeg(PERSON.encode()))
    assert PERSON.encode() not in copy
    assert copy.endswith(b"\xff\xd9")
    assert copy.count(b"ink\xff\x00ink\xff\xd0ink") == 2
    assert b"ICC_PROFILE" in copy
    assert bare_picture.bare(copy) == copy
    assert struct.unpack_from(">H", copy, copy.index(b"Exif") + 6 + 18)[0] == 6
    assert b"Exif" not in bare_picture.bare(jpeg(b"", turn=1))
    assert b"Exif" not in bare_picture.bare(jpeg(b""), turned=False)


def test_a_png_keeps_its_picture_and_nothing_else() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head, ink, end = chunk(b"IHDR", b"\0" * 13), chunk(b"IDAT", b"ink"), chunk(b"IEND", b"")
    secret = PERSON.encode()
    made = b"\x89PNG\r\n\x1a\n" + head + chunk(b"tEXt", b"Author\0" + secret) + chunk(b"eXIf", secret) + ink + end
    assert bare_picture.bare(made + secret) == b"\x89PNG\r\n\x1a\n" + head + ink + end


@pytest.mark.parametrize(
    "broken", [b"", b"GIF89a", b"\xff\xd8", b"\xff\xd8\xff\xe1\0\x40", b"\x89PNG\r\n\x1a\n\0\0\xff\xffIHDR"]
)
def test_a_picture_that_cannot_be_cleaned_is_refused(broken: bytes) -> None:
    with pytest.raises(Unreadable):
        bare_picture.bare(broken)


def test_rich_text_tells_who_signed_it() -> None:
    made = rb"{\rtf1{\info{\author\'d5\'c5}{\operator Zhang}}\revised\revauth1 x}"
    assert signed.named(made, "application/rtf") == ("author", "last_modified_by", "tracked_changes")
    assert signed.named(rb"{\rtf1{\info{\author }}x}", "application/rtf") == ()
    assert signed.named(b"%PDF-broken", "application/pdf") == ()


def test_what_cannot_be_cleaned_is_not_handed_on() -> None:
    for kind in ("text/html", "application/msword", "application/rtf", "application/ofd"):
        with pytest.raises(Unreadable):
            bare.bare(b"x", kind)


def test_every_kind_that_can_be_cleaned_has_its_ending() -> None:
    assert handed_on.SUFFIXES.keys() == bare.BARE.keys()


def test_a_copy_that_reads_otherwise_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    lossy = {**bare.BARE, "text/plain": lambda data: data.replace(b"3", b"8")}
    monkeypatch.setattr(bare, "BARE", lossy)
    with pytest.raises(Unreadable, match="不同"):
        bare.bare("收到申请3件".encode(), "text/plain")


def test_a_copy_is_made_in_a_child_and_remembered_with_its_refusal(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "reports").mkdir(parents=True)
    for name, data in {"a.pdf": signed_pdf(), "b.pdf": b"%PDF-1.7 broken %%EOF"}.items():
        (content / "reports" / name).write_bytes(data)
    good, bad = ((content / "reports" / name).read_bytes() for name in ("a.pdf", "b.pdf"))
    fine = copies.File("reports/a.pdf", sources.sha256(good), "application/pdf")
    made = copies.of_file(content, fine)
    assert made
    assert made.suffix == "pdf"
    assert (
        made.path.read_bytes()
        == bare_pdf.bare(good)
        == bare_safely([(content / "reports/a.pdf", "application/pdf")])[0].data
    )
    assert re.search("行政复议", made.text)
    assert copies.of_file(content, copies.File("reports/b.pdf", sources.sha256(bad), "application/pdf")) is None
    (content / "reports/a.pdf").unlink()
    assert copies.of_file(content, fine) == made
    assert copies.of_file(content, copies.File("reports/b.pdf", "0" * 64, "application/pdf")) is None
    (content / "reports/a.pdf").write_bytes(good)
    whole = made.path.read_bytes()
    for part in (made.path, made.path.with_suffix(".text")):
        kept = part.read_bytes()
        part.write_bytes(kept[:-1])
        assert copies.of_file(content, fine) == made, "torn: made anew"
        assert made.path.read_bytes() == whole


def test_texts_are_copied_by_one_child_and_one_that_cannot_be_read_harms_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = tmp_path / "content"
    (content / "reports").mkdir(parents=True)
    written = {f"reports/{n}.txt": f"收到申请{n}件".encode() for n in range(5)}
    written["reports/bad.txt"] = b"\xff\xfe\xff"
    for name, data in written.items():
        (content / name).write_bytes(data)
    files = [copies.File(name, sources.sha256(data), "text/plain") for name, data in written.items()]
    (content / "reports/3.txt").write_bytes("收到申请8件".encode())
    asked: list[int] = []

    def counted(some: Sequence[tuple[Path, str]]) -> tuple[handed_on.Bare, ...]:
        asked.append(len(some))
        return bare_safely(some)

    monkeypatch.setattr(copies, "bare_safely", counted)
    made = dict(zip(files, copies.of_files(content, files[:3]) + copies.of_files(content, files[3:]), strict=True))
    assert asked == [3, 2, 1, 1], "three at once; two at once, of which one is bad, so each alone; one has changed"
    for file, copy in made.items():
        assert (copy is None) == (file.name in {"reports/3.txt", "reports/bad.txt"})
        assert copy is None or (copy.path.read_bytes(), copy.text) == (written[file.name], written[file.name].decode())


def test_only_texts_go_to_one_child() -> None:
    texts = [copies.File(f"{n}.txt", str(n), "text/plain") for n in range(40)]
    pdfs = [copies.File(f"{n}.pdf", str(n), "application/pdf") for n in range(2)]
    parts = list(copies.together([*texts, *pdfs]))
    assert sorted(itertools.chain(*parts)) == sorted([*texts, *pdfs])
    assert all(len(part) == 1 for part in parts if part[0].kind == "application/pdf")
    assert max(map(len, parts)) > 1
