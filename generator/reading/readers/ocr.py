"""Pictures of single lines → their text. The only module that imports rapidocr, which brings its model in its wheel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any, Final

from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec import TextRecInput
from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError

from generator.reading.readers.raster import Picture, coloured

_NO_MEMORY: Final = re.compile("bad_alloc|[Ff]ailed to allocate|MemoryError")
READER: Final = f"rapidocr {version('rapidocr')}"
_AT_ONCE: Final = 8
_WIDEST_TOGETHER: Final = 2_000
"""Pixels of lines read at once, side by side: for each of them the model weighs all its characters, at eight bytes."""
_LONGEST: Final = 80
"""A line is no more than so many times longer than high: a line of print from edge to edge has sixty characters."""
_HEIGHT, _NARROWEST = 48, 96


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as recognised: its characters, and how sure each of them is, from 0 to 1."""

    text: str
    sure: tuple[float, ...]

    @property
    def least(self) -> float:
        """How sure the least sure character is (0: there is none)."""
        return min(self.sure, default=0.0)

    @property
    def usual(self) -> float:
        """How sure the characters are on the whole."""
        return sum(self.sure) / len(self.sure) if self.sure else 0.0


NOTHING: Final = Reading("", ())
"""The reading of a line of which nothing could be read."""


@cache
def recogniser() -> Any:  # noqa: ANN401 - the library is an extra, published without types
    """Load the model, once a process, for one thread: files are read in several processes."""
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    engine = RapidOCR(params={**threads, "Global.log_level": "critical"})
    loaded = engine._load_rec_model()  # noqa: SLF001 - its public call takes one picture, and resizes it
    loaded.rec_image_shape = [3, _HEIGHT, _NARROWEST]
    return loaded


def recognised(pictures: Sequence[Picture]) -> list[Reading]:
    """Read pictures of one line each, grey, of any size; what cannot be read gives no text."""
    read: dict[int, Reading] = {}
    for places in _together([one.shape[1] / one.shape[0] for one in pictures]):
        read |= zip(places, _recognised([pictures[place] for place in places]), strict=True)
    return [read.get(place, NOTHING) for place in range(len(pictures))]


def _together(lengths: Sequence[float]) -> Iterator[list[int]]:
    """Group lines, told by how many times longer than high they are, that are read at once; none that is too long."""
    group: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        width = max(lengths[place] * _HEIGHT, _NARROWEST)
        if group and (len(group) == _AT_ONCE or (len(group) + 1) * width > _WIDEST_TOGETHER):
            yield group
            group = []
        if lengths[place] <= _LONGEST:
            group.append(place)
    if group:
        yield group


def _recognised(pictures: Sequence[Picture]) -> Iterator[Reading]:
    """Read some pictures at once. Raises `MemoryError`."""
    model = recogniser()
    model.rec_batch_num = len(pictures)
    try:
        found = model(TextRecInput(img=[coloured(one) for one in pictures], return_word_box=True))
    except ONNXRuntimeError as error:
        if _NO_MEMORY.search(str(error)):
            raise MemoryError from error
        raise
    for text, words in zip(found.txts, found.word_results, strict=True):
        yield Reading(text, tuple(map(float, words.confs)) if text else ())
