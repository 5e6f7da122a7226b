"""What people write beside reports: used while it holds, else left out and named, line and remedy. Never a crash."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.records.errors import ContentError
from generator.records.figures import Absence, Figure
from generator.records.inputs import LEFT_OUT, USED, account
from generator.records.portal import Portal, load_portal
from generator.records.record import Record, SourceFile, dump_record
from generator.records.reviews import files_fingerprint, fingerprint_of, record_fingerprint
from tests.checking.made import record

TOTAL = "disputes.review.total"
FIX = f"- {{cell: {TOTAL}, was: 3, is: 4, why: 原件第 5 页是 4, by: 示例, date: 2025-01-02}}\n"
FRONT = "---\ndate: 2025-03-01\ncapacity: 示例局办公室\nverified: 按官网公布的电话回拨核实\nby: 示例\n---\n"
KINDS = ("corrections/x-1/2024.yaml", "reviews/x-1/2024.yaml", "replies/x-1/2024.md", "absences/x-1/2023.yaml")


def made(changed: Mapping[str, Figure] | None = None, sha256: str = "ab" * 32) -> Record:
    plain = record({TOTAL: 3, **(changed or {})})
    files = (SourceFile("reports/x-1/2024.pdf", sha256, "application/pdf"),)
    return dataclasses.replace(plain, agency="x-1", source=dataclasses.replace(plain.source, files=files))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    write(tmp_path, "portal.yaml", "title: 甲\nbase_url: https://example.org/\n")
    write(tmp_path, "agencies/x.yaml", '- {id: "x-1", name: 示例局, kind: other}\n')
    write(tmp_path, "records/x-1/2024.yaml", dump_record(made()))
    return tmp_path


def write(content: Path, name: str, held: str | bytes) -> None:
    path = content / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(held.encode() if isinstance(held, str) else held)


def states(content: Path, portal: Portal) -> dict[str, str]:
    return {item.path: item.state for item in account(content, portal, portal.problems)}


def read_again(content: Path, changed: Mapping[str, Figure] | None = None, sha256: str = "ab" * 32) -> Portal:
    write(content, "records/x-1/2024.yaml", dump_record(made(changed, sha256)))
    return load_portal(content)


# ---------------------------------------------------------------- corrections


def test_a_correction_holds_while_the_cell_reads_as_it_says(content: Path) -> None:
    write(content, KINDS[0], FIX)
    (held,) = load_portal(content).held
    assert held.record.figures[TOTAL] == 4
    assert states(content, load_portal(content))[KINDS[0]] == USED


@pytest.mark.parametrize(("now", "says"), [(5, "现在读到的是 5"), (4, "多余了"), (Absence.BLANK, "现在读到的是 blank")])
def test_a_correction_that_does_not_fit_is_left_out_and_named(content: Path, now: Figure, says: str) -> None:
    write(content, KINDS[0], "# 第一行是注释\n" + FIX)
    portal = read_again(content, {TOTAL: now})
    (problem,) = portal.problems
    assert (problem.path, problem.line) == (KINDS[0], 2)
    assert says in problem.what
    assert problem.remedy
    assert portal.held[0].record.figures[TOTAL] == now
    assert states(content, portal)[KINDS[0]] == LEFT_OUT


def test_two_corrections_of_one_cell_are_both_refused_and_the_rest_holds(content: Path) -> None:
    other = FIX.replace(TOTAL, "disputes.review.upheld").replace("was: 3", "was: 0")
    write(content, KINDS[0], FIX + other + FIX.replace("is: 4", "is: 5"))
    portal = load_portal(content)
    assert [problem.line for problem in portal.problems] == [1, 3]
    assert portal.held[0].record.figures[TOTAL] == 3
    assert portal.held[0].record.figures["disputes.review.upheld"] == 4
    assert states(content, portal)[KINDS[0]] == USED


# ---------------------------------------------------------------- reviews


def decided(**more: str) -> str:
    return json.dumps([{"by": "示例", "date": "2025-01-02", **more}], ensure_ascii=False)


def test_a_confirmation_is_for_the_figures_it_was_given_on(content: Path) -> None:
    seen = {"record": record_fingerprint(made()), TOTAL: fingerprint_of(made(), [TOTAL])}
    for subject, fingerprint in seen.items():
        write(content, KINDS[1], decided(confirms=subject, figures=fingerprint[:12]))
        assert load_portal(content).held[0].reviews.confirms(TOTAL)
        assert read_again(content, {"applications.granted.total": 7}).held[0].reviews.confirms(TOTAL) is (
            subject == TOTAL
        )
        voided = read_again(content, {TOTAL: 9})
        assert not voided.held[0].reviews.confirms(TOTAL)
        (problem,) = voided.problems
        now = read_again(content, {TOTAL: 9}).held[0].record
        fresh = record_fingerprint(now) if subject == "record" else fingerprint_of(now, [TOTAL])
        assert fresh[:12] in problem.remedy
        assert states(content, voided)[KINDS[1]] == LEFT_OUT
        assert read_again(content, sha256="cd" * 32).problems, "another file is another report"
        assert read_again(content).held[0].reviews.confirms(TOTAL), "what comes back holds again"


def test_nothing_that_ingest_does_touches_what_people_wrote(content: Path) -> None:
    written = decided(confirms="record", figures=record_fingerprint(made())[:12])
    write(content, KINDS[1], written)
    voids: Mapping[str, Figure] = {TOTAL: 9}
    for changed in (voids, None):
        read_again(content, changed)
        assert (content / KINDS[1]).read_text(encoding="utf-8") == written


def test_a_waiver_is_for_one_check_and_one_file(content: Path) -> None:
    source = files_fingerprint(made())[:12]
    write(content, KINDS[1], decided(waives="personal-mobile", source=source, why="办公电话"))
    reviews = load_portal(content).held[0].reviews
    assert reviews.waives("personal-mobile")
    assert not reviews.waives("personal-id-number")
    assert not read_again(content, sha256="cd" * 32).held[0].reviews.waives("personal-mobile")


def test_contrary_verdicts_on_one_finding_are_both_left_out(content: Path) -> None:
    both = [
        {"finding": "case-total:review", "verdict": verdict, "figures": "ab" * 6, "why": "示例", "by": who, "date": day}
        for verdict, who, day in (("confirmed", "示例甲", "2025-01-02"), ("dismissed", "示例乙", "2025-01-03"))
    ]
    write(content, KINDS[1], json.dumps(both, ensure_ascii=False))
    portal = load_portal(content)
    assert portal.held[0].reviews.all == ()
    assert all("相反" in problem.what for problem in portal.problems)
    assert len(portal.problems) == 2


@pytest.mark.parametrize(
    "entry",
    [
        {"confirms": "record"},
        {"confirms": "record", "figures": "123"},
        {"confirms": "disputes.nothing", "figures": "ab" * 6},
        {"confirms": "record", "waives": "personal-mobile", "figures": "ab" * 6, "source": "ab" * 6, "why": "示例"},
        {"finding": "case-total:review", "figures": "ab" * 6, "why": "示例"},
        {"waives": "row-total", "source": "ab" * 6, "why": "示例"},
        {},
    ],
)
def test_a_decision_that_says_too_little_or_too_much_is_named(content: Path, entry: dict[str, str]) -> None:
    write(content, KINDS[1], decided(**entry))
    portal = load_portal(content)
    assert portal.held[0].reviews.all == ()
    assert portal.problems
    assert all(problem.path == KINDS[1] and problem.line and problem.remedy for problem in portal.problems)


# ---------------------------------------------------------------- replies, absences, strays


def test_a_reply_has_a_day_a_capacity_and_how_it_was_verified(content: Path) -> None:
    write(content, KINDS[2], FRONT + "\n数字无误。\n")
    reply = load_portal(content).replies["x-1", 2024]
    assert (reply.date, reply.capacity, reply.body) == ("2025-03-01", "示例局办公室", "数字无误。\n")
    for key in ("date", "capacity", "verified", "by"):
        lines = [line for line in FRONT.splitlines(keepends=True) if not line.startswith(f"{key}:")]
        write(content, KINDS[2], "".join(lines) + "数字无误。\n")
        portal = load_portal(content)
        assert not portal.replies
        assert key in portal.problems[0].what


@pytest.mark.parametrize(
    "text", ["", "数字无误。", FRONT, FRONT + " \n", "---\n---\n无误", "---\n- 1\n---\n无误", "---\n"]
)
def test_a_reply_without_its_parts_is_named(content: Path, text: str) -> None:
    write(content, KINDS[2], text)
    portal = load_portal(content)
    assert not portal.replies
    assert portal.problems[0].line
    assert states(content, portal)[KINDS[2]] == LEFT_OUT


def test_an_absence_stands_where_no_report_is(content: Path) -> None:
    looked = (
        "looked:\n- {where: 示例网站, on: 2025-04-02}\n- {where: 公报, on: 2025-04-01, url: https://example.org/}\n"
    )
    write(content, KINDS[3], looked)
    write(content, "absences/x-1/2024.yaml", looked)
    portal = load_portal(content)
    assert portal.absences["x-1", 2023].latest.where == "示例网站"
    assert ("x-1", 2024) not in portal.absences
    (problem,) = portal.problems
    assert problem.path == "absences/x-1/2024.yaml"
    assert "多余" in problem.what


@pytest.mark.parametrize(
    "name",
    [
        *("corrections/x-1/2023.yaml", "corrections/x-1/2024.yml", "corrections/2024.yaml", "reviews/x-1/2024.r1.yaml"),
        *("replies/x-1/2024.yaml", "replies/x-1/2024.r2.md", "replies/x-2/2024.md", "replies/x-1/2023.md"),
        *("absences/x-1/last.yaml", "reviews/x-1/deep/2024.yaml", "corrections/x-1/２０２４.yaml"),
    ],
)
def test_a_file_that_belongs_to_nothing_is_named_and_never_counted_as_used(content: Path, name: str) -> None:
    write(content, name, FIX)
    portal = load_portal(content)
    (problem,) = portal.problems
    assert problem.path == name
    assert problem.remedy
    assert states(content, portal)[name] == LEFT_OUT


# ---------------------------------------------------------------- redirects


def test_redirects_lead_to_the_end_of_their_chain(content: Path) -> None:
    write(content, "redirects.yaml", "/agencies/old/: /agencies/older/\n/agencies/older/: /agencies/x-1/\n")
    ways = {each.old: each.new for each in load_portal(content).redirects}
    assert ways == {"agencies/old/": "agencies/x-1/", "agencies/older/": "agencies/x-1/"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("/a/: /b/\n/b/: /a/\n/c/: /a/\n", [1, 2, 3]),
        ("/a/: /a/\n", [1]),
        ("/a: /b/\nhttps://example.org/: /b/\n/../x/: /b/\n/a/?q=1/: /b/\n", [1, 2, 3, 4]),
        ("/a/: https://example.org/\n/b/: /c/#x\n/d/: //e/\n", [1, 2, 3]),
        ("/a/: /b/\na/: /c/\n", [2]),
        ("- /a/\n", [1]),
    ],
)
def test_redirects_in_error_stop_the_build_with_every_line(content: Path, text: str, lines: list[int]) -> None:
    write(content, "redirects.yaml", text)
    with pytest.raises(ContentError) as caught:
        load_portal(content)
    assert sorted({problem.line or 0 for problem in caught.value.problems}) == lines
    assert all(problem.remedy and problem.path == "redirects.yaml" for problem in caught.value.problems)


# ---------------------------------------------------------------- whatever people write

KEYS = "cell was is why by date confirms record finding verdict figures waives source looked where on capacity verified"
WORDS = st.sampled_from([*KEYS.split(), "confirmed", "blank", "2025-01-02", TOTAL, "ab" * 6])
LEAVES = st.one_of(
    WORDS, st.text(max_size=8), st.integers(), st.floats(), st.booleans(), st.none(), st.integers(10**30, 10**400)
)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=6)
)
NONSENSE = st.one_of(
    st.binary(max_size=80),
    st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace")),
    TREES.map(lambda tree: json.dumps(tree).encode()),
    TREES.map(lambda tree: f"---\n{json.dumps(tree)}\n---\n正文".encode()),
    st.lists(
        st.sampled_from([FIX, FRONT, "- ", ": ", "&a ", "*a", "<<: ", "!!python/name:os.system ", "---\n", "\t", "{"])
    )
    .map("".join)
    .map(str.encode),
)


def loaded(content: Path) -> Portal | ContentError:
    try:
        return load_portal(content)
    except ContentError as error:
        return error


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from([*KINDS, "redirects.yaml"]), held=NONSENSE)
def test_no_file_that_a_person_writes_breaks_the_program(content: Path, name: str, held: bytes) -> None:
    for other in (*KINDS, "redirects.yaml"):
        (content / other).unlink(missing_ok=True)
    write(content, name, held)
    portal = loaded(content)
    if isinstance(portal, ContentError):
        assert {problem.path for problem in portal.problems} == {name} == {"redirects.yaml"}
        return
    counted = states(content, portal)
    assert counted[name] in {USED, LEFT_OUT}
    assert (counted[name] == USED) or name in {problem.path for problem in portal.problems} or held.strip() == b"[]"
