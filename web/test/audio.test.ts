import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLines } from '../src/api/lines';
import type { Piece, SpeakRequest } from '../src/api/types';
import { concat, decodePcm, wavFile } from '../src/audio/pcm';
import { fileNameOf, sameMoment, type Take } from '../src/takes/take';

function takeOf(phones: [string, number][], text = '你好，世界！'): Take {
  let start = 0;
  const heard = phones.map(([phone, end]) => ({ phone, start, end: (start = end) }));
  const piece: Piece = { text, start: 0, end: start, words: [], phones: heard };
  const request = { text, seed: 7 } as SpeakRequest & { seed: number };
  const samples = new Int16Array(start * 100);
  return { id: '', name: '', created: 0, request, sampleRate: 100, samples, pieces: [piece] };
}

test('samples are little-endian and signed', () => {
  const samples = decodePcm(Buffer.from([1, 0, 0xff, 0xff, 0, 0x80]).toString('base64'));
  assert.deepEqual([...samples], [1, -1, -32768]);
});

test('a wav file has its samples behind 44 bytes', async () => {
  const samples = concat([Int16Array.of(1, -2), Int16Array.of(3)]);
  const bytes = Buffer.from(await wavFile(samples, 16000).arrayBuffer());
  assert.equal(bytes.length, 50);
  assert.equal(bytes.toString('latin1', 0, 4), 'RIFF');
  assert.equal(bytes.readUInt32LE(24), 16000);
  assert.equal(bytes.readUInt32LE(40), 6);
  assert.deepEqual([44, 46, 48].map((at) => bytes.readInt16LE(at)), [1, -2, 3]);
});

test('lines are the same however they are cut', async () => {
  const bytes = new TextEncoder().encode('{"a":"你"}\n\n{"b":1}\nend');
  for (const size of [1, 2, 5, 100]) {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size)
          controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    const lines: string[] = [];
    for await (const line of readLines(stream)) lines.push(line);
    assert.deepEqual(lines, ['{"a":"你"}', '{"b":1}', 'end']);
  }
});

test('takes that say the same are compared at the same phone', () => {
  const fast = takeOf([['n', 1], ['i', 2]]);
  const slow = takeOf([['n', 2], ['i', 6]]);
  assert.equal(sameMoment(fast, 1.5, slow), 4);
  assert.equal(sameMoment(slow, 1, fast), 0.5);
  assert.equal(sameMoment(slow, 5, takeOf([['h', 3]])), 3);
});

test('files are named by what is said', () => {
  assert.equal(fileNameOf(takeOf([['n', 1]]), 'mp3'), '你好-世界-7.mp3');
  assert.equal(fileNameOf(takeOf([['n', 1]], '../..'), 'wav'), 'take-7.wav');
});
