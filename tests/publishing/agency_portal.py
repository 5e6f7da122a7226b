"""A portal made for the tests of an agency's page: seven years with a gap, breaks, reasons of refusal, lineage."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from generator.records.absences import Look, NotFound
from generator.records.figures import Absence, Figure
from generator.records.portal import Held, Issue, Portal
from generator.records.registry import Agency, Contact
from tests.checking.made import FORM_2019, FORM_2021, record
from tests.publishing.portals import SETTINGS, held

COUNTY, BEFORE, ALSO_BEFORE, HOSPITAL, BUREAU = "410822", "x-old", "x-other", "x-hospital", "410822-czj"
CONTACT = Contact("政务公开科", "示例路1号 454450", "0391-1234567", "xxgk@example.gov.cn", "2026-10-08")
AGENCIES = (
    Agency(
        COUNTY,
        "示例县人民政府",
        "government",
        division=COUNTY,
        level="county",
        valid_from="2018-07-01",
        successor_of=(ALSO_BEFORE, BEFORE),
        guide_url="https://www.example.gov.cn/guide",
        contact=CONTACT,
    ),
    Agency(BUREAU, "示例县财政局", "department", division=COUNTY, level="county"),
    Agency(BEFORE, "旧县人民政府", "government", division=COUNTY, level="county", valid_until="2018-06-30"),
    Agency(ALSO_BEFORE, "另一旧县人民政府", "government", division=COUNTY, level="county", valid_until="2018-06-30"),
    Agency(HOSPITAL, "示例县人民医院", "institution", division=COUNTY, level="county"),
)


def counted(year: int, received: int, forms: Mapping[str, str], **more: Figure) -> Held:
    """Hold a report: 2 denied for a third party, 3 not held, the rest granted; as many reviews as years since 2018."""
    rows = {"new_received": received, "granted": received - 5, "total": received}
    rows |= {"denied_third_party": 2, "unable_not_held": 3}
    cells: dict[str, Figure] = {}
    for row, number in rows.items():
        cells |= {f"applications.{row}.natural_person": number, f"applications.{row}.total": number}
    cells |= {"disputes.review.upheld": year - 2018, "disputes.review.total": year - 2018}
    if forms is FORM_2019:
        cells |= {"proactive.penalty.decisions": 140, "proactive.normative_documents.total_published": 90}
    else:
        cells |= {"proactive.penalty_decisions": 150, "proactive.normative_documents.in_force": 30}
    named = {name.replace("__", "."): figure for name, figure in more.items()}
    return held(Issue(COUNTY, year), record(cells | named, year=year, forms=forms))


def portal() -> Portal:
    """Make it. 2022 was looked for in vain; in 2025 the row of totals is doubted and a reason is blank."""
    issues = (
        counted(2019, 20, FORM_2019),
        counted(2020, 31, FORM_2019),
        counted(2021, 28, FORM_2021),
        counted(2023, 44, FORM_2021),
        counted(2024, 120, FORM_2021),
        counted(
            2025, 98, FORM_2021, applications__granted__total=90, applications__denied_process_info__total=Absence.BLANK
        ),
    )
    look = NotFound((Look("示例县政府网站", "2026-04-01", "https://www.example.gov.cn/"),))
    agencies = {agency.id: agency for agency in sorted(AGENCIES, key=lambda agency: agency.id)}
    return Portal(dataclasses.replace(SETTINGS), agencies, issues, absences={(COUNTY, 2022): look})
