"""Word files and OpenDocument texts without authors, comments, tracked changes, macros and embedded files.

What is kept is listed, so that what nobody thought of is left out.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from generator.reading import bare_picture
from generator.reading.readers.archive import Archive
from generator.reading.readers.xml_parts import Element, attribute, drop, find_all, name_of, parse, written

_WORD_KEPT: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/(?:document\d*|styles|numbering|settings|fontTable|webSettings|footnotes"
    r"|endnotes|header\d*|footer\d*|theme/theme\d*)\.xml|word/_rels/[^/]+\.rels|word/media/[^/]+"
)
_TEXT_KEPT: Final = re.compile(r"content\.xml|styles\.xml|META-INF/manifest\.xml|Pictures/[^/]+")
_WORD_LEFT_OUT: Final = frozenset(
    {"del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "OLEObject"}
    | {"commentRangeStart", "commentRangeEnd", "commentReference", "permStart", "permEnd", "proofErr", "control"}
    | {"altChunk", "subDoc", "attachedTemplate", "mailMerge", "docVars", "rsids", "writeProtection", "dataBinding"}
    | {"documentProtection", "pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange"}
    | {"tblGridChange", "tblPrExChange", "numberingChange"}
)
_TEXT_LEFT_OUT: Final = frozenset(
    {"annotation", "annotation-end", "tracked-changes", "change", "change-start", "change-end", "scripts"}
    | {"event-listeners", "forms", "object", "object-ole", "plugin", "applet"}
)
_NAMELESS: Final = re.compile(r"rsid.*|date|initials|userId|providerId")
_CHANGES: Final = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange")
_SAFE_LINKS: Final = ("http://", "https://", "mailto:")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_MANIFEST: Final = "META-INF/manifest.xml"
_MIMETYPE: Final = "mimetype"


def named_in_office(data: bytes) -> tuple[str, ...]:
    """Tell which fields of a Word file or workbook may name a person. Raises `Unreadable`."""
    archive = Archive(data)
    texts = _texts(archive, "docProps/core.xml")
    main = [parse(archive.read(name), name) for name in archive if re.fullmatch(r"word/document\d*\.xml", name)]
    found = {
        "author": "creator" in texts,
        "last_modified_by": "lastModifiedBy" in texts,
        "comments": any(re.match(r"(?:word|xl)/(?:.*/)?(?:comments|threadedComment)", name) for name in archive),
        "tracked_changes": any(_has(root, _CHANGES) for root in main),
    }
    return tuple(field for field, there in found.items() if there)


def named_in_text(data: bytes) -> tuple[str, ...]:
    """Tell which fields of an OpenDocument text may name a person. Raises `Unreadable`."""
    archive = Archive(data)
    texts = _texts(archive, "meta.xml")
    content = parse(archive.read("content.xml"), "content.xml")
    found = {
        "author": "initial-creator" in texts,
        "last_modified_by": "creator" in texts,
        "comments": _has(content, ("annotation",)),
        "tracked_changes": _has(content, ("changed-region",)),
    }
    return tuple(field for field, there in found.items() if there)


def _texts(archive: Archive, part: str) -> frozenset[str]:
    """Give the elements of a part that hold text, by their local names."""
    if part not in archive:
        return frozenset()
    return frozenset(name_of(one) for one in parse(archive.read(part), part).iter("{*}*") if (one.text or "").strip())


def _has(root: Element, names: Iterable[str]) -> bool:
    return any(next(find_all(root, name), None) is not None for name in names)


def bare_word(data: bytes) -> bytes:
    """Give a Word file with all tracked changes accepted and without anything that names a person or runs.

    Raises `Unreadable`, also for pictures of a kind that cannot be cleaned.
    """
    archive = Archive(data)
    kept = {name for name in archive if _WORD_KEPT.fullmatch(name)}
    lost = {_owner(name): _lost(archive, name, kept) for name in kept if name.endswith(".rels")}

    def cleaned(name: str, root: Element) -> None:
        if name.endswith(".rels"):
            _drop_if(root, lambda one: (attribute(one, "Id") or "") in lost[_owner(name)])
        elif name == "[Content_Types].xml":
            _drop_if(
                root, lambda one: name_of(one) == "Override" and (attribute(one, "PartName") or "/")[1:] not in kept
            )
        else:
            _clean_word(root, lost.get(name, frozenset()))

    return _zipped(archive, sorted(kept), cleaned)


def _owner(relations: str) -> str:
    """Give the part that a part of relations speaks of: `word/_rels/document.xml.rels` of `word/document.xml`."""
    folder, name = posixpath.split(relations)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _lost(archive: Archive, relations: str, kept: set[str]) -> frozenset[str]:
    """Give the ids of relations that lead to nothing kept, or out of the file to anything but a web address."""
    root = parse(archive.read(relations), relations)
    folder = posixpath.dirname(_owner(relations))
    return frozenset(attribute(one, "Id") or "" for one in root if not _leads(one, folder, kept))


def _leads(relation: Element, folder: str, kept: set[str]) -> bool:
    target = attribute(relation, "Target") or ""
    if attribute(relation, "TargetMode") == "External":
        return (attribute(relation, "Type") or "").endswith("/hyperlink") and target.lower().startswith(_SAFE_LINKS)
    return posixpath.normpath(posixpath.join("/", folder, target))[1:] in kept


def _clean_word(root: Element, lost: frozenset[str]) -> None:
    _drop_if(root, lambda one: name_of(one) in _WORD_LEFT_OUT)
    for element in root.iter("{*}*"):
        for key, value in element.items():
            space, _, local = str(key).rpartition("}")
            if local == "author":
                element.set(key, "")
            elif (space and _NAMELESS.fullmatch(local)) or (value in lost and space.endswith("/relationships")):
                del element.attrib[key]


def bare_text(data: bytes) -> bytes:
    """Give an OpenDocument text like `bare_word`. Raises `Unreadable`."""
    archive = Archive(data)
    kept = {name for name in archive if _TEXT_KEPT.fullmatch(name)}

    def cleaned(name: str, root: Element) -> None:
        if name == _MANIFEST:
            _drop_if(root, lambda one: (attribute(one, "full-path") or "/") not in kept | {"/"})
        else:
            _drop_if(root, lambda one: name_of(one) in _TEXT_LEFT_OUT or _leads_astray(one))

    return _zipped(archive, [_MIMETYPE, *sorted(kept)], cleaned)


def _leads_astray(element: Element) -> bool:
    """Tell a picture that is fetched from elsewhere."""
    link = attribute(element, "href") or ""
    return name_of(element) == "image" and bool(link) and not link.startswith("Pictures/")


def _drop_if(root: Element, condemned: Callable[[Element], bool]) -> None:
    for element in [one for one in root.iter("{*}*") if one is not root and condemned(one)]:
        drop(element)


def _zipped(archive: Archive, names: list[str], cleaned: Callable[[str, Element], None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in _parts(archive, names, cleaned):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_STORED if name == _MIMETYPE else zipfile.ZIP_DEFLATED
            target.writestr(member, content)
    return out.getvalue()


def _parts(archive: Archive, names: list[str], cleaned: Callable[[str, Element], None]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        content = archive.read(name)
        if name.endswith((".xml", ".rels")):
            root = parse(content, name)
            cleaned(name, root)
            yield name, written(root)
        else:
            yield name, content if name == _MIMETYPE else bare_picture.bare(content)
