"""What stands on a page, as pdfminer finds it and pdfplumber names it, for the second reader.

pdfminer's own fonts, states and operators do the work, and what comes out is what pdfplumber would give. Left out is
what costs much and says nothing of characters and lines: marked content, pictures, colour spaces, logging.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTContainer, LTCurve
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.utils import Matrix, apply_matrix_rect, translate_matrix
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from generator.reading.readers.document import Box
from generator.reading.readers.pdf_second_seen import Thing
from generator.reading.readers.pdf_second_tokens import Step, steps

_KEPT: Final = ("x0", "y0", "x1", "y1", "width", "height", "stroke", "fill", "stroking_color", "non_stroking_color")
_NAMES: Final = {"*": "_a", '"': "_w", "'": "_q"}
_SPACE: Final = 32
_Shape = tuple[str, float, Any]
"""What a font says of one code: its text, its width, and where a letter set downwards stands."""


class ContentPage(Page):
    """A page of pdfplumber's, with its characters, lines, rectangles and curves, and nothing else."""

    def parse_objects(self) -> dict[str, list[Thing]]:
        """Give what stands on the page, by kind, in the order it is drawn."""
        device = _Device(self)
        try:
            _Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
        except Exception as error:
            raise PdfminerException(error) from error
        found: dict[str, list[Thing]] = {"char": device.characters} if device.characters else {}
        for one in _curves(device.get_result()):
            thing = self._drawn(one)
            found.setdefault(thing["object_type"], []).append(thing)
        return found

    def _drawn(self, one: LTCurve) -> Thing:
        thing: Thing = {key: getattr(one, key) for key in _KEPT}
        thing["object_type"] = type(one).__name__.removeprefix("LT").lower()
        thing["pts"] = list(map(self.point2coord, one.pts))
        return self.on_page(thing)

    def on_page(self, thing: Thing) -> Thing:
        """Put a thing on the page as pdfplumber does: from the top, and from where the page's box begins."""
        left, above = self.mediabox[:2]
        thing["page_number"] = self.page_number
        thing["top"] = (self.height - thing["y1"]) + above
        thing["bottom"] = (self.height - thing["y0"]) + above
        thing["doctop"] = self.initial_doctop + thing["top"]
        if left != 0:
            thing["x0"], thing["x1"] = thing["x0"] + left, thing["x1"] + left
        return thing


def _curves(container: LTContainer[Any]) -> list[LTCurve]:
    found: list[LTCurve] = []
    for one in container:
        if isinstance(one, LTContainer):
            found += _curves(one)
        elif isinstance(one, LTCurve):
            found.append(one)
    return found


class _Device(PDFPageAggregator):
    """Takes down characters as things at once, and leaves lines and rectangles to pdfminer."""

    def __init__(self, page: ContentPage) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number)
        self.characters: list[Thing] = []
        self._page = page
        self._shapes: dict[PDFFont, dict[int, _Shape]] = {}

    def render_image(self, name: str, stream: object) -> None:
        """Leave a picture alone."""

    def render_string_horizontal(  # noqa: PLR0913, PLR0917 - pdfminer's own
        self,
        seq: Any,  # noqa: ANN401
        matrix: Matrix,
        pos: tuple[float, float],
        font: PDFFont,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        ncs: object,
        graphicstate: PDFGraphicState,
    ) -> tuple[float, float]:
        """Take down a piece of text; give where the next one begins."""
        (x, y), spaced = pos, False
        for part in seq:
            if isinstance(part, int | float):
                x -= part * dxscale
                spaced = True
            elif isinstance(part, bytes):
                for code in font.decode(part):
                    if spaced:
                        x += charspace
                    at = translate_matrix(matrix, (x, y))
                    x += self.render_char(at, font, fontsize, scaling, rise, code, ncs, graphicstate)
                    if code == _SPACE and wordspace:
                        x += wordspace
                    spaced = True
        return x, y

    def render_char(  # noqa: PLR0913, PLR0917 - pdfminer's own
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: object,  # noqa: ARG002
        graphicstate: PDFGraphicState,
    ) -> float:
        """Take down a character; give how far it moves the next one."""
        text, width, place = self._shape(font, cid)
        advance, down = width * fontsize * scaling, font.is_vertical()
        box = _set_down(place, fontsize, rise, advance) if down else _set_level(font, fontsize, rise, advance)
        x0, y0, x1, y1 = apply_matrix_rect(matrix, box)
        a, b, c, d, _, _ = matrix
        colour = graphicstate.ncolor
        thing: Thing = {
            "object_type": "char",
            "text": text,
            "matrix": matrix,
            "upright": a * d * scaling > 0 and b * c <= 0,
            "x0": x0,
            "y0": y0,
            "x1": x1,
            "y1": y1,
            "width": x1 - x0,
            "height": y1 - y0,
            "size": x1 - x0 if down else y1 - y0,
            "non_stroking_color": colour if isinstance(colour, tuple) else (colour,),
        }
        self.characters.append(self._page.on_page(thing))
        return advance

    def _shape(self, font: PDFFont, code: int) -> _Shape:
        shapes = self._shapes.setdefault(font, {})
        if code not in shapes:
            try:
                text = font.to_unichr(code)
            except PDFUnicodeNotDefined:
                text = self.handle_undefined_char(font, code)
            shapes[code] = (text, font.char_width(code), font.char_disp(code))
        return shapes[code]


def _set_level(font: PDFFont, size: float, rise: float, advance: float) -> Box:
    descent = font.get_descent() * size
    return (0, descent + rise, advance, descent + rise + size)


def _set_down(place: Any, size: float, rise: float, advance: float) -> Box:  # noqa: ANN401 - pdfminer's own
    x = size * 0.5 if place[0] is None else place[0] * size * 0.001
    y = (1000 - place[1]) * size * 0.001
    return (-x, y + rise + advance, -x + size, y + rise)


class _Interpreter(PDFPageInterpreter):
    """Does the steps of a page's content as pdfminer does, wherever they are written plainly."""

    def execute(self, streams: Sequence[object]) -> None:
        """Do what content says. What runs already is not run again inside itself."""
        known = [one for one in map(stream_value, streams) if one.objid is not None]
        known = [one for one in known if one.objid not in self.parent_stream_ids]
        found = steps(b"\n".join(one.get_data() for one in known))
        if found is None:
            super().execute(streams)
            return
        self.stream_ids = {one.objid for one in known if one.objid is not None}
        self._do(found)

    def do_TJ(self, seq: Any) -> None:  # noqa: ANN401, N802 - pdfminer's own
        """Show text. Its colours are taken down at once, so no copy of the state is kept for them."""
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)

    def _do(self, found: Sequence[Step]) -> None:
        known: dict[bytes, tuple[Callable[..., None] | None, int]] = {}
        for name, operands in found:
            if name not in known:
                known[name] = self._operator(name)
            do, wanted = known[name]
            if do is not None and len(operands) == wanted:
                do(*operands)
                continue
            self.argstack.extend(operands)
            if do is not None and len(taken := self.pop(wanted)) == wanted:
                do(*taken)

    def _operator(self, name: bytes) -> tuple[Callable[..., None] | None, int]:
        """Find what does an operator, and how many operands it wants."""
        said = "".join(_NAMES.get(letter, letter) for letter in name.decode("utf-8", "ignore"))
        do = getattr(self, f"do_{said}", None)
        return do, do.__code__.co_argcount - 1 if do else 0
