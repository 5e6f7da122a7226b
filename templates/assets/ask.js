// The request letter and the legal terms, on the reader's own device: nothing is sent, nothing is kept.

const page = document.querySelector("[data-ask]");
const DAY = 86400000;

// ---- the letter: what is typed above stands in it; what is left empty stays a line to fill in by hand

const mirror = (control) => {
  const into = page.querySelector(`[data-field="${control.dataset.into}"]`);
  const typed = control.value.trim();
  into.textContent = typed;
  into.classList.toggle("blank", !typed);
};
const tick = () => {
  for (const each of page.querySelectorAll("[data-choose]")) {
    page.querySelector(`[data-choice="${each.dataset.choose}"]`).textContent = each.checked ? "☑" : "□";
  }
};

// ---- working days: weekends, holidays and make-up days as the State Council announced them

const span = (text) => text.split("/").map((day) => Date.parse(`${day}T00:00:00Z`));
const notices = [...page.querySelectorAll("[data-notice]")].map(({ dataset }) => ({
  year: Number(dataset.notice),
  off: dataset.off.split(" ").map(span),
  on: new Set(dataset.on.split(" ").map((day) => Date.parse(`${day}T00:00:00Z`))),
}));
const years = new Set(notices.map(({ year }) => year));
const decemberFrom = Number(page.dataset.decemberFrom);

const lacking = (day) => {
  const date = new Date(day);
  const year = date.getUTCFullYear();
  if (!years.has(year)) return year;
  const tail = date.getUTCMonth() === 11 && date.getUTCDate() >= decemberFrom;
  return tail && !years.has(year + 1) ? year + 1 : 0;
};
const works = (day) => {
  if (notices.some(({ on }) => on.has(day))) return true;
  const weekend = [0, 6].includes(new Date(day).getUTCDay());
  return !weekend && !notices.some(({ off }) => off.some(([from, to]) => from <= day && day <= to));
};

// Each gives the last day of a term, and the years whose notice would be needed and is not here.
const terms = {
  workdays(start, count) {
    const unknown = new Set();
    let day = start;
    for (let left = count; left > 0; left -= works(day) ? 1 : 0) {
      day += DAY;
      unknown.add(lacking(day));
    }
    return [day, unknown];
  },
  days(start, count) {
    return terms.rolled(start + count * DAY);
  },
  months(start, count) {
    const date = new Date(start);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + count];
    const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    return terms.rolled(Date.UTC(year, month, Math.min(date.getUTCDate(), last)));
  },
  rolled(end) {
    const unknown = new Set([lacking(end)]);
    let day = end;
    while (!works(day)) {
      day += DAY;
      unknown.add(lacking(day));
    }
    return [day, unknown];
  },
};

const shown = new Intl.DateTimeFormat("zh-CN", { dateStyle: "full", timeZone: "UTC" });
const count = (input) => {
  const start = input.value && input.valueAsNumber;
  for (const row of page.querySelectorAll(`[data-from="${input.dataset.start}"]`)) {
    const place = row.querySelector("output");
    place.replaceChildren();
    if (!start || Number.isNaN(start)) continue;
    const [end, unknown] = terms[row.dataset.unit](start, Number(row.dataset.count));
    const time = document.createElement("time");
    time.dateTime = new Date(end).toISOString().slice(0, 10);
    time.textContent = shown.format(end);
    place.append(time);
    unknown.delete(0);
    row.toggleAttribute("data-rough", unknown.size > 0);
    if (unknown.size) place.append(`（大约：本站没有${[...unknown].join("、")}年的节假日安排，那几天只按周末计算，前后可能差几天）`);
  }
};

// ---- hands on

page.addEventListener("input", ({ target }) => {
  if (target.dataset.into) mirror(target);
  if (target.dataset.choose) tick();
  if (target.dataset.start) count(target);
});
page.querySelector("[data-print]")?.addEventListener("click", () => print());
page.querySelector("[data-clear]")?.addEventListener("click", () => {
  for (const control of page.querySelectorAll("[data-into]")) {
    control.value = "";
    mirror(control);
  }
  for (const control of page.querySelectorAll("[data-choose]")) control.checked = false;
  tick();
});
for (const each of page.querySelectorAll("[data-scripted]")) each.hidden = false;
for (const each of page.querySelectorAll("[data-unscripted]")) each.hidden = true;
for (const each of page.querySelectorAll("[data-into]")) mirror(each);
for (const each of page.querySelectorAll("[data-start]")) count(each);
if (page.querySelector("[data-choose]")) tick();
