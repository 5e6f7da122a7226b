// Reports side by side: which ones stands in the address (?a=agency&a=agency&y=year), their figures in series.csv.
// Its words are in the page itself (templates/compare.html).

import { names } from "./search-names.js";
import { termsOf } from "./search-text.js";

const MOST = 8;
const PAUSE = 150;

const page = document.querySelector("[data-compare]");
const part = (name) => page.querySelector(`[data-compare-${name}]`);
const [form, said, chosen, found, notes, tables] = ["form", "said", "chosen", "found", "notes", "tables"].map(part);
const root = new URL(page.dataset.compare, document.baseURI);
const list = names(root);
const box = form.querySelector("#compare-box");
const known = (kind, key) => page.querySelector(`[data-compare-words] dt[data-${kind}="${CSS.escape(key)}"]`);
const say = (name, number = "") => { said.textContent = said.dataset[name].replace("{n}", number); };

function make(tag, text = "", attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// The rows of a CSV, each as an object by column.
function parse(csv) {
  const rows = [[""]];
  let inside = false;
  for (const [piece] of csv.replace(/^\ufeff/, "").matchAll(/""|"|,|\r\n|[^",\r]+|\r/g)) {
    const row = rows.at(-1);
    if (piece === '"') inside = !inside;
    else if (piece === '""') { if (inside) row[row.length - 1] += '"'; }
    else if (piece === "," && !inside) row.push("");
    else if (piece === "\r\n" && !inside) rows.push([""]);
    else row[row.length - 1] += piece;
  }
  const [head, ...lines] = rows.filter((row) => row.length > 1);
  return lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at]])));
}

const asked = () => {
  const address = new URLSearchParams(location.search);
  const ids = [...new Set(address.getAll("a"))].filter((id) => /^[0-9a-z-]+$/.test(id));
  return { ids, years: address.getAll("y").filter((year) => /^[0-9]{4}$/.test(year)) };
};

const loaded = new Map();
async function agency(id) {
  if (!loaded.has(id)) {
    const all = (await list.get()).found.filter((each) => each.home === new URL(`agencies/${id}/`, root).href);
    if (!all.length) return undefined;
    const response = all[0].year ? await fetch(new URL(`agencies/${id}/series.csv`, root)) : { ok: true, text: () => "" };
    if (!response.ok) return undefined;
    loaded.set(id, { id, name: all[0].agency, home: all[0].home, years: all.map((each) => each.year), rows: parse(await response.text()) });
  }
  return loaded.get(id);
}

// One column: an agency's report of a year, its newest issue. `held` tells whether the site has the report at all.
function column(each, year) {
  const mine = each.rows.filter((row) => row.year === String(year));
  const newest = Math.max(0, ...mine.map((row) => Number(row.revision)));
  const cells = new Map(mine.filter((row) => Number(row.revision) === newest).map((row) => [row.cell, row]));
  return { name: each.name, year, url: cells.size || each.years.includes(year) ? `${each.home}${year}/` : each.home, cells, held: each.years.includes(year) };
}

function columns(agencies, years) {
  return agencies.flatMap((each) => (years.length ? years.map(Number) : [Math.max(...each.years)]).map((year) => column(each, year)));
}

// What stands in a column's cell: the number with its doubt, or the word that says why there is none.
function figure(each, cell) {
  const row = each.cells.get(cell);
  const state = row?.state ?? (each.cells.size ? "not_in_form" : each.held ? "unread" : "not_held");
  const shown = make("td", state === "stated" ? row.value : "", { "data-value": state === "stated" ? row.value : state });
  if (state !== "stated") {
    const word = known("state", state);
    shown.append(make("span", word.textContent, { "aria-hidden": "true" }), make("span", word.nextElementSibling.textContent, { class: "vh" }));
  } else if (row.doubt !== "none") {
    shown.dataset.beside = known("doubt", row.doubt).textContent;
  }
  return shown;
}

