const kMarks: Record<string, string> = {
  a: 'āáǎà', e: 'ēéěè', i: 'īíǐì', o: 'ōóǒò', u: 'ūúǔù', ü: 'ǖǘǚǜ',
};

// Phones → syllable, from data/zh/phones.txt: lines of "zhang<tab>zh ang".
export function syllablesByPhones(table: string): Map<string, string> {
  const syllables = new Map<string, string>();
  for (const line of table.split('\n')) {
    const [syllable, phones] = line.split('\t');
    if (line.startsWith('#') || !syllable || !phones) continue;
    if (!syllables.has(phones)) syllables.set(phones, syllable);
  }
  return syllables;
}

// "zhang3" → "zhǎng", as dictionaries print it.
export function withToneMark(pinyin: string): string {
  const parts = /^([a-zü]+)([1-5])$/.exec(pinyin.replace(/v|u:/, 'ü'));
  if (!parts) return pinyin;
  const syllable = parts[1]!;
  const tone = Number(parts[2]);
  if (tone === 5) return syllable;
  // The mark stands on a or e, on the o of ou, else on the last vowel.
  const vowels = [...syllable.matchAll(/[aeiouü]/g)].map((match) => match.index);
  const strong = syllable.search(/[ae]|o(?=u)/);
  const at = strong >= 0 ? strong : vowels.at(-1);
  if (at === undefined) return pinyin;
  return syllable.slice(0, at) + kMarks[syllable[at]!]![tone - 1] + syllable.slice(at + 1);
}
