"""XML parts of office files, parsed with the guards up, and read by local names. The only door to lxml.etree.

Strict and transitional Office files, old and new OFD files differ in their namespaces only; so names are compared
without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

import lxml.etree
from lxml.etree import _Element as Element

from generator.reading.readers.document import Unreadable

__all__ = [
    "VERSION",
    "Element",
    "attribute",
    "child",
    "children",
    "drop",
    "find_all",
    "name_of",
    "parse",
    "parts",
    "value",
    "written",
]

VERSION: Final = lxml.etree.__version__
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def parse(data: bytes, name: str) -> Element:
    """Parse one part. Raises `Unreadable` for broken XML, for XML nested too deep, and for any document type."""
    if any(doctype in data for doctype in _DOCTYPES):
        raise _typed(name)
    parser = lxml.etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = lxml.etree.fromstring(data, parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise Unreadable(f"文件已损坏，{name} 读不出来。", "请用办公软件打开并另存一份后再放入。") from error
    if root.getroottree().docinfo.doctype:
        raise _typed(name)
    return root


def _typed(name: str) -> Unreadable:
    what = f"{name} 里有文档类型声明（DOCTYPE），正常的文件没有，不予读取。"
    return Unreadable(what, "请用办公软件打开并另存一份后再放入。")


def name_of(element: Element) -> str:
    """Give the local name of an element."""
    return _local(element.tag)  # type: ignore[arg-type]


@lru_cache(1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """Give an attribute by its local name."""
    return next((str(text) for key, text in element.items() if _local(str(key)) == name), None)


def children(element: Element, *names: str) -> Iterator[Element]:
    """Give the children of these local names, in order."""
    return element.iterchildren(*(f"{{*}}{name}" for name in names))


def parts(element: Element | None) -> Mapping[str, Element]:
    """Give the children by their local names: for properties, of which each stands once."""
    return {} if element is None else {name_of(one): one for one in element}


def child(element: Element | None, *path: str) -> Element | None:
    """Follow a path of first children by local names."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element


def value(element: Element | None, *path: str, name: str = "val") -> str | None:
    """Give the attribute of the element at the end of a path."""
    found = child(element, *path)
    return None if found is None else attribute(found, name)


def find_all(element: Element, name: str) -> Iterator[Element]:
    """Give every element of a local name below an element, in document order."""
    return (one for one in element.iter(f"{{*}}{name}"))


def drop(element: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def written(root: Element) -> bytes:
    """Write a part."""
    return lxml.etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
