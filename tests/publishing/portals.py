"""A small portal made for the tests of publishing: every kind of figure, form and issue, and a file not read."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256

from generator.records.absences import Look, NotFound
from generator.records.corrections import Correction, apply_corrections
from generator.records.errors import Problem
from generator.records.figures import Absence, Figure
from generator.records.place import Place
from generator.records.portal import (
    Held,
    Input,
    Issue,
    Portal,
    Settings,
    SourceNote,
    Unread,
)
from generator.records.record import Doubt, Evidence, Passage, Record, SourceFile, dump_record
from generator.records.registry import Agency
from generator.records.replies import Reply
from tests.checking.made import FORM_2019, FORM_2021, MIXED, extract, record

COUNTY, TOWN, BUREAU, PLACELESS = "990001", "990001100", "990001-czj", "x-1"
SETTINGS = Settings("示例门户", "https://example.org/gongkai/", description="测试用。", email="a@example.org")
PAYLOAD = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>=cmd|' /C calc'!A0"


def agencies(county: str = "示例县人民政府") -> Mapping[str, Agency]:
    """Make the registry: a county, its township, a bureau without any report, and an agency of no place."""
    made = (
        Agency(COUNTY, county, "government", ("示例县",), "410822", "county"),
        Agency(BUREAU, "示例县财政局", "department", (), "410822", "county", successor_of=(PLACELESS,)),
        Agency(TOWN, "示例县示例镇人民政府", "government", (), "410822101", "township", valid_from="2019-01-01"),
        Agency(PLACELESS, "示例垂直管理局", "other"),
    )
    return {agency.id: agency for agency in sorted(made, key=lambda agency: agency.id)}


def held(issue: Issue, made: Record, *corrections: Correction) -> Held:
    """Hold a record, with people's corrections laid over it."""
    made = dataclasses.replace(
        made, agency=issue.agency, source=dataclasses.replace(made.source, files=(_file(issue),))
    )
    digest = sha256(dump_record(made).encode()).hexdigest()
    note = SourceNote(url="https://www.example.gov.cn/1.html", published=f"{issue.year + 1}-01-20")
    return Held(issue, apply_corrections(made, corrections), digest, note, corrections)


def _file(issue: Issue) -> SourceFile:
    return SourceFile(f"reports/{issue.agency}/{issue.name}.pdf", "ab" * 32, "application/pdf")


REPLY = Reply(
    "2025-03-01",
    "示例县示例镇人民政府办公室",
    "按官网公布的电话回拨核实",
    "示例编辑",
    "# 说明\n\n数字**无误**。<script>alert(1)</script>[这里](../x/)[那里](https://www.example.gov.cn/2.html)\n",
    f"replies/{TOWN}/2024.md",
)
COUNTED: Mapping[str, Figure] = {
    "applications.new_received.natural_person": 35,
    "applications.new_received.total": 35,
    "applications.granted.natural_person": 35,
    "applications.granted.total": 35,
    "applications.total.natural_person": 35,
    "applications.total.total": 35,
    "disputes.review.upheld": 10,
    "disputes.review.total": 0,
    "proactive.fees_10k_yuan": Decimal("7730.280"),
    "proactive.penalty_decisions": 217971,
}
FIX = Correction("applications.granted.total", 36, 35, "第 2 页印的是 35", "示例编辑", "2025-02-01", "原件第 2 页")


def told(made: Record, narrative: str) -> Record:
    """Give a record a paragraph, and an entry of evidence with the same text."""
    placed = Evidence(Place(line=9), narrative, 6, "identity", ("row-total:carried_in",))
    cases = Evidence(Place(page=5), "10 0 0 0 0 0 0 0 0 0 0 0 0 0 0", 15)
    evidence = {**made.evidence, "applications.carried_in": placed, "disputes": cases}
    passages = (Passage(narrative, Place(line=3), 1), Passage("全年情况平稳，三审三校。", Place(line=4), 1))
    return dataclasses.replace(made, narrative=passages, evidence=evidence, unplaced=(Passage("1 2 3", Place(page=2)),))


def unclear(made: Record, cell: str) -> Record:
    """Make one cell unclear."""
    doubts = {**made.unclear, cell: Doubt("墨迹盖住了数字", (1, 7))}
    return dataclasses.replace(made, figures={**made.figures, cell: Absence.UNCLEAR}, unclear=doubts)


def absent(made: Record) -> Record:
    """Make an extract with a lost row, blanks and a placeholder."""
    lost = {cell: Absence.MISSING for cell in made.figures if cell.startswith("applications.carried_out.")}
    changed: dict[str, Figure] = {
        "applications.granted.research": Absence.BLANK,
        "proactive.licensing_decisions": Absence.PLACEHOLDER,
    }
    evidence = {name: item for name, item in made.evidence.items() if name != "applications.carried_out"}
    changed_record = dataclasses.replace(made, figures={**made.figures, **lost, **changed}, evidence=evidence)
    return extract(unclear(changed_record, "disputes.litigation_direct.pending"))


def portal(
    *, county: str = "示例县人民政府", narrative: str = "本年收到申请35件。", settings: Settings = SETTINGS
) -> Portal:
    """Make the portal: the county over four years and two issues, the township with losses, one file not read."""
    first = record({**COUNTED, "applications.granted.total": 36}, forms=FORM_2021)
    issues = (
        held(Issue(COUNTY, 2020), record({"proactive.licensing.change": -8}, year=2020, forms=FORM_2019)),
        held(Issue(COUNTY, 2023), record(year=2023, forms=MIXED)),
        held(Issue(COUNTY, 2024), record({"applications.granted.total": 34})),
        held(Issue(COUNTY, 2024, 2), told(first, narrative), FIX),
        held(Issue(TOWN, 2024), absent(record())),
    )
    lost = Unread(Issue(TOWN, 2023), f"reports/{TOWN}/2023.pdf", "PDF 在第 3 页后中断。", "请换一份完整的文件。")
    return Portal(
        settings,
        agencies(county),
        tuple(sorted(issues, key=lambda item: item.issue)),
        (lost,),
        (Problem("corrections/990001/2023.yaml", 3, "更正多余了。", "请删去这一条。"),),
        (Input(f"reports/{TOWN}/2023.pdf", "unread", "PDF 中断"), Input(f"reports/{COUNTY}/2024.pdf", "read")),
        {"about": "# 关于\n\n怎样得来，见[方法](../data/)。"},
        replies={(TOWN, 2024): REPLY},
        absences={(PLACELESS, 2024): NotFound((Look("示例网站", "2025-04-01", "https://www.example.gov.cn/"),))},
    )
