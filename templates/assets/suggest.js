// Agencies at once, under the search box of every page, while somebody types; the full search is a key away.
// Loaded when the box is first used. Without it the box leads to the search page.

import { names } from "./search-names.js";
import { pieces, termsOf } from "./search-text.js";

const MOST = 8;
const PAUSE = 120;

const root = new URL("../", import.meta.url);
const list = names(root);

function entry({ agency, places, home, codes }, terms) {
  const [item, link, where] = ["li", "a", "span"].map((name) => document.createElement(name));
  link.href = home;
  link.dataset.agency = codes.at(-1) ?? "";
  link.append(...pieces(agency, terms).map(([text, isMatch]) => {
    if (!isMatch) return text;
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  }));
  where.className = "soft";
  where.textContent = places.join(" › ");
  link.append(" ", where);
  item.append(link);
  return item;
}

// What orders suggestions, least first: what fits best, then whose name begins so, then those of wider places.
const weight = ({ rank, names: [first], codes, agency }, [term]) =>
  rank * 1e4 + (first.folded.startsWith(term) ? 0 : 1e3) + (codes.length || 9) * 1e2 + (agency.endsWith("人民政府") ? 0 : 50);

// Attaches suggestions to a search form: a list of links after it, and a count for those who hear the page.
export function attach(form) {
  const box = form.elements.namedItem("q");
  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  const found = document.createElement("ul");
  found.className = "suggestions";
  found.setAttribute("aria-label", "名称相符的机关");
  found.hidden = true;
  form.append(said, found);
  let timer;

  const close = () => { found.hidden = true; said.textContent = ""; };
  const look = async () => {
    const typed = box.value;
    if (!typed.trim()) return close();
    try {
      await list.get();
      const terms = termsOf(typed);
      const agencies = new Map((await list.inNames(terms)).map((hit) => [hit.home, hit]));
      const shown = [...agencies.values()].sort((one, other) => weight(one, terms) - weight(other, terms)).slice(0, MOST);
      if (typed !== box.value || found.contains(document.activeElement)) return undefined; // no change under the hand
      found.replaceChildren(...shown.map((hit) => entry(hit, terms)));
      found.hidden = !shown.length;
      said.textContent = shown.length ? `${agencies.size} 个机关名称相符，按向下键选择，按回车检索全部` : "";
    } catch {
      close(); // the box still leads to the search page
    }
    return undefined;
  };
  const later = (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  const keys = (event) => {
    if (event.key === "Escape" && !found.hidden) { close(); box.focus(); event.preventDefault(); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || found.hidden || event.isComposing) return;
    const stops = [box, ...found.querySelectorAll("a")];
    const next = stops.indexOf(document.activeElement) + step;
    stops[(next + stops.length) % stops.length].focus();
    event.preventDefault();
  };
  box.addEventListener("input", later);
  box.addEventListener("compositionend", later);
  form.addEventListener("keydown", keys);
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  if (document.activeElement === box) look();
}
