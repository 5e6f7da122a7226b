"""A report file under any name → its place in `content/reports/`: agency and year worked out, or asked for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import read_safely
from generator.reading.sources import media_type, read_bytes, sha256
from generator.records.divisions import path_of
from generator.records.forms import TABLE_TITLES, TABLES
from generator.records.corrections import show
from generator.records.portal import Held
from generator.records.record import Record
from generator.records.registry import Agency, load_registry

_ENDINGS: Final = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/rtf": ".rtf",
    "application/msword": ".doc",
    "application/ofd": ".ofd",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
Ask = Callable[[str, list[str]], int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the maintainer said; None where the file is to tell."""

    agency: str | None = None
    year: int | None = None


def add(file: Path, content: Path, wanted: Wanted, ask: Ask | None) -> Path:
    """Put a file in its place and give that place. Raises `Unreadable` when it cannot be read or two agencies fit.

    `ask` gets a question and choices and gives the number (from 0) chosen; None where nobody can be asked.
    """
    agencies = load_registry(content / "agencies")
    data = read_bytes(file)
    record = read_safely(file, str(file))
    agency = _agency(record, agencies, wanted, ask)
    year = wanted.year or record.year
    ending = _ENDINGS.get(media_type(data, file), file.suffix.lower())
    return _put(file, content / "reports" / agency.id, str(year), ending, sha256(data))


def _agency(record: Record, agencies: Mapping[str, Agency], wanted: Wanted, ask: Ask | None) -> Agency:
    if wanted.agency:
        if wanted.agency not in agencies:
            raise Unreadable(f"名录中没有编号为 {wanted.agency} 的机关。", "请先在 content/agencies/ 中加上它。")
        return agencies[wanted.agency]
    fitting = [agency for agency in agencies.values() if fits(record.agency_as_printed, agency)]
    if len(fitting) == 1:
        return fitting[0]
    printed = record.agency_as_printed or "（文件没有写明）"
    if not fitting:
        raise Unreadable(
            f"名录中没有与“{printed}”相符的机关。", "请在 content/agencies/ 中加上它，或用 --agency 指明编号。"
        )
    choices = [f"{agency.id} {agency.name}" for agency in fitting]
    if ask is None:
        raise Unreadable(f"“{printed}”与几个机关相符：{'、'.join(choices)}。", "请用 --agency 指明编号。")
    return fitting[ask(f"“{printed}”是哪一个机关？", choices)]


def fits(printed: str, agency: Agency) -> bool:
    """Tell whether a printed name may be this agency's: its name or an alias, with or without the places above it."""
    if not printed:
        return False
    places = [division.name for division in path_of(agency.division)] if agency.division else []
    bare = _without_places(printed, places)
    names = {_without_places(name, places) for name in (agency.name, *agency.aliases)}
    return bare in names or bare.removesuffix("人民政府") in {name.removesuffix("人民政府") for name in names}


def _without_places(name: str, places: Sequence[str]) -> str:
    bare = name
    for place in places:
        shorter = bare.removeprefix(place)
        bare = shorter if shorter and shorter != "人民政府" else bare
    return bare


def _put(file: Path, folder: Path, year: str, ending: str, digest: str) -> Path:
    held = [path for path in sorted(folder.glob(f"{year}*{ending}")) if path.is_file()]
    for path in held:
        if sha256(path.read_bytes()) == digest:
            return path
    names = [year, *(f"{year}.r{number}" for number in range(2, 100))]
    target = next(folder / f"{name}{ending}" for name in names if not (folder / f"{name}{ending}").exists())
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
    return target


def as_read(checked: Iterable[tuple[Held, object]]) -> Iterator[str]:
    """Give the tables as read, row by row, and what is unclear, for the terminal."""
    for held, _ in checked:
        for table in TABLES:
            yield f"{TABLE_TITLES[table]}"
            for row in held.record.table(table).rows:
                cells = " ".join(show(held.record.figures[cell.name]) for cell in row.cells)
                yield f"  {row.short or row.label or '行政复议、行政诉讼'}：{cells}"
        for cell, doubt in held.record.unclear.items():
            candidates = "、".join(show(value) for value in doubt.candidates) or "无"
            yield f"  读不准 {cell}：{doubt.why}（可能是：{candidates}）"
