// The text as the user writes it: characters that are spoken, with tags and readings between them.
// docs/text.md describes the notation.

export interface Place {
  start: number; // in UTF-16 units of the text
  end: number;
}

export interface Reading extends Place {
  reading: string; // what the braces hold
  first: number; // the characters that it reads, as indexes of Source.characters
  last: number; // behind the last
}

export interface Source {
  characters: (Place & { text: string })[];
  readings: Reading[]; // their place has the brackets, too
}

const kTag = /^<\/?(zh|ja|jp|en)>/i;
const kBracketed = /^\[([^[\]{}\n]+)\]\{([^{}\n]+)\}/;
const kBraces = /^\{([^{}\n]+)\}/;
const kPinyin = /^[a-zü:āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+[1-5]?( +[a-zü:āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+[1-5]?)*$/i;
const kArpabet = /^[A-Z]{1,2}[0-2]?( +[A-Z]{1,2}[0-2]?)*$/;
const kKana = /^[\u3040-\u30ff\uff66-\uff9f]+$/;

export function parseSource(text: string): Source {
  const source: Source = { characters: [], readings: [] };
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at, at + 400);
    const tag = kTag.exec(rest);
    const bracketed = kBracketed.exec(rest);
    const braces = kBraces.exec(rest);
    if (tag) {
      at += tag[0].length;
    } else if (bracketed) {
      const first = source.characters.length;
      pushCharacters(source, bracketed[1]!, at + 1);
      const end = at + bracketed[0].length;
      source.readings.push({
        start: at, end, reading: bracketed[2]!, first, last: source.characters.length,
      });
      at = end;
    } else if (braces && readsBefore(source, braces[1]!) > 0) {
      const last = source.characters.length;
      const first = last - readsBefore(source, braces[1]!);
      const end = at + braces[0].length;
      const start = source.characters[first]!.start;
      source.readings.push({ start, end, reading: braces[1]!, first, last });
      at = end;
    } else {
      const character = String.fromCodePoint(text.codePointAt(at)!);
      source.characters.push({ text: character, start: at, end: at + character.length });
      at += character.length;
    }
  }
  return source;
}

function pushCharacters(source: Source, text: string, start: number): void {
  for (const character of text) {
    source.characters.push({ text: character, start, end: start + character.length });
    start += character.length;
  }
}

// How many of the last characters a reading behind them reads.
function readsBefore({ characters }: Source, reading: string): number {
  const run = (pattern: RegExp, limit = Infinity) => {
    let count = 0;
    while (count < Math.min(limit, characters.length)) {
      if (!pattern.test(characters[characters.length - 1 - count]!.text)) break;
      ++count;
    }
    return count;
  };
  if (kArpabet.test(reading)) return run(/[A-Za-z0-9'’]/);
  if (kPinyin.test(reading)) {
    const syllables = reading.trim().split(/ +/).length;
    return run(/\p{Script=Han}/u, syllables) === syllables ? syllables : 0;
  }
  if (!kKana.test(reading)) return 0;
  const katakana = run(/[ァ-ヺー]/);
  if (katakana) return katakana;
  const hiragana = run(/[ぁ-ゖー]/);
  const kanji = run(/[\p{Script=Han}ぁ-ゖー々]/u);
  return kanji > hiragana ? kanji : hiragana;
}
