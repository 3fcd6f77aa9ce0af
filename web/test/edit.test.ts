import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withReading, type Change } from '../src/text/edit';
import { parseSource } from '../src/text/source';

// Reads the first occurrence of a word otherwise.
function change(text: string, word: string, kind: Change['kind'], reading: string): string {
  const characters = parseSource(text).characters.map((character) => character.text);
  const first = characters.join('').indexOf(word);
  assert.ok(first >= 0);
  return withReading(text, { first, last: first + word.length, kind, reading });
}

test('a reading goes behind its character', () => {
  assert.equal(change('我去银行。', '行', 'pinyin', 'xing2'), '我去银行{xing2}。');
});

test('an English word gets braces, one that touches others brackets, too', () => {
  assert.equal(change('I read it.', 'read', 'arpabet', 'R IY1 D'), 'I read{R IY1 D} it.');
  assert.equal(change('我read了', 'read', 'arpabet', 'R IY1 D'), '我[read]{R IY1 D}了');
});

test('a Japanese token is bracketed, for its kana may belong to the next one', () => {
  assert.equal(change('東京へ行った', '行っ', 'kana', 'イッ'), '東京へ[行っ]{イッ}た');
});

test('a reading is replaced or taken back', () => {
  assert.equal(change('银行{xing2}', '行', 'pinyin', 'hang2'), '银行{hang2}');
  assert.equal(change('银行{xing2}', '行', 'pinyin', ''), '银行');
  assert.equal(change('[今日]{キョウ}は', '今日', 'kana', 'コンニチ'), '[今日]{コンニチ}は');
  assert.equal(change('[今日]{キョウ}は', '今日', 'kana', ''), '今日は');
});

test('one of several syllables changes alone', () => {
  assert.equal(change('去银行{yin2 hang2}', '行', 'pinyin', 'xing2'), '去银{yin2}行{xing2}');
  assert.equal(change('去银行{yin2 hang2}', '银', 'pinyin', ''), '去银行{hang2}');
});

test('tags and readings are no characters; other braces are', () => {
  const of = (text: string) => parseSource(text).characters.map(({ text: c }) => c).join('');
  assert.equal(of('<ja>東京{トウキョウ}</ja>へ'), '東京へ');
  assert.equal(of('{name}你'), '{name}你');
  assert.equal(of('行 {xing2}'), '行 {xing2}');
  assert.equal(of('a<b>c'), 'a<b>c');
});

test('a reading says which characters it reads', () => {
  const span = (text: string) => {
    const { first, last } = parseSource(text).readings[0]!;
    return [first, last];
  };
  assert.deepEqual(span('我去银行{yin2 hang2}'), [2, 4]);
  assert.deepEqual(span('は食べた{タベタ}'), [0, 4]);
  assert.deepEqual(span("I'm Bach's{B AA1 K S}"), [4, 10]);
  assert.deepEqual(span('このソウル{ソ・ウル}'), [2, 5]);
});
