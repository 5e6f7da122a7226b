"""Portals made up of clean reports: several years an agency, each taking up what the year before left, text as tables.

Figures are drawn at random and belong to nobody. What the narrative claims is read from its sentences by the reader.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.reading.claims import claims_of
from generator.records.figures import Figure
from generator.records.forms import TABLES, applicants, cases, form_due, form_table, outcomes, section_titles
from generator.records.place import Place
from generator.records.portal import Held, Issue, Portal, Settings, SourceNote
from generator.records.record import Claim, Dates, Evidence, Passage, Record, Section, Source, SourceFile
from generator.records.registry import Agency

YEARS = (2020, 2021, 2022, 2023, 2024)
KINDS = (
    *(("government", "county", "县人民政府"), ("government", "township", "镇人民政府")),
    *(
        ("department", "county", "县财政局"),
        ("subdistrict", "township", "街道办事处"),
        ("office", "county", "县政府办公室"),
    ),
)
COLUMNS = tuple(column.key for column in applicants())
PARTS = COLUMNS[:-1]
_RESULTS = 40


def agencies(count: int) -> dict[str, Agency]:
    """Make agencies of all kinds in turn."""
    return {agency.id: agency for agency in (_agency(number) for number in range(count))}


def _agency(number: int) -> Agency:
    kind, level, ending = KINDS[number % len(KINDS)]
    return Agency(f"a{number:03}", f"示例{number:03}{ending}", kind, level=level)


def clean_portal(seed: int, count: int) -> Portal:
    """Make a portal of `count` agencies with five reports each."""
    rng = random.Random(seed)  # noqa: S311 - the same portal from the same seed
    known = agencies(count)
    held = tuple(item for agency in known.values() for item in _years(rng, agency))
    return Portal(Settings("门户", "https://example.org/"), known, held)


def _years(rng: random.Random, agency: Agency) -> Iterator[Held]:
    figures: dict[str, Figure] = {}
    for year in YEARS:
        figures = _figures(rng, form_due(year), figures)
        yield held(agency, year, figures, _sentences(figures, agency, year))


def held(agency: Agency, year: int, figures: Mapping[str, Figure], sentences: tuple[tuple[int, str], ...]) -> Held:
    """Hold the record of an original that two readers read alike, published in time."""
    form = form_due(year)
    tables = [form_table(form, name) for name in TABLES]
    narrative = tuple(Passage(text, Place(page=1, line=n), section) for n, (section, text) in enumerate(sentences, 10))
    titles = enumerate(section_titles(year), start=1)
    made = Record(
        year=year,
        agency_as_printed=agency.name,
        title=f"{agency.name}{year}年政府信息公开工作年度报告",
        source=Source(
            (SourceFile(f"reports/{agency.id}/{year}.pdf", f"{year:064}", "application/pdf"),), "original", "one", "two"
        ),
        forms=dict.fromkeys(TABLES, form),
        forms_told={"proactive": True, "applications": True, "disputes": False},
        figures=dict(figures),
        agency=agency.id,
        dates=Dates((f"{year}-01-01", f"{year}-12-31"), f"{year + 1}-01-12"),
        sections=tuple(Section(n, f"{'一二三四五六'[n - 1]}、{title}", Place(page=1, line=n)) for n, title in titles),
        narrative=narrative,
        claims=tuple(claims(narrative)),
        evidence={row.name: Evidence(Place(page=2), row.label, readers=2) for table in tables for row in table.rows},
    )
    note = SourceNote("https://example.org/p", published=f"{year + 1}-01-20", retrieved="2025-06-01")
    return Held(Issue(agency.id, year), made, "", note)


def claims(narrative: tuple[Passage, ...]) -> Iterator[Claim]:
    """Let the reader say what the paragraphs claim."""
    for passage in narrative:
        for found in claims_of(passage.text, section=passage.section):
            yield Claim(found.cell, found.value, found.scope, found.text, passage.place, readers=2)


def _figures(rng: random.Random, form: str, before: Mapping[str, Figure]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {cell.name: 0 for name in TABLES for cell in form_table(form, name).cells}
    figures |= _proactive(rng, form, before)
    figures |= _applications(rng, form, before)
    for case in cases():
        parts = [rng.choice((0, 0, rng.randint(0, 4))) for _ in range(4)]
        for outcome, value in zip(outcomes(), [*parts, sum(parts)], strict=True):
            figures[f"disputes.{case.key}.{outcome.key}"] = value
    return figures


def _proactive(rng: random.Random, form: str, before: Mapping[str, Figure]) -> dict[str, Figure]:
    if form == "2019":
        return {"proactive.penalty.decisions": rng.randint(100, 200), "proactive.penalty.change": rng.randint(-9, 9)}
    stock = "proactive.normative_documents"
    past = before.get(f"{stock}.in_force", 30)
    assert isinstance(past, int)
    issued, repealed = rng.randint(0, 6), rng.randint(0, min(5, past))
    return {
        f"{stock}.issued": issued,
        f"{stock}.repealed": repealed,
        f"{stock}.in_force": past + issued - repealed,
        "proactive.licensing_decisions": rng.randint(300, 500),
        "proactive.penalty_decisions": rng.randint(100, 200),
        "proactive.coercion_decisions": rng.randint(0, 40),
        "proactive.fees_10k_yuan": Decimal(rng.randint(10_000, 19_999)).scaleb(-2),
    }


def _applications(rng: random.Random, form: str, before: Mapping[str, Figure]) -> dict[str, Figure]:
    keys = [row.key for row in form_table(form, "applications").rows]
    results = keys[keys.index("granted") : keys.index("total")]
    by_row = {key: [rng.randint(0, 3) if rng.random() < 0.15 else 0 for _ in PARTS] for key in results}
    by_row["granted"] = [rng.randint(0, _RESULTS), *by_row["granted"][1:]]
    by_row["carried_in"] = [_whole(before.get(f"applications.carried_out.{column}", 0)) for column in PARTS]
    by_row["total"] = [sum(by_row[key][n] for key in results) for n in range(len(PARTS))]
    by_row["carried_out"] = [rng.randint(0, 2) for _ in PARTS]
    for n in range(len(PARTS)):  # nothing taken up may be more than what is done and left
        by_row["carried_out"][n] += max(0, by_row["carried_in"][n] - by_row["total"][n] - by_row["carried_out"][n])
    rows = zip(by_row["total"], by_row["carried_out"], by_row["carried_in"], strict=True)
    by_row["new_received"] = [done + left - taken for done, left, taken in rows]
    return {
        f"applications.{key}.{column}": value
        for key in keys
        for column, value in zip(COLUMNS, [*by_row[key], sum(by_row[key])], strict=True)
    }


def _whole(figure: Figure) -> int:
    assert isinstance(figure, int)
    return figure


def _sentences(figures: Mapping[str, Figure], agency: Agency, year: int) -> tuple[tuple[int, str], ...]:
    def of(cell: str) -> int:
        return _whole(figures[cell])

    received, carried = of("applications.new_received.total"), of("applications.carried_in.total")
    done, left = of("applications.total.total"), of("applications.carried_out.total")
    review = of("disputes.review.total")
    suits = of("disputes.litigation_direct.total") + of("disputes.litigation_after_review.total")
    reviewed = f"被申请行政复议{review}件" if review else "未发生行政复议"
    sued = f"被提起行政诉讼{suits}件" if suits else "未发生行政诉讼"
    return (
        (1, f"{agency.name}依照条例编制本报告，统计期限自{year}年1月1日起至{year}年12月31日止。"),
        (1, "主动公开重点领域信息，网站平台运行平稳，政府信息管理制度健全，监督保障有力，考核结果良好。"),
        (
            1,
            f"{year}年，共收到政府信息公开申请{received}件，上年结转{carried}件，办结{done}件，结转下年度继续办理{left}件。",
        ),
        (1, f"{year}年，因政府信息公开{reviewed}，{sued}。"),
        (5, "一是栏目更新还不够及时；二是解读形式单一，下一步将加强培训，丰富形式。"),
        (6, f"{year}年没有收取信息处理费。"),
    )
