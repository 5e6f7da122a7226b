// The search page. Its words are in the page itself (templates/search.html).

import { open } from "./search-index.js";
import { excerpt, pieces, termsOf } from "./search-text.js";

const PAUSE = 180;
const SHOWN_AT_ONCE = 100;
const QUOTED_AT_ONCE = 3;

const page = document.querySelector("[data-search]");
const part = (name) => page.querySelector(`[data-search-${name}]`);
const form = part("form");
const box = form.elements.namedItem("q");
const filters = ["year", "level", "place"].map((name) => form.elements.namedItem(name));
const [count, list, more, empty, nearly, directory, rest] =
  ["count", "list", "more", "empty", "near", "directory", "rest"].map(part);
const finder = open(new URL(page.dataset.search, document.baseURI));

let run = 0;
let timer;
let every = new URLSearchParams(location.search).has("all"); // all narratives, however much that loads

function marked(element, found) {
  element.replaceChildren(...found.map(([text, isMatch]) => {
    if (!isMatch) return document.createTextNode(text);
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  }));
}

function item(hit, terms) {
  const made = part("hit").content.cloneNode(true);
  const link = made.querySelector("a");
  link.href = hit.url;
  marked(made.querySelector("[data-agency]"), pieces(hit.agency, terms));
  const year = made.querySelector("[data-year]");
  if (hit.year) year.textContent = year.dataset.year.replace("{year}", hit.year);
  else year.textContent = year.dataset.none;
  marked(made.querySelector("[data-place]"), pieces(hit.places.join(" › "), terms));
  return made;
}

// An excerpt that cannot be loaded is left out; the hit stands without it.
async function quote(element, hit, terms) {
  const text = hit.text && await hit.text().catch(() => undefined);
  const found = text ? excerpt(text.content, terms) : [];
  marked(element, found);
  element.hidden = !found.length;
}

// Each excerpt is a file of its own: the first are fetched at once, the others when they come into view.
const waiting = new WeakMap();
const watcher = new IntersectionObserver((changes) => {
  for (const { isIntersecting, target } of changes) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    waiting.get(target)();
  }
}, { rootMargin: "0px" });

// Adds the next hits to the list; done when the first excerpts are there.
async function show(hits, terms) {
  const first = list.childElementCount;
  const quotes = hits.slice(first, first + SHOWN_AT_ONCE).map((hit, position) => {
    list.append(item(hit, terms));
    const added = list.lastElementChild;
    const load = () => quote(added.querySelector("[data-excerpt]"), hit, terms);
    if (position < QUOTED_AT_ONCE) return load();
    waiting.set(added, load);
    return watcher.observe(added);
  });
  more.hidden = list.childElementCount >= hits.length;
  more.onclick = () => show(hits, terms);
  await Promise.all(quotes);
}

function say(name, told = {}) {
  count.textContent = name ? count.dataset[name].replace(/\{(\w+)\}/g, (_, what) => told[what]) : "";
}

function clear() {
  delete count.dataset.hits;
  rest.hidden = true;
  list.setAttribute("aria-busy", "true");
  empty.hidden = true;
}

const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

// Which narratives were searched is said with the number, unless it was all of them.
function finish(number, { years, done, all, left, bytes }) {
  list.removeAttribute("aria-busy");
  empty.hidden = number > 0;
  const span = years.length > 1 ? `${years.at(-1)}—${years[0]}` : years.join("");
  const isWhole = done === all;
  say(!left ? "found" : isWhole ? "part" : "some", { n: number, years: span, done, all });
  rest.hidden = !left;
  rest.textContent = (isWhole ? rest.dataset.years : rest.dataset.reports).replace("{size}", size(bytes));
  count.dataset.years = years.join(" ");
  count.dataset.hits = number;
}

async function search() {
  const mine = (run += 1);
  const asked = box.value.trim().length > 0;
  clear();
  remember();
  directory.hidden = asked;
  try {
    if (!asked) return idle();
    say("busy");
    await finder.ready(); // what it teaches is needed to fold the terms
    const terms = termsOf(box.value);
    if (mine === run) await (terms.length ? answer(terms, () => mine === run) : idle());
  } catch (error) {
    if (mine === run) fail(error);
  }
}

// Whether a hit is of the year, level and place that are chosen; it is of a place and of all places above.
function fits(hit) {
  const [year, level, place] = filters.map((filter) => filter.value);
  return (!year || String(hit.year) === year) && (!level || hit.level === level) && (!place || hit.codes.includes(place));
}

// Names at once, then everything.
async function answer(terms, isCurrent) {
  const named = (await finder.inNames(terms)).filter(fits);
  if (!isCurrent()) return;
  list.replaceChildren();
  await show(named.map((hit) => ({ ...hit, text: undefined })), terms);
  const found = await finder.inAll(terms, { fits, every });
  const { hits } = found;
  if (!isCurrent()) return;
  list.replaceChildren();
  await show(hits, terms);
  const close = hits.length ? [] : await finder.nearNames(terms);
  if (!isCurrent()) return;
  suggest(close);
  finish(hits.length, found);
}

// Suggestions are no hits: they do not hold what was typed.
function suggest(found) {
  nearly.querySelector("ul").replaceChildren(...found.map((each) => {
    const [entry, link] = ["li", "a"].map((name) => document.createElement(name));
    link.href = each.url;
    link.textContent = each.agency;
    entry.append(link, ` ${each.places.join(" › ")}`);
    return entry;
  }));
  nearly.hidden = !found.length;
}

function idle() {
  list.removeAttribute("aria-busy");
  list.replaceChildren();
  more.hidden = true;
  say("");
}

// What the names gave stays; that it is not all is said.
function fail(error) {
  list.removeAttribute("aria-busy");
  say("failed");
  console.error(error);
}

function remember() {
  const address = new URL(location.href);
  for (const field of [box, ...filters]) {
    const value = field.value.trim();
    if (value) address.searchParams.set(field.name, value);
    else address.searchParams.delete(field.name);
  }
  if (every) address.searchParams.set("all", "1");
  else address.searchParams.delete("all");
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  search();
});
function typed(event) {
  if (event.isComposing) return; // an input method is still at work on it
  every = false;
  clear();
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
}

box.addEventListener("input", typed);
box.addEventListener("compositionend", typed);
const asked = new URLSearchParams(location.search);
box.value = asked.get("q") ?? "";
for (const filter of filters) {
  const value = asked.get(filter.name) ?? "";
  if ([...filter.options].some((option) => option.value === value)) filter.value = value;
  filter.addEventListener("change", search);
}
rest.addEventListener("click", () => {
  every = true;
  search();
});
if (box.value) search();
