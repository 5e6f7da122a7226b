// The preview on this machine: load the page anew after a build, and show what keeps the next one from being made.
"use strict";

let known = null;

function overlay(problems) {
  document.getElementById("preview-problems")?.remove();
  if (!problems.length) return;
  const box = document.createElement("aside");
  box.id = "preview-problems";
  box.setAttribute("role", "alert");
  const head = document.createElement("p");
  head.textContent = `内容里有 ${problems.length} 处要改；下面是上一次生成的页面。`;
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

async function look() {
  try {
    const answer = await fetch("/__preview__/state");
    const { builds, problems } = await answer.json();
    const text = JSON.stringify(problems);
    if (known && builds !== known.builds) {
      location.reload();
      return;
    }
    if (text !== known?.text) overlay(problems);
    known = { builds, text };
  } catch {
    // The preview has ended, or starts again: the page stays as it is.
  }
  setTimeout(look, 300);
}
look();
