// The list of names: loaded once, and what of it fits terms by name. Narratives are search-index.js's.

import { near } from "./search-near.js";
import { fold, learn } from "./search-text.js";

// How well a term fits, best first. A report's rank is the sum over the terms.
export const NAME = 0;
export const PLACE = 1;
export const TEXT = 2;

// Calls `make` once, and again only after it has failed or has been told to forget.
export function once(make) {
  let made;
  const get = () => (made ??= make().catch((error) => { made = undefined; throw error; }));
  return { get, forget: () => { made = undefined; } };
}

// A name, and its pinyin from each syllable on: 博爱县 is boaixian, aixian, xian, and bax. Where none is given, each
// character sounds as it does alone.
function spoken([name, pinyin], alone) {
  const syllables = pinyin ? pinyin.split(" ") : [...name].map((character) => alone.get(character) ?? character);
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

// Gives every thing that can be found as { agency, places, codes, level, year, url }, each with its names ready to
// compare; and the shards that hold narratives, newest first, each with the reports in it in their order.
function arrange({ shards, sounds, places, agencies, traditional }, root) {
  learn(...traditional);
  const alone = new Map(sounds.flatMap(([sound, held]) => [...held].map((each) => [each, sound])));
  const placeNames = places.map((place) => spoken(place, alone));
  const found = agencies.flatMap((agency) => {
    const common = {
      agency: agency.names[0][0],
      level: agency.level,
      places: agency.places.map((position) => places[position][0]),
      codes: agency.places.map((position) => places[position][2]),
      names: agency.names.map((name) => spoken(name, alone)),
      placeNames: agency.places.map((position) => placeNames[position]),
      home: new URL(agency.url, root).href,
    };
    const reports = agency.reports.length ? agency.reports : [[0, -1]];
    return reports.map(([year, shard]) => ({
      ...common, year, shard, url: new URL(agency.url + (year ? `${year}/` : ""), root).href,
    }));
  });
  const held = shards.map(([folder, year, signs, weight, piece, beside]) =>
    ({ folder, year, signs: new Set(signs), weight, piece, beside, reports: [] }));
  found.forEach((each) => held[each.shard]?.reports.push(each));
  return { found, shards: held };
}

// The ranks of what a term fits by name: a Map of found things to ranks.
export function byName(list, term) {
  const ranks = new Map();
  for (const each of list.found) {
    if (isIn(each.names, term)) ranks.set(each, NAME);
    else if (isIn(each.placeNames, term)) ranks.set(each, PLACE);
  }
  return ranks;
}

// What fits every term, best first: [{ agency, places, year, url, text }], where text, if there, loads the narrative.
// Among equals the order of the list stays.
export function intersect(list, ranksOfTerms, textsOfTerms = []) {
  const hits = [];
  list.found.forEach((each) => {
    if (!ranksOfTerms.every((ranks) => ranks.has(each))) return;
    const rank = ranksOfTerms.reduce((sum, ranks) => sum + ranks.get(each), 0);
    hits.push({ ...each, rank, text: textsOfTerms.find((texts) => texts.has(each))?.get(each) });
  });
  return hits.sort((one, other) => one.rank - other.rank);
}

// Gives the list of names of the site at `root`: { get, inNames, nearNames }.
export function names(root) {
  const { get } = once(async () => {
    const response = await fetch(new URL("search/names.json", root));
    if (!response.ok) throw new Error(`search/names.json: ${response.status}`);
    const text = await response.text();
    return { ...arrange(JSON.parse(text), root), length: text.length };
  });
  return {
    get,
    inNames: async (terms) => {
      const list = await get();
      return intersect(list, terms.map((term) => byName(list, term)));
    },
    nearNames: async (terms) => near((await get()).found, terms),
  };
}
