// Finding: which reports hold every term, in their names or in their narrative.

import { TEXT, byName, intersect, names, once } from "./search-names.js";
import { phrase, signs, spellings } from "./search-text.js";

// When a piece of its index does not arrive, Pagefind waits for ever, or goes on and finds too little. So its requests
// are watched: `lost` is a promise that fails with the first of them. It also looks for its program beside each index,
// while that lies once, above all of them.
function watchPieces(root) {
  const above = new URL("pagefind/", root).pathname;
  const watch = {};
  watch.again = () => {
    watch.lost = new Promise((_, reject) => { watch.tell = reject; });
    watch.lost.catch(() => undefined);
  };
  watch.again();
  const original = globalThis.fetch;
  const whole = async (address, ...options) => {
    const response = await original(address, ...options);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    return response.arrayBuffer();
  };
  const program = once(() => whole(`${above}wasm.unknown.pagefind`));
  globalThis.fetch = async (address, ...options) => {
    const file = String(address).startsWith(above) ? String(address).slice(above.length).split("/")[1] : undefined;
    if (file === undefined || file === "fragment") return original(address, ...options);
    const { tell } = watch; // a late failure belongs to the attempt that asked
    try {
      return new Response(await (file.startsWith("wasm.") ? program.get() : whole(address, ...options)));
    } catch (error) {
      tell(error);
      throw error;
    }
  };
  return watch;
}

// What a first search may load of the index and of the list of names: of 250 KB, the page, its styles and scripts take
// some 25, Pagefind's program 81, excerpts 15. The list is packed on its way: so many bytes a character.
const ALLOWED = 129_000;
const PACKED = 0.085;

// How much of narratives a search for terms looks through: { shards, rest, bytes }, the last two of those left over.
// Each costs a piece for each character, or all of it where it is lighter. The newest years are taken whole, as many as
// may be loaded at once. If that is none: the part of the newest that has most reports, and what else there is room for.
function afford(list, shards, terms) {
  const characters = new Set(terms.join("")).size;
  const cost = ({ weight, piece, beside }) => Math.min(weight, characters * piece) + beside;
  const total = (some) => some.reduce((sum, shard) => sum + cost(shard), 0);
  let left = ALLOWED - list.length * PACKED;
  const fit = (some) => {
    const fits = total(some) <= left;
    if (fits) left -= total(some);
    return fits;
  };
  const years = [...new Set(shards.map(({ year }) => year))].map((year) => shards.filter((shard) => shard.year === year));
  const tooMuch = years.findIndex((parts) => !fit(parts));
  let taken = tooMuch < 0 ? shards : years.slice(0, tooMuch).flat();
  if (tooMuch === 0) {
    const [first, ...others] = [...years[0]].sort((one, other) => other.reports.length - one.reports.length);
    left -= cost(first);
    taken = [first, ...others.filter((shard) => fit([shard]))];
  }
  const rest = shards.filter((shard) => !taken.includes(shard));
  return { shards: shards.filter((shard) => taken.includes(shard)), rest, bytes: total(rest) };
}

// What a scope means to a reader, as far as reports fit: the years, and of how many reports in them how many are in it.
function described({ shards, rest, bytes }, fits) {
  const years = [...new Set(shards.map(({ year }) => year))];
  const count = (held) => held.reduce((sum, shard) => sum + shard.reports.filter(fits).length, 0);
  const done = count(shards);
  const all = done + count(rest.filter(({ year }) => years.includes(year)));
  return { years, done, all, left: rest.length, bytes };
}

// Gives { ready, inNames, inAll, nearNames }: all but the first take terms; the first of them gives what fits all of them,
// best first, the last what nearly does. `inAll` gives { hits, years, done, all, left, bytes }: it looks through the
// narratives of reports that fit (all of them, unless told), of every one or of the newest that may be loaded at once.
// Each loads what it needs once. Terms must be folded after `ready`.
export function open(root) {
  const pieces = watchPieces(root);
  const list = names(root);
  const indexes = once(() => loadIndexes(root));
  async function inAll(terms, { fits = () => true, every } = { every: true }) {
    const answer = async () => {
      const known = await list.get();
      const wanted = known.shards.filter(({ reports }) => reports.some(fits));
      const scope = every ? { shards: wanted, rest: [], bytes: 0 } : afford(known, wanted, terms);
      const open = wanted.length ? await indexes.get() : undefined;
      return { ...described(scope, fits), hits: (await intersectAll(known, open, scope.shards, terms)).filter(fits) };
    };
    try {
      return await Promise.race([pieces.lost, answer()]);
    } catch (error) {
      indexes.forget();
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

// Gives a function that opens the index of a shard once: { search, called }, the reports by what Pagefind calls them.
// The program starts with the first index; before it runs, no other may be opened.
async function loadIndexes(root) {
  const program = await import(new URL("pagefind/pagefind.js", root));
  let running;
  const one = async ({ folder, reports }) => {
    if (running) await running;
    const basePath = new URL(`pagefind/${folder}/`, root).pathname;
    const index = program.createInstance({ basePath, noWorker: true });
    running ??= index.filters();
    const response = await fetch(new URL(`search/${folder}.json`, root));
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    const calls = (await response.json()).split(" ");
    await running;
    return { search: index.search, called: new Map(calls.map((call, at) => [call, reports[at]])) };
  };
  const opened = new Map();
  return (shard) => opened.get(shard) ?? opened.set(shard, one(shard)).get(shard);
}

// The reports whose narrative holds a term: a Map of found things to functions that load their text. A shard is not
// asked for signs that it does not hold: Pagefind would drop them from the query.
async function byText(open, shards, term) {
  const texts = new Map();
  for (const spelling of spellings(term, (sign) => shards.some((shard) => shard.signs.has(sign)))) {
    const needed = signs(spelling);
    const asked = shards.filter((shard) => needed.every((sign) => shard.signs.has(sign)));
    await Promise.all(asked.map(async (shard) => {
      const { search, called } = await open(shard);
      for (const { id, data } of (await search(phrase(spelling))).results) {
        texts.set(called.get(id.slice(id.indexOf("_") + 1)), data);
      }
    }));
  }
  return texts;
}

async function intersectAll(list, open, shards, terms) {
  const ranks = terms.map((term) => byName(list, term));
  const texts = await Promise.all(terms.map((term) => byText(open, shards, term)));
  texts.forEach((found, position) => {
    for (const each of found.keys()) if (!ranks[position].has(each)) ranks[position].set(each, TEXT);
  });
  return intersect(list, ranks, texts);
}
