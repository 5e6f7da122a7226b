"""What those who hear the page are told: Chromium's accessibility tree names row, column and state of every cell."""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import Page

from generator.publishing.edition import Edition
from generator.publishing.words import words
from generator.records.figures import Absence

pytestmark = pytest.mark.browser

# For each statutory cell: its name, and the positions (in the order of the document) of itself and of the headers that
# stand for it: those of its row to its left, those of its column above it. Spans are followed.
GRID: Final = """() => {
  const every = [...document.querySelectorAll("th, td")];
  const position = new Map(every.map((cell, at) => [cell, at]));
  const found = [];
  for (const table of document.querySelectorAll("table:has([data-cell])")) {
    const grid = [...table.rows].map(() => []);
    [...table.rows].forEach((row, y) => {
      let x = 0;
      for (const cell of row.cells) {
        while (grid[y][x]) x += 1;
        for (let dy = 0; dy < cell.rowSpan; dy += 1) {
          for (let dx = 0; dx < cell.colSpan; dx += 1) grid[y + dy][x + dx] = cell;
        }
      }
    });
    grid.forEach((row, y) => row.forEach((cell, x) => {
      if (!cell.dataset.cell) return;
      const left = row.slice(0, x).filter((one) => one.scope === "row");
      const above = grid.slice(0, y).map((one) => one[x]).filter((one) => /^col/.test(one?.scope));
      const at = (cells) => [...new Set(cells)].map((one) => position.get(one));
      found.push({ cell: cell.dataset.cell, at: position.get(cell), rows: at(left), columns: at(above) });
    }));
  }
  return found;
}"""


def heard(page: Page) -> dict[int, tuple[str, str]]:
    """Give role and name of every table cell as Chromium tells them, by position in the document."""
    session = page.context.new_cdp_session(page)
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    listed = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "th, td"})["nodeIds"]
    backend = [session.send("DOM.describeNode", {"nodeId": node})["node"]["backendNodeId"] for node in listed]
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    nodes: dict[int, Any] = {node["backendDOMNodeId"]: node for node in tree if "backendDOMNodeId" in node}
    known = {at: nodes[node] for at, node in enumerate(backend) if node in nodes and not nodes[node]["ignored"]}
    return {at: (node["role"]["value"], node.get("name", {}).get("value", "")) for at, node in known.items()}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("url", ["agencies/990001/2024/", "agencies/990001100/2024/", "agencies/990001/2020/"])
def test_every_statutory_cell_is_heard_with_row_column_and_state(
    page: Page, address: str, edition: Edition, url: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + url)
    cells, tree = page.evaluate(GRID), heard(page)
    held = next(shown.held for shown in edition.reports if shown.url == url)
    assert held is not None
    assert {each["cell"] for each in cells} == set(held.record.figures)
    for each in cells:
        rows = [tree[at] for at in each["rows"] if at in tree]
        columns = [tree[at] for at in each["columns"] if at in tree]
        assert rows, each
        assert columns, each
        assert all(role == "rowheader" and name for role, name in rows), (each, rows)
        assert all(role == "columnheader" and name for role, name in columns), (each, columns)
        role, name = tree[each["at"]]
        figure = held.record.figures[each["cell"]]
        told = words("states")[figure.value]["spoken"] if isinstance(figure, Absence) else f"{figure}"
        assert role in {"cell", "gridcell"}, each
        assert told in name, (each, name)


def test_the_2021_form_has_two_hundred_cells_with_names_of_their_own(page: Page, address: str) -> None:
    page.goto(f"{address}agencies/990001/2024/")
    cells, tree = page.evaluate(GRID), heard(page)
    assert len(cells) == 200
    named = {
        (cell["cell"].split(".")[0], *(tree[at][1] for at in (*cell["rows"], *cell["columns"]) if at in tree))
        for cell in cells
    }
    assert len(named) == 200


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_figure_stands_below_its_heads(page: Page, address: str, media: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(media=media)  # type: ignore[arg-type]
    for url in ("agencies/990001/2024/", "agencies/990001/2020/"):
        page.goto(address + url)
        astray = page.evaluate(
            """(cells) => {
                 const boxes = [...document.querySelectorAll("th, td")].map((one) => one.getBoundingClientRect());
                 return cells.filter(({ at, columns }) => columns.some((head) =>
                   boxes[at].left < boxes[head].left - 1 || boxes[at].right > boxes[head].right + 1));
               }""",
            page.evaluate(GRID),
        )
        assert astray == []
