// Finding: which reports hold every term, in their names or in their narrative.

import { TEXT, byName, intersect, names, once } from "./search-names.js";
import { phrase, signs, spellings } from "./search-text.js";

// When a piece of its index does not arrive, Pagefind waits for ever, or goes on and finds too little. So its requests
// are watched: `lost` is a promise that fails with the first of them.
function watchPieces() {
  const watch = {};
  watch.again = () => {
    watch.lost = new Promise((_, reject) => { watch.tell = reject; });
    watch.lost.catch(() => undefined);
  };
  watch.again();
  const original = globalThis.fetch;
  globalThis.fetch = async (...request) => {
    if (!/\/pagefind\/\d+\/(?!fragment\/)/.test(request[0])) return original(...request);
    const { tell } = watch; // a late failure belongs to the attempt that asked
    try {
      const response = await original(...request);
      if (!response.ok) throw new Error(`${request[0]}: ${response.status}`);
      return new Response(await response.arrayBuffer());
    } catch (error) {
      tell(error);
      throw error;
    }
  };
  return watch;
}

// What a search may load of the index at once, and what one piece of it weighs: each character of a query needs one in
// every year, or the whole index of that year where it is lighter.
const ALLOWED = 130_000;
const PIECE = 27_000;

// The newest years that may be searched at once, at least one: { years, rest, bytes }, the last two of those left over.
function afford(list, terms) {
  const characters = new Set(terms.join("")).size;
  const cost = (year) => Math.min(list.weights.get(year), characters * PIECE);
  let sum = 0;
  const enough = list.years.findIndex((year, at) => { sum += cost(year); return at && sum > ALLOWED; });
  const years = enough < 0 ? list.years : list.years.slice(0, enough);
  const rest = list.years.slice(years.length);
  return { years, rest, bytes: rest.reduce((total, year) => total + cost(year), 0) };
}

// Gives { ready, inNames, inAll, nearNames }: all but the first take terms; the first of them gives what fits all of them,
// best first, the last what nearly does. `inAll` gives { hits, years, rest, bytes }: narratives of one year, of every
// year, or of the newest that may be loaded at once. Each loads what it needs once. Terms must be folded after `ready`.
export function open(root) {
  const pieces = watchPieces();
  const list = names(root);
  const pagefind = once(async () => loadPagefind(root, (await list.get()).years));
  async function inAll(terms, { year, every } = { every: true }) {
    const answer = async () => {
      const [known, engine] = [await list.get(), await pagefind.get()];
      const only = year && { years: known.years.filter((each) => each === Number(year)), rest: [], bytes: 0 };
      const all = every && { years: known.years, rest: [], bytes: 0 };
      const scope = only || all || afford(known, terms);
      await engine?.join(scope.years);
      return { ...scope, hits: await intersectAll(known, engine?.program, terms) };
    };
    try {
      return await Promise.race([pieces.lost, answer()]);
    } catch (error) {
      pagefind.forget();
      pieces.again();
      throw error;
    }
  }
  return {
    ready: list.get,
    inNames: list.inNames,
    inAll,
    nearNames: list.nearNames,
  };
}

// The newest year's shard holds the program; the others are joined to it when they are asked for: { program, join }.
// Nothing when there is no narrative at all.
async function loadPagefind(root, years) {
  if (!years.length) return undefined;
  const folder = (year) => new URL(`pagefind/${year}/`, root);
  const newest = folder(years[0]);
  const program = await import(new URL("pagefind.js", newest));
  await program.destroy(); // what an earlier attempt may have left
  await program.options({ noWorker: true });
  await program.init();
  const joined = new Map([[years[0], undefined]]);
  const one = (year) => joined.get(year) ?? joined.set(year, program.mergeIndex(folder(year).pathname)).get(year);
  const join = (wanted) => Promise.all(wanted.filter((year) => year !== years[0]).map(one));
  return { program, join };
}

// The reports whose narrative holds a term: a Map of found things to functions that load their text.
async function byText(list, pagefind, term) {
  const texts = new Map();
  const held = [...list.signs.values()];
  const known = new Set(held.flatMap((shard) => [...shard]));
  for (const spelling of spellings(term, (sign) => known.has(sign))) {
    const needed = signs(spelling);
    if (!held.some((shard) => needed.every((sign) => shard.has(sign)))) continue;
    for (const result of (await pagefind.search(phrase(spelling))).results) {
      const each = list.byFragment.get(result.id);
      // Pagefind drops signs that a shard does not know from the query; such a shard does not hold the term.
      if (each && needed.every((sign) => list.signs.get(each.year).has(sign))) texts.set(each, result.data);
    }
  }
  return texts;
}

async function intersectAll(list, pagefind, terms) {
  const ranks = terms.map((term) => byName(list, term));
  const texts = pagefind ? await Promise.all(terms.map((term) => byText(list, pagefind, term))) : [];
  texts.forEach((found, position) => {
    for (const each of found.keys()) if (!ranks[position].has(each)) ranks[position].set(each, TEXT);
  });
  return intersect(list, ranks, texts);
}
