// Finding: which reports hold every term, in their names or in their narrative.

import { near } from "./search-near.js";
import { fold, phrase, signs, spellings } from "./search-text.js";

// How well a term fits, best first. A report's rank is the sum over the terms.
const NAME = 0;
const PLACE = 1;
const TEXT = 2;

// Calls `make` once, and again only after it has failed or has been told to forget.
function once(make) {
  let made;
  const get = () => (made ??= make().catch((error) => { made = undefined; throw error; }));
  return { get, forget: () => { made = undefined; } };
}

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

// A name, and its pinyin from each syllable on: 博爱县 is boaixian, aixian, xian, and bax.
function spoken([name, pinyin]) {
  const syllables = pinyin.split(" ");
  const tails = syllables.map((_, position) => syllables.slice(position).join(""));
  return { folded: fold(name), tails, initials: syllables.map((syllable) => syllable[0]).join("") };
}

// Whether a name sounds like a term in Latin letters; xi'an is xian.
function sounds(name, term) {
  const letters = term.replace(/['’]/g, "");
  if (!/^[a-z]+$/.test(letters)) return false;
  return name.initials.startsWith(letters) || name.tails.some((tail) => tail.startsWith(letters));
}

const isIn = (names, term) => names.some((name) => name.folded.includes(term) || sounds(name, term));

// Gives { inNames, inAll, nearNames }: all take terms; the first two give what fits all of them, best first, the last
// what nearly does. Each loads what it needs once.
export function open(root) {
  const pieces = watchPieces();
  const list = once(async () => {
    const response = await fetch(new URL("search/names.json", root));
    if (!response.ok) throw new Error(`search/names.json: ${response.status}`);
    return arrange(await response.json(), root);
  });
  const pagefind = once(async () => loadPagefind(root, (await list.get()).years));
  async function inAll(terms) {
    const answer = async () => intersectAll(await list.get(), await pagefind.get(), terms);
    try {
      return await Promise.race([pieces.lost, answer()]);
    } catch (error) {
      pagefind.forget();
      pieces.again();
      throw error;
    }
  }
  return {
    inNames: async (terms) => intersectNames(await list.get(), terms),
    inAll,
    nearNames: async (terms) => near((await list.get()).found, terms),
  };
}

// The newest year's shard holds the program; the others are joined to it. Nothing when there is no narrative at all.
async function loadPagefind(root, years) {
  const [newest, ...others] = years.map((year) => new URL(`pagefind/${year}/`, root));
  if (!newest) return undefined;
  const program = await import(new URL("pagefind.js", newest));
  await program.destroy(); // what an earlier attempt may have left
  await program.options({ noWorker: true });
  await program.init();
  await Promise.all(others.map((shard) => program.mergeIndex(shard.pathname)));
  return program;
}

// Gives every thing that can be found as { agency, places, year, url, fragment }, each with its names ready to compare.
function arrange({ shards, places, agencies }, root) {
  const placeNames = places.map(spoken);
  const found = agencies.flatMap((agency) => {
    const common = {
      agency: agency.names[0][0],
      places: agency.places.map((position) => places[position][0]),
      names: agency.names.map(spoken),
      placeNames: agency.places.map((position) => placeNames[position]),
    };
    const reports = agency.reports.length ? agency.reports : [[0, ""]];
    return reports.map(([year, fragment]) => ({
      ...common, year, fragment, url: new URL(agency.url + (year ? `${year}/` : ""), root).href,
    }));
  });
  return {
    found,
    years: shards.map(([year]) => year),
    signs: new Map(shards.map(([year, held]) => [year, new Set(held)])),
    byFragment: new Map(found.filter((each) => each.fragment).map((each) => [each.fragment, each])),
  };
}

// The ranks of what a term fits by name: a Map of found things to ranks.
function byName(list, term) {
  const ranks = new Map();
  for (const each of list.found) {
    if (isIn(each.names, term)) ranks.set(each, NAME);
    else if (isIn(each.placeNames, term)) ranks.set(each, PLACE);
  }
  return ranks;
}

// The reports whose narrative holds a term: a Map of found things to functions that load their text.
async function byText(list, pagefind, term) {
  const texts = new Map();
  const held = [...list.signs.values()];
  for (const spelling of spellings(term)) {
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

// What fits every term, best first: [{ agency, places, year, url, text }], where text, if there, loads the narrative.
// Among equals the order of the list stays.
function intersect(list, ranksOfTerms, textsOfTerms) {
  const hits = [];
  list.found.forEach((each) => {
    if (!ranksOfTerms.every((ranks) => ranks.has(each))) return;
    const rank = ranksOfTerms.reduce((sum, ranks) => sum + ranks.get(each), 0);
    hits.push({ ...each, rank, text: textsOfTerms.find((texts) => texts.has(each))?.get(each) });
  });
  return hits.sort((one, other) => one.rank - other.rank);
}

const intersectNames = (list, terms) => intersect(list, terms.map((term) => byName(list, term)), []);

async function intersectAll(list, pagefind, terms) {
  const ranks = terms.map((term) => byName(list, term));
  const texts = pagefind ? await Promise.all(terms.map((term) => byText(list, pagefind, term))) : [];
  texts.forEach((found, position) => {
    for (const each of found.keys()) if (!ranks[position].has(each)) ranks[position].set(each, TEXT);
  });
  return intersect(list, ranks, texts);
}
