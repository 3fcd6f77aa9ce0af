// Phones → kana, from data/ja/phones.tsv: lines of "キョ<tab>ky o".
export function kanaByPhones(table: string): Map<string, string> {
  const kana = new Map<string, string>();
  for (const line of table.split('\n')) {
    const [written, phones] = line.split('\t');
    if (line.startsWith('#') || !written || !phones || !/^[ァ-ヺ]+$/.test(written)) continue;
    if (/^[aiueo] /.test(phones)) continue; // イィ: two sounds, each with a kana of its own
    const known = kana.get(phones);
    if (known === undefined || oddity(written) < oddity(known)) kana.set(phones, written);
  }
  return kana;
}

// The usual way of writing a sound has the least.
function oddity(written: string): number {
  const unusual = /^[ァィゥェォャュョヮ]|[ヲヂヅヰヱヴ]/.test(written) ? 10 : 0;
  return unusual + written.length;
}

// "t o ky o" → "トキョ". What stands for no kana stays as it is.
export function toKana(phones: readonly string[], kana: ReadonlyMap<string, string>): string {
  let written = '';
  for (let at = 0; at < phones.length; ) {
    let length = Math.min(3, phones.length - at);
    while (length > 1 && !kana.has(phones.slice(at, at + length).join(' '))) --length;
    const key = phones.slice(at, at + length).join(' ');
    written += kana.get(key) ?? key;
    at += length;
  }
  return written;
}
