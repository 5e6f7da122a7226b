"""Guards before publishing: no address of the last release goes, and no report, without a word from a person.

They are asked only when the manifest of the last release is given: see `manifest.jsonl`, which every site carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from generator.records.errors import ContentError, Problem
from generator.records.redirects import NAME, Redirect

_PAGE: Final = "index.html"
_REPORT: Final = re.compile(r"(agencies/([0-9a-z-]+)/([0-9]{4})/)record\.yaml")
_REPORT_PAGE: Final = re.compile(r"agencies/[0-9a-z-]+/[0-9]{4}/")
_DATA: Final = "data/"
_MOST: Final = 100


def refuse_losses(last: Iterable[str], written: frozenset[str], redirects: Sequence[Redirect]) -> None:
    """Raise `ContentError` for every address and report of the last release that is gone without a word."""
    before = sorted(last)
    problems = [*_lost_addresses(before, written), *_lost_reports(before, written, redirects)]
    if problems:
        more = len(problems) - _MOST
        rest = [Problem(NAME, None, f"另有 {more} 处。", "请先处理以上各处。")] if more > 0 else []
        raise ContentError([*problems[:_MOST], *rest])


def _lost_addresses(last: Iterable[str], written: frozenset[str]) -> Iterator[Problem]:
    for path in last:
        if path in written:
            continue
        address = path.removesuffix(_PAGE)
        if path.endswith(_PAGE):
            what = f"上一次发布的网页 /{address} 现在没有了。"
            yield Problem(NAME, None, what, f"请写一行转到现在的页面，例如 /{address}: /；若是误删，请恢复内容。")
        elif path.startswith(_DATA):
            yield Problem(NAME, None, f"上一次发布的数据文件 /{path} 现在没有了。", "别人可能在用它，请恢复。")


def _lost_reports(last: Iterable[str], written: frozenset[str], redirects: Sequence[Redirect]) -> Iterator[Problem]:
    """Ask for a reason where a report is gone: an absence, or a page of a report to which it has moved."""
    moved = {redirect.old.strip("/") + "/": redirect.new for redirect in redirects}
    for path in last:
        report = _REPORT.fullmatch(path)
        if not report or path in written:
            continue
        page, agency, year = report.groups()
        if page in moved and not _REPORT_PAGE.fullmatch(moved[page].strip("/") + "/"):
            name = f"absences/{agency}/{year}.yaml"
            what = f"{agency} {year} 年的年报上一次还在，现在没有了，也没有写明原因。"
            yield Problem(name, None, what, "请新建此文件，写明何时、在哪里查找而没有找到，以及年报何时撤下。")
