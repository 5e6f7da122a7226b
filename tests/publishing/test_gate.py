"""The privacy gate: a planted number stands nowhere on the site, wherever it was planted; the clean is published."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.checking.personal import ID_NUMBER, MOBILE
from generator.checking.privacy import numbers_of, withheld_for
from generator.desk.listing import as_json
from generator.publishing.edition import make_edition
from generator.publishing.gate import gate
from generator.publishing.publish import publish
from generator.records.corrections import Correction
from generator.records.errors import ContentError, Problem
from generator.records.folded import folded
from generator.records.place import Place
from generator.records.portal import Held, Input, Issue, Portal, SourceNote, Unread
from generator.records.record import Claim, Doubt, Evidence, Passage, Record, Section, SourceFile
from generator.records.replies import Reply
from generator.records.reviews import Kind, Review, Reviews, files_fingerprint
from tests.publishing.portals import COUNTY, TOWN, portal

ID, PHONE = "990001199003070028", "13800001234"
LINE = Place(line=7)
ISSUE, EARLIER = Issue(COUNTY, 2024, 2), Issue(COUNTY, 2024)
PLACE_OF_TEXT = Place(page=3)


def passage(text: str) -> tuple[Passage, ...]:
    return (Passage(text, LINE, 1),)


def on_record(**changed: object) -> Callable[[Held], Held]:
    return lambda held: dataclasses.replace(held, record=dataclasses.replace(held.record, **changed))  # type: ignore[arg-type]


def with_evidence(text: str) -> Callable[[Held], Held]:
    return lambda held: on_record(evidence={**held.record.evidence, "applications.other_misc": Evidence(LINE, text)})(
        held
    )


def with_figure(number: int) -> Callable[[Held], Held]:
    return lambda held: on_record(figures={**held.record.figures, "proactive.penalty_decisions": number})(held)


def with_file(path: str) -> Callable[[Held], Held]:
    def change(held: Held) -> Held:
        files = (SourceFile(path, "ab" * 32, "application/pdf"),)
        return on_record(source=dataclasses.replace(held.record.source, files=files))(held)

    return change


def with_words(text: str) -> Callable[[Held], Held]:
    fix = Correction("applications.granted.total", 36, 35, text, "示例编辑", "2025-02-01")
    return lambda held: dataclasses.replace(held, corrections=(fix,))


def with_review(text: str) -> Callable[[Held], Held]:
    review = Review(Kind.RECORD, "", "confirmed", PHONE, "示例编辑", "2025-02-01", text)
    return lambda held: dataclasses.replace(held, reviews=Reviews((review,)))


PLANTS: Mapping[str, Callable[[Held], Held]] = {
    "title": on_record(title=f"{ID}年度报告"),
    "agency_as_printed": on_record(agency_as_printed=f"示例县{PHONE}"),
    "sections": on_record(sections=(Section(1, f"一、总体情况 {ID}", LINE),)),
    "narrative": on_record(narrative=passage(f"申请人身份证号{ID}。")),
    "torn": on_record(narrative=(*passage(f"身份证号{ID[:9]}"), *passage(f"{ID[9:]}。"))),
    "hidden": on_record(hidden=passage(f"电话 {PHONE}")),
    "unplaced": on_record(unplaced=passage(f"其他 {ID}")),
    "claims": on_record(claims=(Claim("applications.new_received.total", 1, "whole", f"{ID}", LINE),)),
    "evidence": with_evidence(f"其他 0 0 {ID} 0"),
    "unclear": on_record(unclear={"applications.total.total": Doubt(f"印的是{PHONE}", (1,))}),
    "figures": with_figure(int(PHONE)),
    "source": with_file(f"reports/{COUNTY}/2024.r2/张三{ID}.png"),
    "note": lambda held: dataclasses.replace(held, note=SourceNote(url="https://www.example.gov.cn/", title=f"王{ID}")),
    "corrections": with_words(f"来电 {PHONE}"),
    "reviews": with_review(f"问过 {ID}"),
}


def planted(change: Callable[[Held], Held], base: Portal | None = None) -> Portal:
    base = base or portal()
    return dataclasses.replace(base, held=tuple(change(item) if item.issue == ISSUE else item for item in base.held))


def the(portal_: Portal) -> Held:
    return next(item for item in portal_.held if item.issue == ISSUE)


def waived(*checks: str) -> Callable[[Held], Held]:
    def change(held: Held) -> Held:
        source = files_fingerprint(held.record)
        given = (Review(Kind.WAIVER, check, "confirmed", source, "示例编辑", "2025-02-01") for check in checks)
        return dataclasses.replace(held, reviews=Reviews(tuple(given)))

    return change


def everything(site: Path) -> bytes:
    return b"\n".join(
        str(path.relative_to(site)).encode() + path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()
    )


def test_the_made_portal_is_clean() -> None:
    assert not any(numbers_of(held) for held in portal().held)
    assert gate(portal()) == portal()


@pytest.mark.parametrize("part", PLANTS)
def test_a_number_is_found_in_every_part_of_what_is_held(part: str) -> None:
    base = planted(PLANTS[part])
    assert {found.part for found in numbers_of(the(base))} == {part if part != "torn" else "narrative"}
    gated = gate(base)
    assert ISSUE not in {held.issue for held in gated.held}
    (back,) = (item for item in gated.unread if item.withheld)
    assert back.issue == ISSUE
    assert ID not in repr(gated)
    assert PHONE not in repr(gated)


@pytest.mark.parametrize("part", PLANTS)
def test_a_number_is_found_in_a_record_that_is_folded_up_as_in_an_open_one(part: str) -> None:
    """Records are folded up when they are loaded: what looks through them must know that shape too."""
    opened = the(planted(PLANTS[part]))
    shut = dataclasses.replace(opened, record=folded(opened.record))
    assert numbers_of(shut) == numbers_of(opened) != ()


def dirty_portal() -> Portal:
    """Make a portal with numbers in everything that is shown."""
    base = portal()
    held, town = the(base), next(item for item in base.held if item.issue == Issue(TOWN, 2024))
    for change in PLANTS.values():
        held = change(held)
    narrative = passage(f"电话１３８－００００－１２３４，{ID[:6]} {ID[6:14]} {ID[14:]}")
    spoiled = dataclasses.replace(town, record=dataclasses.replace(town.record, narrative=narrative))
    changed = {held.issue: held, spoiled.issue: spoiled}
    return dataclasses.replace(
        base,
        held=tuple(changed.get(item.issue, item) for item in base.held),
        inputs=(
            Input(f"inbox/李四{ID}.pdf", "waiting", f"电话 {PHONE}"),
            Input(f"reports/{COUNTY}/2024.r2.pdf", "read"),
        ),
        replies={(COUNTY, 2023): Reply("2025-01-01", "办公室", "来函", "示例编辑", f"请联系{PHONE}", "replies/1.md")},
        unread=(Unread(Issue(TOWN, 2023), f"reports/{ID}.pdf", f"第 {PHONE} 页", ID, SourceNote(title=ID)),),
        problems=(Problem(f"corrections/{ID}.yaml", 3, f"“{PHONE}”", f"{ID}"),),
    )


@pytest.fixture(scope="module")
def dirty_site(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dirty") / "s"
    publish(dirty_portal(), site=folder, templates=templates)
    return folder


def test_all_plants_at_once_stand_nowhere_on_the_site(dirty_site: Path) -> None:
    written = everything(dirty_site)
    for secret in (ID, PHONE, ID[6:], PHONE[3:], "１３８－００００", ID[6:14]):
        assert secret.encode() not in written, secret
    assert b"990***************" in written


def test_the_page_of_a_withheld_report_says_so_and_holds_nothing_else(dirty_site: Path) -> None:
    folder = dirty_site / "agencies" / COUNTY / "2024"
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "暂不公布" in page
    assert "疑似公民身份号码" in page
    assert "未能读出里面的数字" not in page
    assert sorted(path.name for path in folder.iterdir()) == ["badge.svg", "index.html", "r1"]
    assert "暂不公布" in (folder / "badge.svg").read_text(encoding="utf-8")


def test_a_withheld_report_is_counted_as_such(dirty_site: Path) -> None:
    table = (dirty_site / "years/2024/records.csv").read_text(encoding="utf-8")
    assert ",withheld," in next(line for line in table.splitlines() if line.startswith(f"{COUNTY},"))
    status = (dirty_site / "status/inputs.csv").read_text(encoding="utf-8")
    assert f"reports/{COUNTY}/2024.r2.pdf,withheld," in status
    assert json.loads((dirty_site / "data/build.json").read_text(encoding="utf-8"))["reports"] == 2
    assert (dirty_site / "agencies" / COUNTY / "2023/record.yaml").exists(), "other years are published"


def test_a_waiver_lets_the_report_be_published(templates: Path, tmp_path: Path) -> None:
    told = planted(PLANTS["narrative"], planted(waived(ID_NUMBER)))
    assert withheld_for(the(told)) == ()
    publish(told, site=tmp_path / "s", templates=templates)
    assert ID.encode() in (tmp_path / "s/agencies" / COUNTY / "2024/record.yaml").read_bytes()


def test_a_waiver_of_one_kind_is_none_of_the_other() -> None:
    both = on_record(narrative=passage(f"{ID}，{PHONE}"))
    assert withheld_for(the(planted(both))) == (ID_NUMBER, MOBILE)
    assert withheld_for(the(planted(both, planted(waived(ID_NUMBER))))) == (MOBILE,)
    assert withheld_for(the(planted(both, planted(waived(ID_NUMBER, MOBILE))))) == ()


def test_the_message_says_where_and_how_to_waive() -> None:
    (back,) = (item for item in gate(planted(PLANTS["narrative"])).unread if item.withheld)
    assert back.withheld == (ID_NUMBER,)
    assert back.what == ("这份年报里有疑似公民身份号码 1 处，未经确认，暂不公布。数字、正文和文件都没有放在本站。")
    source = files_fingerprint(the(portal()).record)[:12]
    assert "正文（第 7 行）" in back.remedy
    assert f"content/reviews/{COUNTY}/2024.r2.yaml" in back.remedy
    assert f'waives: personal-id-number，source: "{source}"' in back.remedy


def test_offices_and_money_are_not_touched() -> None:
    clean = (
        on_record(narrative=passage("电话 0517-87223344，邮箱 hzzwgk@126.com，地址：人民路 138 号。")),
        with_evidence("其他 138 0000 1234"),
        lambda held: on_record(
            evidence={**held.record.evidence, "proactive.fees_10k_yuan": Evidence(LINE, f"收费 {PHONE}")}
        )(held),
    )
    for change in clean:
        assert numbers_of(the(planted(change))) == ()


def test_an_id_number_on_a_page_of_ours_stops_the_build() -> None:
    with pytest.raises(ContentError, match=r"pages/about.md:3") as caught:
        make_edition(dataclasses.replace(portal(), pages={"about": f"# 关于\n\n{ID}"}))
    assert ID not in str(caught.value)


def test_a_mobile_number_on_a_page_of_ours_is_pointed_out() -> None:
    gated = gate(dataclasses.replace(portal(), pages={"about": f"# 关于\n\n电话 {PHONE}"}))
    assert [(problem.path, problem.line) for problem in gated.problems[1:]] == [("pages/about.md", 3)]
    assert gated.pages["about"].endswith(PHONE)


def test_a_clean_reply_stays() -> None:
    reply = Reply("2025-01-01", "办公室", "来函", "示例编辑", "数字无误。", "replies/1.md")
    told = dataclasses.replace(portal(), replies={(COUNTY, 2023): reply})
    assert gate(told).replies == told.replies


def test_an_earlier_issue_with_a_number_goes_and_the_later_stays() -> None:
    base = portal()
    first = next(item for item in base.held if item.issue == Issue(COUNTY, 2024))
    bad = dataclasses.replace(first, record=dataclasses.replace(first.record, narrative=passage(ID)))
    told = dataclasses.replace(
        base,
        held=tuple(bad if item is first else item for item in base.held),
        inputs=(Input(f"reports/{COUNTY}/2024.pdf", "read"), Input(f"reports/{COUNTY}/2024.r2.pdf", "read")),
    )
    edition = make_edition(told)
    assert [shown.withheld for shown in edition.issues[COUNTY, 2024]] == [True, False]
    assert [item.state for item in edition.portal.inputs] == ["withheld", "read"]


def test_each_file_is_of_its_own_issue_when_several_are_withheld() -> None:
    base = portal()
    bad = tuple(on_record(narrative=passage(ID))(item) for item in base.held)
    names = ("2024.pdf", "2024/1.png", "2024.r2.pdf", "2024.r2/1.png", "2024.r3.pdf", "2024x.pdf")
    inputs = tuple(Input(f"reports/{COUNTY}/{name}", "read") for name in names)
    gated = gate(dataclasses.replace(base, held=bad, inputs=inputs))
    assert [item.state for item in gated.inputs] == [*["withheld"] * 4, "read", "read"]
    whys = [item.why for item in gated.inputs]
    assert all(whys[:4])
    assert not any(whys[4:])


def test_a_new_field_of_the_record_is_looked_through_too() -> None:
    """The gate walks over whatever fields there are; this fails when a part is no longer reached."""
    reached = {found.part for change in PLANTS.values() for found in numbers_of(the(planted(change)))}
    text_fields = {field.name for field in dataclasses.fields(Record)} - {
        "year",
        "agency",
        "forms",
        "forms_told",
        "dates",
    }
    assert text_fields <= reached


def test_a_withheld_report_has_its_reason_among_the_findings_and_nothing_else(dirty_site: Path) -> None:
    rows = json.loads((dirty_site / "findings/2024/findings.json").read_text(encoding="utf-8"))
    assert (
        json.loads(as_json(make_edition(dirty_portal()), lambda issue: issue.year == 2024 and issue != EARLIER)) == rows
    )
    withheld = [row for row in rows if (row["agency"], row["issue"]) == (COUNTY, ISSUE.name)]
    assert [(row["check"], row["result"]) for row in withheld] == [(ID_NUMBER, "fail"), (MOBILE, "fail")]
    page = (dirty_site / "agencies" / COUNTY / "2024/index.html").read_text(encoding="utf-8")
    for row in withheld:
        assert f'id="{row["url"].rpartition("#")[2]}"' in page
        assert row["message"] in page
        assert (row["record"], row["cells"], row["file"]) == ("", [], "")
