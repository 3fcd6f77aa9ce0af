import { readLines } from './lines';
import type { Format, Language, PronouncedPiece, SpeakEvent, SpeakRequest, VoiceInfo } from './types';

// An answer that is none. Status 0: no server answered.
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    readonly retryAfterSeconds = 0,
  ) {
    super(message);
  }
}

let apiKey = '';
export function setApiKey(key: string): void {
  apiKey = key;
}

async function errorOf(response: Response): Promise<ApiError> {
  const retry = Number(response.headers.get('Retry-After') ?? 0);
  const body = await response.text();
  try {
    const { code, message } = JSON.parse(body).error;
    return new ApiError(message, response.status, code, retry);
  } catch {
    const text = body.slice(0, 300) || response.statusText;
    return new ApiError(text, response.status, 'unknown', retry);
  }
}

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (apiKey) headers.set('Authorization', `Bearer ${apiKey}`);
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(String(error), 0, 'unreachable');
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

function post(path: string, body: object, signal?: AbortSignal): Promise<Response> {
  return request(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
}

export async function fetchVoices(): Promise<{ voices: VoiceInfo[]; max_chars: number }> {
  return (await request('v1/voices')).json();
}

export async function pronounce(
  text: string,
  voice: string,
  language: Language,
  signal: AbortSignal,
): Promise<PronouncedPiece[]> {
  return (await (await post('api/pronounce', { text, voice, language }, signal)).json()).pieces;
}

// Aborting the signal stops the work on the server, too.
export async function* speak(ask: SpeakRequest, signal: AbortSignal): AsyncGenerator<SpeakEvent> {
  const response = await post('api/speak', { ...ask, format: 'events' }, signal);
  let ended = false;
  for await (const line of readLines(response.body!)) {
    const event = JSON.parse(line) as SpeakEvent;
    if (event.type === 'error') throw new ApiError(event.error.message, 500, event.error.code);
    ended = event.type === 'end';
    yield event;
  }
  if (!ended) throw new ApiError('', 0, 'broken_off');
}

export async function speakFile(ask: SpeakRequest, format: Format): Promise<Blob> {
  return (await post('api/speak', { ...ask, format })).blob();
}
