import type { PronouncedPiece, Span } from '../api/types';
import { toArpabet } from './arpabet';
import { toKana } from './kana';
import { withToneMark } from './pinyin';

export type ReadingKind = 'pinyin' | 'kana' | 'arpabet';

// A character or word as it is spoken.
export interface Unit {
  text: string;
  kind: ReadingKind;
  reading: string; // as it would be written in braces; empty: a mark
  shown: string; // the same for the eye
}

// How phones are written; see data/.
export interface Spellings {
  syllables: ReadonlyMap<string, string>;
  kana: ReadonlyMap<string, string>;
}

export function unitsOf(piece: PronouncedPiece, spellings: Spellings): Unit[] {
  const spans = 'spans' in piece ? piece.spans : [piece];
  return spans.flatMap((span) => (span.words ? wordsOf(span) : tokensOf(span, spellings)));
}

// Of English: phones_of_words counts them after the silence in front.
function wordsOf(span: Span): Unit[] {
  let at = span.word2ph[0] ?? 0;
  return span.words!.map((text, i) => {
    const count = span.phones_of_words?.[i] ?? 0;
    const reading = isMark(text)
      ? ''
      : toArpabet(span.phones.slice(at, at + count), span.tones.slice(at, at + count));
    at += count;
    return { text, kind: 'arpabet', reading, shown: reading };
  });
}

// Of Chinese and Japanese: word2ph counts the phones of each token, with a silence at either end.
function tokensOf(span: Span, spellings: Spellings): Unit[] {
  const tokens = span.tokens ?? [];
  if (span.word2ph.length !== tokens.length + 2) return [];
  const kind: ReadingKind = span.language === 'ZH' ? 'pinyin' : 'kana';
  let at = span.word2ph[0]!;
  return tokens.map((token, i) => {
    const end = at + span.word2ph[i + 1]!;
    const phones = span.phones.slice(at, end);
    const tone = span.tones[at] ?? 0;
    at = end;
    const text = token.replace(/^##/, '');
    if (isMark(text) || phones.length === 0) return { text, kind, reading: '', shown: '' };
    if (kind === 'kana') {
      const reading = toKana(phones, spellings.kana);
      return { text, kind, reading, shown: reading };
    }
    const reading = (spellings.syllables.get(phones.join(' ')) ?? phones.join('')) + tone;
    return { text, kind, reading, shown: withToneMark(reading) };
  });
}

function isMark(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text);
}
