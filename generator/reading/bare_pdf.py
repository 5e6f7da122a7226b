"""PDF files without metadata, comments, attachments and scripts: the same pages and nothing else. The door to pikepdf.

What is kept is listed, so that what nobody thought of is left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from generator.reading import bare_picture
from generator.reading.readers.document import Unreadable
from generator.reading.readers.pdf_whole import broken, locked

_KEPT_OF_FILE: Final = frozenset(
    {"/Type", "/Pages", "/PageLabels", "/Lang", "/MarkInfo", "/StructTreeRoot", "/OCProperties", "/OutputIntents"}
)
_KEPT_OF_PAGE: Final = frozenset(
    {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents"}
    | {"/Rotate", "/Group", "/StructParents", "/UserUnit", "/Tabs"}
)
_NOWHERE: Final = frozenset(
    {"/Metadata", "/PieceInfo", "/AA", "/AF", "/JS", "/LastModified", "/OPI", "/CreatorInfo", "/Private"}
)
_NOTES: Final = frozenset(
    {"/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Ink", "/Caret", "/Popup"}
    | {"/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/FileAttachment", "/Sound", "/Redact"}
)
_CREATOR: Final = re.compile(rb"<dc:creator>.{0,200}?<rdf:li[^>]{0,100}>\s*[^<\s]", re.DOTALL)


def named(data: bytes) -> tuple[str, ...]:
    """Tell which fields of a PDF may name a person: `author`, `comments`. Raises `Unreadable`."""
    with _opened(data) as pdf:
        found = {"author": _has_author(pdf), "comments": any(_is_note(note) for note in _notes(pdf))}
    return tuple(field for field, there in found.items() if there)


def bare(data: bytes) -> bytes:
    """Give the pages of a PDF as they are printed, without anything else. Raises `Unreadable`.

    The same bytes for the same file. What annotations show on paper (a stamp) becomes part of the page.
    """
    with _opened(data) as pdf:
        try:
            pdf.flatten_annotations("print")
            _keep(pdf.Root, _KEPT_OF_FILE)
            for page in pdf.pages:
                _keep(page.obj, _KEPT_OF_PAGE)
            for thing in pdf.objects:
                _strip(thing)
            for key in set(pdf.trailer.keys()) - {"/Root", "/Size"}:
                del pdf.trailer[key]
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True, compress_streams=False, fix_metadata_version=False)
        except (pikepdf.PdfError, ValueError, TypeError, KeyError) as error:
            raise broken() from error
    return out.getvalue()


def _opened(data: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise locked() from error
    except pikepdf.PdfError as error:
        raise broken() from error


def _has_author(pdf: pikepdf.Pdf) -> bool:
    info: Any = pdf.trailer.get("/Info")
    written = str(info.get("/Author", "")).strip() if isinstance(info, pikepdf.Dictionary) else ""
    return bool(written) or _CREATOR.search(_packet(pdf)) is not None


def _packet(pdf: pikepdf.Pdf) -> bytes:
    packet = pdf.Root.get("/Metadata")
    try:
        return bytes(packet.read_bytes()) if isinstance(packet, pikepdf.Stream) else b""
    except pikepdf.PdfError:
        return b""


def _notes(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        notes = page.obj.get("/Annots")
        if isinstance(notes, pikepdf.Array):
            yield from (note for note in notes if isinstance(note, pikepdf.Dictionary))


def _is_note(note: Any) -> bool:  # noqa: ANN401 - a PDF's dictionary
    return str(note.get("/Subtype", "")) in _NOTES


def _keep(thing: Any, kept: frozenset[str]) -> None:  # noqa: ANN401 - a PDF's dictionary
    for key in set(thing.keys()) - kept:
        del thing[key]


def _strip(thing: Any) -> None:  # noqa: ANN401 - any object of a PDF
    """Take out of an object, and of all that is written inside it, what may not stand anywhere."""
    if isinstance(thing, pikepdf.Array):
        for inner in thing:
            _strip_inner(inner)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        _strip_keys(thing)
    if isinstance(thing, pikepdf.Stream):
        _strip_picture(thing)


def _strip_keys(thing: Any) -> None:  # noqa: ANN401 - a PDF's dictionary
    if str(thing.get("/Type", "")) == "/Annot":
        _keep(thing, frozenset())
    for key in _NOWHERE & set(thing.keys()):
        del thing[key]
    for key in thing.keys():  # noqa: SIM118 - a stream gives its keys only when asked
        _strip_inner(thing[key])


def _strip_inner(thing: Any) -> None:  # noqa: ANN401 - any object of a PDF
    if isinstance(thing, pikepdf.Object) and not thing.is_indirect:
        _strip(thing)


def _strip_picture(stream: pikepdf.Stream) -> None:
    if stream.get("/Filter") != pikepdf.Name.DCTDecode:
        return
    try:
        plain = bare_picture.bare(stream.read_raw_bytes(), turned=False)
    except Unreadable as error:
        raise broken() from error
    decoding = stream.get("/DecodeParms")
    stream.write(plain, filter=pikepdf.Name.DCTDecode, decode_parms=decoding)  # type: ignore[arg-type]
