"""Pictures of single lines → their text. The only module that imports rapidocr, which brings its model in its wheel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any, Final

from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec import TextRecInput

from generator.reading.readers.raster import Picture, coloured

READER: Final = f"rapidocr {version('rapidocr')}"
_AT_ONCE: Final = 8
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


@cache
def _recogniser() -> Any:  # noqa: ANN401 - the library is an extra, published without types
    """Load the model, once a process, for one thread: files are read in several processes."""
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    engine = RapidOCR(params={**threads, "Global.log_level": "critical"})
    recogniser = engine._load_rec_model()  # noqa: SLF001 - its public call takes one picture, and resizes it
    recogniser.rec_image_shape = [3, _HEIGHT, _NARROWEST]
    recogniser.rec_batch_num = _AT_ONCE
    return recogniser


def recognised(pictures: Sequence[Picture]) -> list[Reading]:
    """Read pictures of one line each, grey, of any size; what cannot be read gives no text."""
    if not pictures:
        return []
    found = _recogniser()(TextRecInput(img=[coloured(one) for one in pictures], return_word_box=True))
    return [
        Reading(text, tuple(map(float, words.confs)) if text else ())
        for text, words in zip(found.txts, found.word_results, strict=True)
    ]
