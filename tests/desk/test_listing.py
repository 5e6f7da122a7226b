"""Findings for a terminal and for programs: failures first."""

from __future__ import annotations

import json
from dataclasses import replace

from generator.checking.checks import check_issue
from generator.checking.subject import Subject
from generator.desk import listing
from generator.desk.listing import Checked
from generator.publishing.edition import make_edition
from generator.records.place import Place
from generator.records.portal import Issue, Portal, Settings, Unread
from generator.records.record import Evidence
from tests.checking.made import record
from tests.publishing.portals import COUNTY, TOWN, agencies, held


def checked() -> tuple[Portal, Checked]:
    made = record({"disputes.review.upheld": 3})
    made = replace(made, evidence={**made.evidence, "disputes": Evidence(Place(line=7), "3 0 0 0 0")})
    item = held(Issue(COUNTY, 2024), made)
    portal = Portal(Settings("示例", "https://example.org/"), agencies(), (item,))
    return portal, (item, check_issue(Subject(item, portal.agencies[COUNTY], portal.settings)))


def test_text_gives_a_head_and_a_line_a_finding() -> None:
    portal, item = checked()
    lost = Unread(Issue(TOWN, 2023), f"reports/{TOWN}/2023.pdf", "PDF 中断。", "请换一份。")
    head, *lines = listing.as_text(replace(portal, unread=(lost,)), [item])
    assert head.startswith(f"{COUNTY} 2024 示例县人民政府：通过 ")
    assert any("case-total" in line and "不符" in line for line in lines[:-1])
    assert lines[-1] == f"{TOWN} 2023 未能读出（reports/{TOWN}/2023.pdf）：PDF 中断。请换一份。"
    kinds = ["不符" in line for line in lines[:-1]]
    assert kinds == sorted(kinds, reverse=True)


def test_json_holds_what_the_findings_say() -> None:
    portal, _ = checked()
    listed = json.loads(listing.as_json(make_edition(portal)))
    (total,) = [finding for finding in listed if finding["check"] == "case-total"]
    assert (total["agency"], total["year"], total["issue"], total["result"]) == (COUNTY, 2024, "2024", "fail")
    assert (total["left"], total["right"]) == ("3+0+0+0＝3", "表列总计 0")
    assert (total["file"], total["line"], total["page"]) == (f"reports/{COUNTY}/2024.pdf", 7, "")
    assert not [finding for finding in listed if finding["result"] in {"pass", "not_applicable"}]
