"""Findings for a terminal, for programs and for GitHub: failures first, and nothing that a message can break out of."""

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
from generator.records.record import Evidence, SourceFile
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
    assert not [finding for finding in listed if finding["result"] in {"pass", "not_applicable"}]


def test_an_annotation_names_file_and_line_and_is_one_command() -> None:
    _, item = checked()
    (line,) = [line for line in listing.as_annotations([item]) if "case-total" in line]
    assert line.startswith(f"::error file=content/reports/{COUNTY}/2024.pdf,line=7,title=case-total")


def test_nothing_in_a_path_or_message_breaks_out_of_an_annotation() -> None:
    _, (item, findings) = checked()
    file = SourceFile("reports/a,b:c\n::warning::x/2024.txt", "00" * 32, "text/plain")
    evil = replace(item, record=replace(item.record, source=replace(item.record.source, files=(file,))))
    evil_findings = tuple(replace(finding, message="100%\n::error::x") for finding in findings)
    head = "file=content/reports/a%2Cb%3Ac%0A%3A%3Awarning%3A%3Ax/2024.txt,"
    for line in listing.as_annotations([(evil, evil_findings)]):
        assert "\n" not in line
        assert line.startswith("::")
        assert head in line
        assert line.endswith("::100%25%0A::error::x")
