"""The second reader's own way through a page's content gives what pdfminer and pdfplumber give."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSEOF, PSKeyword

from generator.reading.readers.pdf_second_page import ContentPage
from generator.reading.readers.pdf_second_tokens import steps
from tests.reading.pdf_layouts import drawn
from tests.reading.rendering import draw_report

_PLAIN = (
    b"q 1 0 0 -1 .5 -.25 cm\n/F1 12. Tf % a remark\r[<00 41 42>-20(a\\(b\\)\\101\\7c\\\\)]TJ T* (x) ' 1 2 (y) \" Q",
    b"/P <</MCID 0/Lang (zh)>> BDC 0.5 g\n1 0 0 RG 10 20 30 40 re f* EMC",
    b"/Span<</ActualText<FEFF0031>>>BDC EMC +3 -4 5-6 1.5.5 true false null d0",
    b"12Tf[]0 d/ 1 Tf [[1 2] /A] TJ\x0c(\\\r\na\\\nb\\q\\9\\t) Tj",
)
_ASTRAY = (
    b"BI /W 1 /H 1 ID x EI Q",
    b"(a(b)c) Tj",
    b"/A#42 gs",
    b"<414> Tj",
    b"[1 2 Tj",
    b"1 2] Tj",
    b"<< /A 1 ] >> gs",
    b"<< 1 2 >> gs",
    b"[1 Tj] TJ",
    b"(never closed Tj",
    b"(\\777) Tj",
    b"1 - 2 Td",
    b"{ 1 }",
    b"q \x00 Q",
    b"q Q " * 1_000_001,
)


def _by_pdfminer(content: bytes) -> list[tuple[bytes, list[Any]]]:
    parser = PDFContentParser([PDFStream({}, content)])
    found: list[tuple[bytes, list[Any]]] = []
    operands: list[Any] = []
    while True:
        try:
            _, thing = parser.nextobject()
        except PSEOF:
            return found
        if isinstance(thing, PSKeyword):
            found.append((thing.name, operands))
            operands = []
        else:
            operands.append(thing)


@pytest.mark.parametrize("content", _PLAIN)
def test_plain_content_is_taken_apart_as_pdfminer_does(content: bytes) -> None:
    assert steps(content) == _by_pdfminer(content)


@pytest.mark.parametrize("content", _ASTRAY, ids=lambda content: content[:12].decode("latin-1"))
def test_content_that_is_not_plain_is_left_to_pdfminer(content: bytes) -> None:
    assert steps(content) is None


@given(st.lists(st.sampled_from([*b"0123456789abTJ'\"/<>[]()\\%#+-. \n\r\x00\xe4"]), max_size=40))
def test_whatever_is_not_left_to_pdfminer_is_as_pdfminer_says(letters: list[int]) -> None:
    content = bytes(letters)
    found = steps(content)
    assert found is None or found == _by_pdfminer(content)


def _files() -> Iterator[bytes]:
    for seed in (1, 2):
        rng = random.Random(seed)  # noqa: S311 - no secrets
        yield drawn(draw_report(rng), rng)
    if folder := os.environ.get("GONGKAI_REAL_REPORTS"):
        yield from (path.read_bytes() for path in sorted(Path(folder, "samples").glob("*-20[0-9][0-9].pdf")))


def test_pages_hold_what_pdfplumber_finds_on_them() -> None:
    for data in _files():
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                own = ContentPage(page.pdf, page.page_obj, page.page_number, page.initial_doctop).objects
                theirs = page.objects
                assert own.keys() == theirs.keys() - {"image"}
                for kind, things in own.items():
                    assert things == [_of_both(known, one) for known, one in zip(things, theirs[kind], strict=True)]


def _of_both(known: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    return {key: one[key] for key in known}
