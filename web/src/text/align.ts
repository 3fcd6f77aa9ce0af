import type { Source } from './source';
import type { Unit } from './units';

// Where each unit stands in the text, as indexes of Source.characters. Null: it is written otherwise,
// as the 三 of a 3.
export type Alignment = ({ first: number; last: number } | null)[];

function fold(character: string): string {
  return character.normalize('NFKC').toLowerCase();
}

// The longest common subsequence of what is written and what is spoken.
export function align(source: Source, units: readonly Unit[]): Alignment {
  const written = source.characters.map((character) => fold(character.text));
  const spoken = units.flatMap((unit) => [...unit.text].map(fold));
  const matches = longestCommon(written, spoken);
  let at = 0;
  return units.map((unit) => {
    const length = [...unit.text].length;
    const places = matches.slice(at, at + length);
    at += length;
    const first = places[0];
    if (first === undefined || places.some((place, i) => place < 0 || place !== first + i))
      return null;
    return { first, last: first + length };
  });
}

// For each of b the index of its partner in a, or -1.
function longestCommon(a: readonly string[], b: readonly string[]): Int32Array {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; --i)
    for (let j = b.length - 1; j >= 0; --j)
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const matches = new Int32Array(b.length).fill(-1);
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) matches[j++] = i++;
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) ++i;
    else ++j;
  }
  return matches;
}
