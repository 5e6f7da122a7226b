// The review desk: one question at a time, every answer written before the next is shown.
"use strict";

const secret = document.querySelector('meta[name="secret"]').content;
const part = (id) => document.getElementById(id);
const WORDS = { blank: "空白", missing: "缺", unclear: "读不准", placeholder: "／" };
const KINDS = { unclear: "读不准的格", finding: "待核对的校验结果", record: "整份核对" };
let item = null;
let waiting = {};
let cells = [];
let selected = 0;
let busy = false;
let pageShown = 1;

const current = () => item;
const chosenCell = () => cells[selected];

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function counted() {
  const told = Object.keys(KINDS).filter((kind) => waiting[kind]).map((kind) => `${KINDS[kind]} ${waiting[kind]}`);
  const all = Object.values(waiting).reduce((sum, number) => sum + number, 0);
  return item ? `还有 ${all} 项：${told.join("，")}` : "都核对完了。";
}

function take(data) {
  ({ item, waiting } = data);
  show();
}

function show() {
  part("count").textContent = counted();
  document.querySelector("main").hidden = !item;
  document.documentElement.dataset.key = item?.key ?? "";
  if (!item) return;
  part("kind").textContent = KINDS[item.kind];
  part("agency").textContent = `${item.agency}　${item.title}`;
  part("question").textContent = item.question;
  part("figure").value = "";
  part("why").value = "";
  part("figure").blur();
  part("why").blur();
  showCandidates(item);
  showRows(item);
  showOriginal(item);
}

function showCandidates(item) {
  const list = part("candidates");
  list.replaceChildren(...item.candidates.map((figure, place) => {
    const button = element("button", "", { type: "button" });
    button.append(element("kbd", String.fromCharCode(97 + place)), figure);
    button.addEventListener("click", () => correct(figure));
    const entry = document.createElement("li");
    entry.append(button);
    return entry;
  }));
}

function showRows(item) {
  cells = [];
  part("rows").replaceChildren(...item.rows.map((row) => {
    const table = document.createElement("table");
    table.append(element("caption", row.label));
    const heads = table.insertRow();
    const values = table.insertRow();
    for (const cell of row.cells) {
      heads.append(element("th", cell.name, { scope: "col" }));
      const place = cells.length;
      const box = element("td", WORDS[cell.figure] ?? cell.figure, { "data-cell": cell.cell, class: cell.figure });
      box.addEventListener("click", () => select(place));
      values.append(box);
      cells.push({ ...cell, box });
    }
    return table;
  }));
  const asked = cells.findIndex((cell) => cell.cell === item.subject);
  select(Math.max(asked, 0));
}

function select(place) {
  selected = Math.min(Math.max(place, 0), cells.length - 1);
  cells.forEach((cell, each) => cell.box.setAttribute("aria-selected", String(each === selected)));
  const cell = chosenCell();
  part("chosen").textContent = cell ? `更正：${cell.name}（现在读作 ${WORDS[cell.figure] ?? cell.figure}）` : "";
  cell?.box.scrollIntoView({ block: "nearest" });
}

function showOriginal(item) {
  const where = item.place.line ? `第 ${item.place.line} 行：` : item.place.table ? `第 ${item.place.table} 张表第 ${item.place.row} 行：` : "";
  part("printed").textContent = item.text ? `${item.file}\n${where}${item.text}` : item.file;
  showPage(item);
}

// A desk that has ended answers nothing; what was answered before is written.
async function ask(address, told) {
  try {
    return await fetch(address, told);
  } catch {
    part("trouble").textContent = "核对台没有回应，可能已经结束；答过的都已写下。请重新运行 gongkai review。";
    return null;
  }
}

// The server says where on the page the item stands, as parts of its width and height.
async function showPage(item, number = item.place.page ?? 1) {
  const picture = part("page");
  const mark = part("mark");
  picture.hidden = true;
  mark.hidden = true;
  const answer = await ask(`picture?key=${encodeURIComponent(item.key)}&page=${number}`);
  if (!answer?.ok || current()?.key !== item.key) return;
  pageShown = number;
  URL.revokeObjectURL(picture.src);
  const drawn = await answer.blob().catch(() => null);
  if (!drawn) return;
  picture.src = URL.createObjectURL(drawn);
  picture.alt = `${item.file} 第 ${number} 页`;
  picture.hidden = false;
  await picture.decode().catch(() => null);
  const told = answer.headers.get("X-Mark");
  if (!told) return;
  const [left, top, width, height] = told.split(" ").map((share) => `${share * 100}%`);
  Object.assign(mark.style, { left, top, width, height });
  mark.hidden = false;
  mark.scrollIntoView({ block: "center" });
}

async function load() {
  const answer = await ask("queue");
  if (answer) take(await answer.json());
}

async function send(told) {
  if (busy || (!current() && told.do !== "undo")) return;
  busy = true;
  part("trouble").textContent = "";
  try {
    const answer = await ask("answer", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Gongkai-Secret": secret },
      body: JSON.stringify({ key: current()?.key ?? "", why: part("why").value, ...told }),
    });
    if (!answer) return;
    const data = await answer.json();
    if (!answer.ok) throw new Error(data.error);
    take(data);
  } catch (error) {
    part("trouble").textContent = error.message;
  } finally {
    busy = false;
  }
}

const correct = (figure) => send({ do: "correct", cell: chosenCell()?.cell ?? "", figure });

function submit() {
  if (part("figure").value.trim()) return correct(part("figure").value);
  return part("why").dataset.dismiss ? send({ do: "dismiss" }) : send({ do: "accept" });
}

function act(key) {
  const letter = key.length === 1 ? key.charCodeAt(0) - 97 : -1;
  const candidates = current()?.candidates ?? [];
  if (letter >= 0 && letter < candidates.length) {
    correct(candidates[letter]);
    return true;
  }
  const deeds = {
    Enter: submit,
    s: () => send({ do: "skip" }),
    u: () => send({ do: "undo" }),
    x: () => { part("why").dataset.dismiss = "1"; part("why").focus(); },
    "[": () => showPage(current(), Math.max(pageShown - 1, 1)),
    "]": () => showPage(current(), pageShown + 1),
    ArrowLeft: () => select(selected - 1),
    ArrowRight: () => select(selected + 1),
    ArrowUp: () => select(selected - (current()?.rows[0]?.cells.length ?? 1)),
    ArrowDown: () => select(selected + (current()?.rows[0]?.cells.length ?? 1)),
  };
  deeds[key]?.();
  return key in deeds;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target instanceof HTMLInputElement;
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (/^[0-9]$/.test(event.key)) {
    part("figure").focus();
    return;
  }
  if (event.target instanceof HTMLButtonElement && event.key === "Enter") return;
  if (act(event.key)) event.preventDefault();
});
part("answer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
part("why").addEventListener("blur", () => { delete part("why").dataset.dismiss; });
load();
