// Comparison tables that can be sorted and narrowed, the view in the address, and a CSV of exactly what is shown.
// Without this they stand in the order of the page. Rows without a number stay, behind the numbers whichever way.

const tables = [...document.querySelectorAll("table[data-sortable]")];
const FEW = 3; // rows that can be seen at a glance are not narrowed
const view = new URLSearchParams(location.hash.slice(1));
for (const key of [...view.keys()]) if (!/^(only|sort)[0-9]*$/.test(key)) view.delete(key); // an anchor is no view
const text = (cell) => cell?.innerText.trim() ?? "";

// What a row sorts by in a column: a number, or nothing where it has none; names by their words.
function key(row, at) {
  if (!at) return text(row.cells[0]);
  if ([...row.cells].some((cell) => cell.colSpan > 1)) return null; // one word for the whole row
  const value = row.cells[at]?.dataset.value ?? text(row.cells[at]);
  return /^-?[0-9]+(\.[0-9]+)?$/.test(value) ? Number(value) : null;
}

function compare(one, other, down) {
  if (one === null || other === null) return (one === null) - (other === null);
  const order = typeof one === "string" ? one.localeCompare(other, "zh-Hans-CN") : one - other;
  return down ? -order : order;
}

// A cell that no spreadsheet takes for a formula.
function quoted(value) {
  const safe = /^[\s\u200b\ufeff]*[=+\-@＝＋－＠]/.test(value) && !/^-?[0-9.]+$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// A row as a line of CSV; last comes which of its numbers bear a word of doubt.
function line(cells, heads) {
  const spread = cells.flatMap((cell) => [cell, ...Array(cell.colSpan - 1).fill(null)]);
  const doubts = spread.map((cell, at) => (cell?.dataset.beside ? `${text(heads[at])}${cell.dataset.beside}` : ""));
  return [...spread.map(text), doubts.filter(Boolean).join("，")].map(quoted).join(",");
}

tables.forEach((table, number) => {
  const heads = [...table.tHead.rows[0].cells];
  const bodies = [...table.tBodies];
  const rows = bodies.flatMap((body) => [...body.rows].filter((row) => !row.classList.contains("heads")));
  const home = new Map(rows.map((row, at) => [row, [row.parentNode, at]]));
  const groups = bodies.flatMap((body) => [...body.querySelectorAll("tr.heads")]);
  const name = (key) => (number ? `${key}${number + 1}` : key);
  let sorted = null; // [column, down]

  const tools = document.createElement("form");
  tools.className = "filter table-tools";
  tools.innerHTML = '<label>只看含有 <input type="search" autocomplete="off"></label><button type="button">所列各行 CSV</button><p role="status" class="soft"></p>';
  const [box, save, said] = ["input", "button", "p"].map((tag) => tools.querySelector(tag));
  if (rows.length >= FEW) (table.closest(".region") ?? table).before(tools);

  const show = () => {
    const wanted = box.value.trim();
    for (const row of rows) row.hidden = !!wanted && !text(row).includes(wanted);
    if (sorted) {
      const [at, down] = sorted;
      const keys = new Map(rows.map((row) => [row, key(row, at)]));
      bodies[0].append(...[...rows].sort((one, other) => compare(keys.get(one), keys.get(other), down)));
    } else {
      for (const row of rows) home.get(row)[0].append(row);
    }
    for (const head of groups) head.hidden = !!sorted || ![...head.parentNode.rows].some((row) => row !== head && !row.hidden);
    heads.forEach((head, at) => {
      const mine = sorted?.[0] === at;
      if (mine) head.setAttribute("aria-sort", sorted[1] ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const shown = rows.filter((row) => !row.hidden).length;
    said.textContent = wanted || sorted ? `列出 ${shown} 行，共 ${rows.length} 行` : "";
  };
  const remember = () => {
    const set = (key, value) => (value ? view.set(name(key), value) : view.delete(name(key)));
    set("only", box.value.trim());
    set("sort", sorted ? `${sorted[1] ? "-" : ""}${sorted[0]}` : "");
    history.replaceState(history.state, "", `${view}` ? `#${view}` : location.pathname + location.search);
  };
  const turn = (at) => {
    const first = at > 0; // the largest number first, names from the first letter
    if (sorted?.[0] !== at) sorted = [at, first];
    else sorted = sorted[1] === first ? [at, !first] : null;
    show();
    remember();
  };

  heads.forEach((head, at) => {
    if (head.classList.contains("wide")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    button.addEventListener("click", () => turn(at));
    head.append(button);
  });
  save.addEventListener("click", () => {
    const shown = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => rows.includes(row) && !row.hidden);
    const csv = [[...heads.map(text), "提示"].map(quoted).join(","), ...shown.map((row) => line([...row.cells], heads))].join("\r\n");
    const link = document.createElement("a");
    link.href = `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${csv}\r\n`)}`;
    link.download = `${document.title.split(" · ")[0]}.csv`;
    link.click();
  });
  box.addEventListener("input", () => { show(); remember(); });
  tools.addEventListener("submit", (event) => event.preventDefault());

  box.value = view.get(name("only")) ?? "";
  const asked = /^(-?)([0-9]+)$/.exec(view.get(name("sort")) ?? "");
  if (asked && Number(asked[2]) < heads.length) sorted = [Number(asked[2]), asked[1] === "-"];
  if (box.value || sorted) show();
});