function table(key, rows, all) {
  const title = known("table", key).textContent;
  const region = make("div", "", { class: "region", role: "region", tabindex: "0", "aria-label": title });
  const made = make("table", "", { class: "grid compare" });
  const head = make("tr");
  head.append(make("th", "项目", { scope: "col" }));
  for (const each of all) {
    const cell = make("th", "", { scope: "col" });
    cell.append(make("a", `${each.name} ${each.year || ""}`, { href: each.url }));
    head.append(cell);
  }
  const body = make("tbody");
  for (const [cell, label] of rows) {
    const line = make("tr", "", { "data-cell-row": cell });
    line.append(make("th", label, { scope: "row" }), ...all.map((each) => figure(each, cell)));
    body.append(line);
  }
  const top = make("thead");
  top.append(head);
  made.append(make("caption", title), top, body);
  region.append(made);
  return region;
}

function draw(all) {
  const labels = new Map(all.flatMap((each) => [...each.cells.values()]).map((row) => [row.cell, row.label]));
  const whole = part("all").checked;
  // A zero that does not add up is not passed over.
  const dull = (each, cell) => !each.cells.has(cell) || (each.cells.get(cell).value === "0" && each.cells.get(cell).doubt === "none");
  const telling = [...labels].filter(([cell]) => !all.every((each) => dull(each, cell)));
  const shown = whole || !telling.length ? [...labels] : telling;
  const keys = ["proactive", "applications", "disputes"];
  tables.replaceChildren(...keys.map((key) => [key, shown.filter(([cell]) => cell.startsWith(`${key}.`))])
    .filter(([, rows]) => rows.length).map(([key, rows]) => table(key, rows, all)));
  const forms = (each) => [...each.cells.values()].map((row) => `${row.cell.split(".")[0]} ${row.form}`);
  part("forms").hidden = new Set(all.filter((each) => each.cells.size).map((each) => String([...new Set(forms(each))]))).size < 2;
  const years = all.map((each) => each.year).filter(Boolean);
  for (const each of page.querySelectorAll("[data-compare-break]")) {
    const last = Number(each.dataset.compareBreak);
    each.hidden = !(Math.min(...years) <= last && last < Math.max(...years));
  }
}

let run = 0;
async function show() {
  const mine = (run += 1);
  const { ids, years } = asked();
  if (!ids.length) say("none"); else say("busy");
  const all = await Promise.all(ids.map((id) => agency(id).catch(() => undefined)));
  if (mine !== run) return;
  const there = all.filter(Boolean);
  chosen.replaceChildren(...there.map((each) => {
    const item = make("li");
    const drop = make("button", "移去", { type: "button", "aria-label": `移去${each.name}` });
    drop.addEventListener("click", () => go(ids.filter((id) => id !== each.id), years));
    item.append(make("a", each.name, { href: each.home }), " ", drop);
    return item;
  }));
  notes.hidden = !there.length;
  draw(columns(there, years));
  const lost = all.length - there.length;
  if (lost) say("lost", lost);
  else if (there.length) say(there.length === 1 ? "one" : "some", there.length);
}

function go(ids, years) {
  const address = new URL(location.href);
  address.search = new URLSearchParams([...ids.map((id) => ["a", id]), ...years.map((year) => ["y", year])]);
  history.pushState(null, "", address);
  return show();
}

async function look() {
  const typed = box.value;
  found.hidden = true;
  if (!typed.trim()) return;
  await list.get();
  const agencies = new Map((await list.inNames(termsOf(typed))).map((hit) => [hit.home, hit]));
  if (typed !== box.value) return;
  found.replaceChildren(...[...agencies.values()].slice(0, MOST).map((hit) => {
    const item = make("li");
    const add = make("button", `${hit.agency}　${hit.places.join(" › ")}`, { type: "button" });
    add.addEventListener("click", () => {
      box.value = "";
      found.hidden = true;
      box.focus();
      go([...asked().ids, hit.home.split("/").at(-2)], asked().years);
    });
    item.append(add);
    return item;
  }));
  found.hidden = !agencies.size;
  say("result", agencies.size);
}

let timer;
box.addEventListener("input", (event) => {
  if (event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});
box.addEventListener("compositionend", look);
form.addEventListener("submit", (event) => event.preventDefault());
form.y.value = asked().years.length === 1 ? asked().years[0] : "";
form.y.addEventListener("change", () => go(asked().ids, form.y.value ? [form.y.value] : []));
part("all").addEventListener("change", show);
addEventListener("popstate", show);
form.hidden = false;
show();
