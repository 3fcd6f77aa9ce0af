import type { Piece, SpeakRequest } from '../api/types';

// Something that was spoken, with all that it takes to speak it again.
export interface Take {
  id: string;
  name: string; // as the user calls it; empty: its text
  created: number; // milliseconds since 1970
  request: SpeakRequest & { seed: number };
  sampleRate: number;
  samples: Int16Array;
  pieces: Piece[];
}

export function secondsOf(take: Take): number {
  return take.samples.length / take.sampleRate;
}

export function speakerOf({ request }: Take): string {
  return request.speaker ?? request.voice;
}

// The text as it was said: without readings and tags.
export function titleOf(take: Take): string {
  return take.name || take.pieces.map((piece) => piece.text).join(' ') || take.request.text;
}

// A name for a file: the beginning of the text and the seed.
export function fileNameOf(take: Take, suffix: string): string {
  const words = titleOf(take)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const start = [...words].slice(0, 24).join('') || 'take';
  return `${start}-${take.request.seed}.${suffix}`;
}

function phonesOf(take: Take) {
  return take.pieces.flatMap((piece) => piece.phones);
}

// Where in `to` is heard what is heard at a time of `from`: the same place of the same phone if they
// say the same, else the same time.
export function sameMoment(from: Take, seconds: number, to: Take): number {
  const ours = phonesOf(from);
  const theirs = phonesOf(to);
  const same =
    ours.length === theirs.length && ours.every((phone, i) => phone.phone === theirs[i]!.phone);
  const index = ours.findIndex((phone) => seconds < phone.end);
  if (!same || index < 0) return Math.min(seconds, secondsOf(to));
  const here = ours[index]!;
  const there = theirs[index]!;
  const share = Math.max(0, (seconds - here.start) / (here.end - here.start || 1));
  return there.start + share * (there.end - there.start);
}
