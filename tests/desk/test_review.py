"""The review desk in a real browser: cleared by keys alone, nothing lost when it is killed, closed to strangers."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.desk.decisions import RefusedError, Signed, correct, figure_typed
from generator.records.figures import Absence
from generator.records.yaml_files import load
from tests.flow.portals import COUNTY, PORTAL, ROOT, agency, gongkai, report, write
from tests.reading import rendering

DOUBTS: Final = 50
KEY: Final = f"{COUNTY}/2024"
_TEXT: Final = f"reports/{KEY}.txt"
SIGNED: Final = Signed("示例编辑", "2025-02-03")


@dataclass(frozen=True)
class Running:
    """A review desk that runs as a process of its own, on a folder with `content/`."""

    root: Path
    process: subprocess.Popen[str]
    address: str

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        assert self.process.stderr
        self.process.stderr.close()

    @property
    def corrections(self) -> list[dict[str, object]]:
        """The corrections as they stand in their file."""
        path = self.root / f"content/corrections/{KEY}.yaml"
        return list(load(path).data) if path.is_file() else []

    @property
    def reviews(self) -> list[dict[str, object]]:
        """The reviews as they stand in their file."""
        path = self.root / f"content/reviews/{KEY}.yaml"
        return list(load(path).data) if path.is_file() else []


def _content(root: Path, doubts: int, *, wrong_total: bool = False) -> None:
    made = report(seed=5)
    cells = sorted(cell for cell in made.figures if cell.startswith("applications."))[:doubts]
    figures = {**made.figures}
    if wrong_total:
        figures["disputes.review.total"] = 77
    made = replace(made, figures=figures, printed=dict.fromkeys(cells, "1 2"))
    report_file = {f"reports/{KEY}.html": rendering.merged_html(made)} if doubts else {_TEXT: rendering.tabs(made)}
    registry = {"portal.yaml": PORTAL, "agencies/41.yaml": agency(COUNTY, made.agency)}
    write(root / "content", {**registry, **report_file})
    assert gongkai("ingest", "--quiet", cwd=root).status == 0


def _start(root: Path) -> Running:
    command = [sys.executable, "-m", "generator", "review", "--no-open", "--by", "示例编辑"]
    process = subprocess.Popen(
        command, cwd=root, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    for line in process.stderr:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return Running(root, process, found[0])
    raise AssertionError("the desk did not start")


@pytest.fixture
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Running]:
    """Start a desk on a report with `param` doubtful cells."""
    doubts, wrong_total = request.param
    _content(tmp_path, doubts, wrong_total=wrong_total)
    running = _start(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def page(browser: Browser, desk: Running) -> Iterator[Page]:
    """Open the desk, and fail when its script does."""
    opened = browser.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(desk.address)
    yield opened
    opened.close()
    assert errors == []


def _press(page: Page, key: str) -> None:
    """Press a key, and wait until the desk shows another question or says what is wrong."""
    before = page.locator("html").get_attribute("data-key") or ""
    page.keyboard.press(key)
    expect(page.locator("#trouble")).to_have_text("")
    expect(page.locator("html")).not_to_have_attribute("data-key", before)


def _doubts(page: Page) -> int:
    waiting = page.evaluate("fetch('queue').then(answer => answer.json())")
    return int(waiting["waiting"].get("unclear", 0))


@pytest.mark.parametrize("desk", [(DOUBTS, False)], indirect=True)
def test_fifty_doubtful_cells_are_cleared_with_one_key_each(desk: Running, page: Page) -> None:
    page.wait_for_selector("#candidates button")
    for _ in range(DOUBTS):
        assert page.text_content("#kind") == "读不准的格"
        _press(page, "a")
    assert page.text_content("#kind") != "读不准的格"
    assert [entry["was"] for entry in desk.corrections] == ["unclear"] * DOUBTS
    assert {entry["by"] for entry in desk.corrections} == {"示例编辑"}
    ran = gongkai("check", cwd=desk.root)
    assert "corrections/" not in ran.err, "every correction fits"


@pytest.mark.parametrize("desk", [(3, True)], indirect=True)
def test_typing_undoing_skipping_and_setting_aside(desk: Running, page: Page) -> None:
    page.wait_for_selector("#candidates button")
    page.keyboard.press("4")
    page.keyboard.press("5")
    _press(page, "Enter")
    assert [entry["is"] for entry in desk.corrections] == [45]
    _press(page, "u")
    assert desk.corrections == []
    first = page.evaluate("document.documentElement.dataset.key")
    _press(page, "s")
    assert page.evaluate("document.documentElement.dataset.key") != first
    assert desk.corrections == []
    while _doubts(page):
        _press(page, "a" if page.text_content("#kind") == "读不准的格" else "s")
    while page.locator("main").is_visible():
        assert page.text_content("#kind") == "待核对的校验结果"
        page.keyboard.press("x")
        page.keyboard.type("原件如此，机关已说明")
        _press(page, "Enter")
    assert {entry["verdict"] for entry in desk.reviews} == {"dismissed"}
    assert all(entry["why"] == "原件如此，机关已说明" for entry in desk.reviews)


@pytest.mark.parametrize("desk", [(6, False)], indirect=True)
def test_a_killed_desk_loses_nothing_that_was_answered(desk: Running, page: Page) -> None:
    page.wait_for_selector("#candidates button")
    doubts = _doubts(page)
    for _ in range(4):
        _press(page, "a")
    desk.process.send_signal(signal.SIGKILL)
    desk.process.wait()
    assert len(desk.corrections) == 4
    assert not list((desk.root / "content").rglob("*.tmp-*"))
    again = _start(desk.root)
    try:
        page.goto(again.address)
        page.wait_for_selector("#candidates button")
        assert _doubts(page) == doubts - 4
    finally:
        again.stop()


@pytest.mark.parametrize("desk", [(0, False)], indirect=True)
def test_a_confirmed_record_is_void_when_its_file_changes(desk: Running, page: Page) -> None:
    page.wait_for_selector("#rows td")
    while page.text_content("#kind") == "待核对的校验结果":
        _press(page, "Enter")
    expect(page.locator("#kind")).to_have_text("整份核对")
    _press(page, "Enter")
    assert "record" in {review.get("confirms") for review in desk.reviews}
    assert gongkai("check", cwd=desk.root).err.count("作废") == 0
    path = desk.root / "content" / _TEXT
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    told = gongkai("check", cwd=desk.root).err
    assert "作废" in told
    assert f"reviews/{KEY}.yaml" in told


@pytest.fixture
def printed_desk(browser: Browser, tmp_path: Path) -> Iterator[Running]:
    """Start a desk on a report with doubts that the browser has printed as a PDF."""
    _content(tmp_path, 2)
    path = tmp_path / f"content/reports/{KEY}.html"
    printed = browser.new_page()
    printed.set_content(path.read_text(encoding="utf-8"))
    write(tmp_path / "content", {f"reports/{KEY}.pdf": printed.pdf(format="A4", print_background=True)})
    printed.close()
    path.unlink()
    (tmp_path / f"content/records/{KEY}.yaml").unlink()
    running = _start(tmp_path)
    yield running
    running.stop()


def test_a_doubt_in_a_pdf_is_marked_on_its_page(browser: Browser, printed_desk: Running) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(printed_desk.address)
    page.wait_for_selector("#mark:not([hidden])")
    sheet, mark = page.locator("#page").bounding_box(), page.locator("#mark").bounding_box()
    assert sheet
    assert mark
    assert sheet["x"] <= mark["x"] < mark["x"] + mark["width"] <= sheet["x"] + sheet["width"]
    assert 0 < mark["height"] < sheet["height"] / 10
    shown = page.get_attribute("#page", "alt") or ""
    page.keyboard.press("]" if shown.endswith("1 页") else "[")
    expect(page.locator("#page")).not_to_have_attribute("alt", shown)
    expect(page.locator("#mark")).to_be_hidden()
    page.close()


@pytest.mark.parametrize("desk", [(1, False)], indirect=True)
def test_strangers_read_and_write_nothing(desk: Running) -> None:
    port = int(desk.address.rstrip("/").rpartition(":")[2])

    def ask(method: str, path: str, headers: dict[str, str], body: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    assert ask("GET", "/queue", {"Host": "evil.example"})[0] == 403
    assert ask("POST", "/answer", {}, json.dumps({"do": "undo"}))[0] == 403
    secret = re.search(r'name="secret" content="([^"]+)"', ask("GET", "/", {})[1])
    assert secret
    with_secret = {"X-Gongkai-Secret": secret[1]}
    assert ask("POST", "/answer", with_secret, "[")[0] == 400
    assert ask("POST", "/answer", with_secret, "x" * 20_000)[0] == 400
    assert ask("POST", "/answer", with_secret, json.dumps({"do": "accept", "key": "nothing"}))[0] == 409
    assert ask("GET", "/../content/portal.yaml", {})[0] == 404
    assert desk.corrections == []


def test_what_people_wrote_stays_as_it_is_and_an_entry_can_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "corrections/x/2024.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("# 请勿改动\n- {cell: a.b, was: 1, is: 2, why: 原件, by: 甲, date: 2025-01-01}", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    written = correct(tmp_path, "x/2024", ("a.c", Absence.UNCLEAR, "１２"), "", SIGNED)
    assert path.read_text(encoding="utf-8").startswith(before + "\n- cell: a.c")
    assert load(path).data[1]["is"] == 12
    written.undo()
    assert path.read_text(encoding="utf-8") == before
    again = correct(tmp_path, "x/2024", ("a.c", Absence.UNCLEAR, "7"), "", SIGNED)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(RefusedError, match="改动"):
        again.undo()


@pytest.mark.parametrize(
    ("typed", "figure"), [("12", 12), ("1,234", 1234), ("空", Absence.BLANK), ("/", Absence.PLACEHOLDER), ("-8", -8)]
)
def test_what_is_typed_is_a_figure(typed: str, figure: object) -> None:
    assert figure_typed(typed) == figure


@pytest.mark.parametrize("typed", ["", "十二", "12²", "1 2", "unclear"])
def test_what_is_no_figure_is_refused(typed: str) -> None:
    with pytest.raises(RefusedError):
        figure_typed(typed)
