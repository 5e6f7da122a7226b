// Names that are nearly what was typed, for those who half remember one: at most one character wrong, missing or extra.

const SHORTEST = 3;
const MOST = 8;

// Whether some part of `name` is `term` but for one character at most (Sellers' algorithm: a match may begin anywhere).
function nearly(name, term) {
  let row = Array.from({ length: term.length + 1 }, (_, position) => position);
  for (const character of name) {
    const next = [0];
    for (let position = 1; position <= term.length; position += 1) {
      const change = row[position - 1] + (character === term[position - 1] ? 0 : 1);
      next[position] = Math.min(change, row[position] + 1, next[position - 1] + 1);
    }
    if (next[term.length] <= 1) return true;
    row = next;
  }
  return false;
}

// Gives the first of `found` (as `open` in search-index.js arranges it) whose names nearly hold every term, one an agency.
export function near(found, terms) {
  if (!terms.some((term) => term.length >= SHORTEST)) return [];
  const isNear = ({ folded }, term) => folded.includes(term) || (term.length >= SHORTEST && nearly(folded, term));
  const agencies = new Map();
  for (const each of found) {
    const names = [...each.names, ...each.placeNames];
    const fits = terms.every((term) => names.some((name) => isNear(name, term)));
    if (fits && !agencies.has(each.agency)) agencies.set(each.agency, each);
    if (agencies.size === MOST) break;
  }
  return [...agencies.values()];
}
