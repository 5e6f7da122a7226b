// Text as the index has it: how queries are spelt, and how text is shown again. The other side is publishing/shards.py.

const AFTER_PASSAGE = "\ue000";
const SPACE = "\ue001";
const LONGEST_QUERY = 200;
const MOST_SPELLINGS = 64;

const narrow = (text) => text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
const wide = (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0);
const isSign = (character) => !/[\p{L}\p{N}]/u.test(character);

// Traditional characters and their simplified ones, and which traditional ones stand in narratives, by the simplified.
const simple = new Map();
const printed = new Map();

// Learns both from the list of names: `pairs` of characters as one string, and the characters that narratives hold.
export function learn(pairs, held) {
  const characters = [...pairs];
  for (let at = 0; at < characters.length; at += 2) simple.set(characters[at], characters[at + 1]);
  for (const character of held) {
    const spelt = simple.get(character);
    printed.set(spelt, [...(printed.get(spelt) ?? []), character]);
  }
}

const simplified = (text) => text.replace(/[^\x00-\xff]/gu, (character) => simple.get(character) ?? character);

// What is compared with what: without spaces and unseen characters, narrow, in lower case, in simplified characters.
export const fold = (text) => simplified(narrow(text.replace(/[\p{Z}\p{C}]/gu, "")).toLowerCase());

// The query's terms, folded, each once.
export const termsOf = (query) => [...new Set(query.slice(0, LONGEST_QUERY).split(/\s+/u).map(fold))].filter(Boolean);

// The ways in which the index may have spelt a folded term: its signs may stand there narrow or wide, its characters
// traditional. Signs that no narrative holds (`holds` tells) are not tried.
export function spellings(term, holds) {
  let found = [[]];
  for (const character of term) {
    const may = /[!-~]/.test(character) && isSign(character) ? [wide(character)] : [character];
    if (may[0] !== character && character !== '"') may.push(character);
    may.push(...(printed.get(character) ?? []));
    const tried = may.filter((each) => !isSign(each) || holds(each));
    found = found.flatMap((start) => tried.map((next) => [...start, next])).slice(0, MOST_SPELLINGS);
  }
  return found;
}

// The phrase that asks the index for one spelling, and the signs that a shard must hold to be asked.
export const phrase = (spelling) => `"${spelling.join(" ")}"`;
export const signs = (spelling) => spelling.filter(isSign);

// The paragraphs of an indexed text, as they were but for spaces beside Han characters.
const paragraphs = (content) =>
  content.split(AFTER_PASSAGE).map((part) => part.replaceAll(" ", "").replaceAll(SPACE, " "));

// Where the terms stand in a text: for each of its characters, whether it belongs to a match.
function matches(characters, terms) {
  const origin = [];
  let folded = "";
  characters.forEach((character, position) => {
    const spelt = fold(character);
    folded += spelt;
    for (let unit = 0; unit < spelt.length; unit += 1) origin.push(position);
  });
  const found = new Array(characters.length).fill(false);
  for (const term of terms) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + 1)) {
      found.fill(true, origin[at], origin[at + term.length - 1] + 1);
    }
  }
  return found;
}

// A text as [piece, is a match] pairs.
export function pieces(text, terms) {
  const characters = [...text];
  const marks = matches(characters, terms);
  const found = [];
  characters.forEach((character, position) => {
    if (position && marks[position] === marks[position - 1]) found[found.length - 1][0] += character;
    else found.push([character, marks[position]]);
  });
  return found;
}

// The passage around the first match of an indexed text, as pieces; empty when no term stands in it.
export function excerpt(content, terms, before = 24, length = 90) {
  for (const paragraph of paragraphs(content)) {
    const characters = [...paragraph];
    const first = matches(characters, terms).indexOf(true);
    if (first >= 0) {
      const start = Math.max(0, first - before);
      const shown = characters.slice(start, start + length).join("");
      const cut = start + length < characters.length;
      return pieces(`${start ? "…" : ""}${shown}${cut ? "…" : ""}`, terms);
    }
  }
  return [];
}
