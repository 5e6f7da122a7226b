"""Portals made up for benchmarks: registry, text reports, their records, notes of source, corrections, pages.

It has the habits of a real one: ten bodies a county, five years, a text taken over from the year before, a re-issue and
a correction now and then, a file that cannot be read. All names are made of 示例 and the sexagenary cycle and stand for
no place. The division codes are real ones, so that there are place pages; that is why such a portal must never be
published.

`python -m tests.bench.portals FOLDER [REPORTS]` writes one to look at.
"""

from __future__ import annotations

import functools
import itertools
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.records.divisions import division, level_of
from generator.records.record import Record, dump_record
from generator.records.yaml_files import dumps
from tests.bench.reports import make, written

YEARS: Final = (2020, 2021, 2022, 2023, 2024)
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CYCLE: Final = tuple(f"{_STEMS[n % 10]}{_BRANCHES[n % 12]}" for n in range(60))
_BODIES: Final = (
    *(("", "人民政府", "government", ""), ("-bgs", "人民政府办公室", "office", "county")),
    *(
        (f"-{key}", name, "department", "county")
        for key, name in (("czj", "财政局"), ("jyj", "教育局"), ("zjj", "住房和城乡建设局"))
    ),
    *((f"-t{n}", f"第{n}镇人民政府", "government", "township") for n in (1, 2, 3, 4)),
    ("-j1", "第1街道办事处", "subdistrict", "township"),
)
_PORTAL: Final = """title: 示例门户（性能测试）
base_url: https://example.org/gongkai/
description: 性能测试用，机关、数字和文字都是编造的。
contact: {email: a@example.org}
"""
_SMALL: Final = 2_000
"""So many reports stay below the size that a portal may have unless it says otherwise."""
_ONE_IN: Final = 100
_ONE_TEXT_IN: Final = 15
_SPREAD: Final = 5


@dataclass(frozen=True, slots=True)
class Body:
    """An agency of the portal. `zeros` is the share of its cells that are 0."""

    id: str
    name: str
    kind: str
    division: str
    level: str

    @property
    def zeros(self) -> float:
        """Townships hardly get applications, counties some."""
        return 0.97 if self.level == "township" else 0.85


@functools.cache
def _counties() -> tuple[str, ...]:
    codes = (str(code) for code in range(110000, 660000))
    return tuple(code for code in codes if level_of(code) == "county" and (known := division(code)) and not known.until)


def bodies(count: int = 0) -> Iterator[Body]:
    """Give agencies as far as the table of divisions goes, ten a county, spread over all provinces.

    Every fifth county has them, or as many more as `count` agencies need. Raises `ValueError` where all are too few.
    """
    if count > (most := len(_counties()) * len(_BODIES)):
        message = f"{count} agencies were asked for, and the table of divisions has counties for {most}"
        raise ValueError(message)
    every = min(_SPREAD, most // count) if count else _SPREAD
    for number, code in enumerate(_counties()[::every]):
        county = f"示例{_CYCLE[number % 60]}{_CYCLE[number // 60 % 60]}县"
        for suffix, name, kind, level in _BODIES:
            yield Body(f"{code}{suffix}", county + name, kind, code, level or "county")


def write_portal(content: Path, reports: int, *, seed: int = 0) -> None:
    """Write a portal of `reports` reports into the new folder `content`. Same arguments, same files."""
    rng = random.Random(seed)  # noqa: S311 - no secrets
    content.mkdir(parents=True)
    wanted = -(-reports // len(YEARS))
    chosen = list(itertools.islice(bodies(wanted), wanted))
    budget = f"size_budget_mb: {reports}\n" if reports > _SMALL else ""
    _write(content / "portal.yaml", f"{_PORTAL}{budget}")
    _write(content / "pages" / "about.md", "# 关于本站\n\n性能测试用的示例门户。\n")
    _write_registry(content, chosen)
    for body, year in itertools.islice(itertools.product(chosen, YEARS), reports):
        _write_report(content, body, str(year), rng)
        if rng.randrange(_ONE_IN) == 0:
            _write_report(content, body, f"{year}.r2", rng)


def _write_registry(content: Path, chosen: list[Body]) -> None:
    for province, members in itertools.groupby(chosen, key=lambda body: body.division[:2]):
        entries = "".join(_entry(body) for body in members)
        _write(content / "agencies" / f"{province}.yaml", entries)


def _entry(body: Body) -> str:
    alias = body.name.removesuffix("人民政府")
    aliases = f"  aliases: [{alias}]\n" if alias != body.name else ""
    place = f'  division: "{body.division}"\n  level: {body.level}\n'
    return f'- id: "{body.id}"\n  name: {body.name}\n  kind: {body.kind}\n{aliases}{place}'


def _write_report(content: Path, body: Body, issue: str, rng: random.Random) -> None:
    """Write one issue: the text, where it comes from, its record. One in two hundred is a file that cannot be read."""
    path = f"reports/{body.id}/{issue}.txt"
    if rng.randrange(2 * _ONE_IN) == 0:
        _write(content / path, "")
        return
    year = int(issue[:4])
    story = year - 1 if rng.randrange(_ONE_TEXT_IN) == 0 else year  # whose words these are
    words = random.Random(f"{body.id}/{story}")  # noqa: S311 - no secrets
    text, record = written(make(rng, body.name, year, zeros=body.zeros), words, path)
    _write(content / path, text)
    _write(content / "records" / body.id / f"{issue}.yaml", dump_record(record))
    _write(content / "reports" / body.id / f"{issue}.source.yaml", _source(record, body.id, issue))
    if record.unclear:
        _write(content / "corrections" / body.id / f"{issue}.yaml", _correction(record))


def _source(record: Record, agency: str, issue: str) -> str:
    url = f"https://www.example.gov.cn/{agency}/{issue}.html"
    return dumps({"url": url, "published": f"{record.year + 1}-01-20", "copy": record.source.copy})


def _correction(record: Record) -> str:
    cell, doubt = next(iter(record.unclear.items()))
    settled = f"  is: {doubt.candidates[0]}\n  why: 对照原件，印的是一个数\n"
    return f'- cell: {cell}\n  was: unclear\n{settled}  by: 示例编辑\n  date: "2025-03-01"\n'


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Write a portal into the named folder."""
    folder, *count = arguments or [""]
    if not folder or Path(folder).exists():
        sys.exit("name a folder that does not exist yet: python -m tests.bench.portals FOLDER [REPORTS]")
    write_portal(Path(folder), int(count[0]) if count else 1000)


if __name__ == "__main__":
    main(sys.argv[1:])
