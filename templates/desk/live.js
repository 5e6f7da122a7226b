// The preview on this machine: load the page anew after a build, and show what keeps the next one from being made.
"use strict";

let known = null;
const madeAt = Number(document.getElementById("preview-script").dataset.changes);

function overlay(problems) {
  document.getElementById("preview-problems")?.remove();
  if (!problems.length) return;
  const box = document.createElement("aside");
  box.id = "preview-problems";
  box.setAttribute("role", "alert");
  const head = document.createElement("p");
  head.textContent = `有 ${problems.length} 处要改。改正以前，受影响的地方仍是上一次的样子。`;
  const list = document.createElement("ol");
  for (const problem of problems) {
    const entry = document.createElement("li");
    for (const [name, text] of [["code", problem.where], ["p", problem.what], ["p", `→ ${problem.how}`]]) {
      const part = document.createElement(name);
      part.textContent = text;
      entry.append(part);
    }
    list.append(entry);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "收起";
  close.addEventListener("click", () => box.remove());
  box.append(close, head, list);
  document.body.append(box);
}

// The preview answers when there is news, so that a change shows at once.
async function look() {
  try {
    const asked = known ? `?known=${known.version}` : "";
    const answer = await fetch(`/__preview__/state${asked}`);
    const { version, changes, problems } = await answer.json();
    if (changes !== madeAt) {
      location.reload();
      return;
    }
    const text = JSON.stringify(problems);
    if (text !== known?.text) overlay(problems);
    known = { version, text };
    look();
  } catch {
    // The preview has ended, or starts again: the page stays as it is.
    setTimeout(look, 1000);
  }
}
look();
