"""Pictures of places: small, always alike, remembered, and never of another file than the one that was read."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.reading import pictures
from generator.reading.crops import LARGEST, SIGNATURE, Crop, drawn
from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import Fault, draw_safely
from generator.reading.sources import sha256
from generator.records.place import Box
from generator.records.portal import load_portal

CONTENT = Path(__file__).parents[2] / "content"
NAME = "reports/320813/2023.pdf"


class At(NamedTuple):
    """A place on a page."""

    page: int
    box: Box


@pytest.fixture(scope="module")
def row() -> At:
    """Give the place of the row of 表四 in the sample PDF."""
    (held,) = [item for item in load_portal(CONTENT).held if item.issue.agency == "320813"]
    place = held.record.evidence["disputes"].place
    assert place.page
    assert place.box
    return At(place.page, place.box)


def test_a_place_is_drawn_small_and_always_alike(row: At) -> None:
    data = (CONTENT / NAME).read_bytes()
    first, again = (list(drawn(data, [Crop(*row), Crop(row.page)])) for _ in range(2))
    assert first == again
    (width, height), (page_width, page_height) = (struct.unpack_from(">II", each, 16) for each in first)
    assert len(first[0]) <= LARGEST
    assert row.box[2] - row.box[0] < width < page_width * 2
    assert row.box[3] - row.box[1] < height < page_height


def test_a_place_beyond_the_page_is_still_a_picture(row: At) -> None:
    boxes: list[Box] = [(-50, -50, -10, -10), (5000, 5000, 6000, 6000), (10, 10, 10, 10)]
    for picture in drawn((CONTENT / NAME).read_bytes(), [Crop(row.page, box) for box in boxes]):
        assert picture.startswith(SIGNATURE)
        assert min(struct.unpack_from(">II", picture, 16)) >= 1


def test_what_was_drawn_is_remembered_and_a_torn_or_altered_picture_is_drawn_again(tmp_path: Path, row: At) -> None:
    content = tmp_path / "content"
    (content / NAME).parent.mkdir(parents=True)
    shutil.copyfile(CONTENT / NAME, content / NAME)
    digest = sha256((content / NAME).read_bytes())
    (picture,) = pictures.of_file(content, NAME, digest, [row]).values()
    (kept,) = (tmp_path / ".cache/crops").rglob("*.kept")
    assert kept.read_bytes().endswith(picture)
    for harmed in (kept.read_bytes()[:100], kept.read_bytes()[:-40] + b"0" + kept.read_bytes()[-39:]):
        kept.write_bytes(harmed)
        assert pictures.of_file(content, NAME, digest, [row]) == {row: picture}
    (content / NAME).write_bytes(b"%PDF-1.4 another file")
    kept.unlink()
    assert pictures.of_file(content, NAME, digest, [row]) == {}


def test_a_file_that_is_no_pdf_gives_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing")
    with pytest.raises((Unreadable, Fault)):
        draw_safely(path, [Crop(1)])
