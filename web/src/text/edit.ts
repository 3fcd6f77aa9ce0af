import { parseSource, type Reading, type Source } from './source';
import type { ReadingKind } from './units';

export interface Change {
  first: number; // the characters that are read, as indexes of Source.characters
  last: number;
  kind: ReadingKind;
  reading: string; // empty: as the server reads it
}

// The text with one word read otherwise.
export function withReading(text: string, change: Change): string {
  const source = parseSource(text);
  const old = source.readings.find(
    (reading) => reading.first < change.last && change.first < reading.last,
  );
  if (!old) return replace(text, placeOf(source, change), written(text, source, change));
  const same = old.first === change.first && old.last === change.last;
  const inside = same ? null : syllablesOf(old);
  if (!inside) {
    const whole = { ...change, first: old.first, last: old.last };
    return replace(text, old, written(text, source, whole));
  }
  // One of several syllables in the same braces: each character gets its own.
  const parts = inside.map((syllable, i) => {
    const at = old.first + i;
    const reading = at === change.first ? change.reading : syllable;
    return written(text, source, { first: at, last: at + 1, kind: 'pinyin', reading });
  });
  return replace(text, old, parts.join(''));
}

// The reading that the text gives a word, if it does.
export function readingAt(source: Source, first: number): Reading | undefined {
  return source.readings.find((reading) => reading.first <= first && first < reading.last);
}

function placeOf(source: Source, { first, last }: { first: number; last: number }) {
  return { start: source.characters[first]!.start, end: source.characters[last - 1]!.end };
}

function replace(text: string, place: { start: number; end: number }, by: string): string {
  return text.slice(0, place.start) + by + text.slice(place.end);
}

// Null: not one syllable a character.
function syllablesOf({ reading, first, last }: Reading): string[] | null {
  const syllables = reading.trim().split(/ +/);
  return syllables.length === last - first && /[a-zü]/.test(reading) ? syllables : null;
}

function written(text: string, source: Source, { first, last, kind, reading }: Change): string {
  const { start, end } = placeOf(source, { first, last });
  const word = text.slice(start, end);
  if (!reading) return word;
  const plain =
    (kind === 'pinyin' && last - first === 1) || (kind === 'arpabet' && isWholeWord(text, start, end));
  return plain ? `${word}{${reading}}` : `[${word}]{${reading}}`;
}

function isWholeWord(text: string, start: number, end: number): boolean {
  const letter = /[\p{L}\p{N}'’]/u;
  return (
    /^[A-Za-z0-9'’]+$/.test(text.slice(start, end)) &&
    !letter.test(text[start - 1] ?? '') &&
    !/[A-Za-z0-9'’]/.test(text[end] ?? '')
  );
}
