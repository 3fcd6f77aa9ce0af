import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { PronouncedPiece } from '../src/api/types';
import { align } from '../src/text/align';
import { kanaByPhones, toKana } from '../src/text/kana';
import { syllablesByPhones, withToneMark } from '../src/text/pinyin';
import { parseSource } from '../src/text/source';
import { unitsOf } from '../src/text/units';

const spellings = {
  syllables: syllablesByPhones(readFileSync('../data/zh/phones.txt', 'utf8')),
  kana: kanaByPhones(readFileSync('../data/ja/phones.tsv', 'utf8')),
};

// As POST /api/pronounce answers "去3楼，Hello！東京へ。".
const piece: PronouncedPiece = {
  text: '去3楼，Hello！東京へ。',
  spans: [
    {
      language: 'ZH', norm_text: '去三楼,',
      phones: ['_', 'q', 'v', 's', 'an', 'l', 'ou', ','], tones: [0, 4, 4, 1, 1, 2, 2, 0],
      word2ph: [1, 2, 2, 2, 1, 0], tokens: ['去', '三', '楼', ','],
    },
    {
      language: 'EN', norm_text: 'Hello!',
      phones: ['hh', 'ah', 'l', 'ow', '!'], tones: [0, 1, 0, 2, 0],
      word2ph: [0, 1, 1, 1, 1, 1, 0], tokens: [], words: ['Hello', '!'], phones_of_words: [4, 1],
    },
    {
      language: 'JP', norm_text: '東京へ.',
      phones: ['t', 'o', 'ky', 'o', 'e', '.', '_'], tones: [0, 0, 0, 0, 0, 0, 0],
      word2ph: [0, 4, 1, 1, 1], tokens: ['東京', 'へ', '.'],
    },
  ],
};

test('every word has its reading, in the notation of its language', () => {
  const words = unitsOf(piece, spellings).map(({ text, reading, shown }) => [text, reading, shown]);
  assert.deepEqual(words, [
    ['去', 'qu4', 'qù'],
    ['三', 'san1', 'sān'],
    ['楼', 'lou2', 'lóu'],
    [',', '', ''],
    ['Hello', 'HH AH0 L OW1', 'HH AH0 L OW1'],
    ['!', '', ''],
    ['東京', 'トキョ', 'トキョ'],
    ['へ', 'エ', 'エ'],
    ['.', '', ''],
  ]);
});

test('words are found in the text; what is written otherwise is not', () => {
  const source = parseSource('去3楼，Hello{HH AH0 L OW1}！東京へ。');
  const places = align(source, unitsOf(piece, spellings));
  const written = places.map(
    (place) =>
      place && source.characters.slice(place.first, place.last).map(({ text }) => text).join(''),
  );
  assert.deepEqual(written, ['去', null, '楼', '，', 'Hello', '！', '東京', 'へ', null]);
});

test('a span whose counts do not add up shows nothing', () => {
  const odd = { ...piece, spans: [{ ...(piece as any).spans[0], word2ph: [1, 2] }] };
  assert.deepEqual(unitsOf(odd as PronouncedPiece, spellings), []);
});

test('tone marks stand where dictionaries put them', () => {
  const marked = ['hao3', 'gui4', 'liu2', 'lv4', 'nve4', 'de5', 'xiong2', 'dou1', 'm2'];
  assert.deepEqual(marked.map(withToneMark), [
    'hǎo', 'guì', 'liú', 'lǜ', 'nüè', 'de', 'xióng', 'dōu', 'm2',
  ]);
});

test('every syllable of the table comes back from its phones', () => {
  const table = readFileSync('../data/zh/phones.txt', 'utf8');
  for (const line of table.split('\n').filter((line) => line && !line.startsWith('#'))) {
    const [, phones] = line.split('\t');
    assert.ok(spellings.syllables.has(phones!), line);
  }
});

test('kana are written as usual', () => {
  assert.equal(toKana('ky o w a i i t e N k i'.split(' '), spellings.kana), 'キョワイイテンキ');
  assert.equal(toKana('o q t o'.split(' '), spellings.kana), 'オット');
});
