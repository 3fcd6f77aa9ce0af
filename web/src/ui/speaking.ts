import { ApiError, speak } from '../api/client';
import type { Piece, SpeakRequest } from '../api/types';
import { concat, decodePcm } from '../audio/pcm';
import type { Take } from '../takes/take';
import { t } from './i18n';
import type { Player } from './player';
import { say } from './status';

const kTries = 6; // of a server that is busy

// Has a request spoken: sends it to the player while it arrives, gives the whole take.
export async function perform(
  request: SpeakRequest & { seed: number },
  player: Player,
  signal: AbortSignal,
): Promise<Take> {
  for (let tries = 1; ; ++tries) {
    try {
      return await receive(request, player, signal);
    } catch (error) {
      const busy = error instanceof ApiError && error.status === 429 && tries < kTries;
      if (!busy) throw error;
      await countDown(error.retryAfterSeconds || 1, signal);
    }
  }
}

async function receive(
  request: SpeakRequest & { seed: number },
  player: Player,
  signal: AbortSignal,
): Promise<Take> {
  const chunks: Int16Array[] = [];
  const pieces: Piece[] = [];
  let sampleRate = 0;
  let { seed } = request;
  say(t('status.waiting'));
  for await (const event of speak(request, signal)) {
    if (event.type === 'start') {
      sampleRate = event.sample_rate;
      seed = event.seed;
    } else if (event.type === 'audio') {
      const chunk = decodePcm(event.pcm);
      chunks.push(chunk);
      if (chunks.length === 1) say(t('status.speaking'));
      player.add(chunk, sampleRate);
    } else if (event.type === 'piece') {
      const { type: _, ...piece } = event;
      pieces.push(piece);
      player.addPiece(piece);
    }
  }
  return {
    id: crypto.randomUUID?.() ?? `${Date.now()}-${seed}`,
    name: '',
    created: Date.now(),
    request: { ...request, seed },
    sampleRate,
    samples: concat(chunks),
    pieces,
  };
}

async function countDown(seconds: number, signal: AbortSignal): Promise<void> {
  for (let left = Math.ceil(seconds); left > 0; --left) {
    say(t('status.busy', { seconds: left }));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    signal.throwIfAborted();
  }
}
