// What the server takes and answers. docs/http_api.md describes it.

export interface VoiceInfo {
  id: string;
  number: number;
  loaded: boolean;
  speakers?: string[]; // of one that is loaded
  sample_rate?: number;
}

export type Language = 'AUTO' | 'ZH' | 'JP' | 'EN';

// The numbers that steer how a text is spoken.
export interface Style {
  sdp_ratio: number;
  noise_scale: number;
  noise_scale_w: number;
  length_scale: number;
  pause_seconds: number;
  sentence_pause_seconds: number;
  bert_weight: number;
}

export interface SpeakRequest extends Style {
  text: string;
  voice: string;
  speaker?: string; // default: the first
  language: Language;
  seed?: number;
}

export type Format = 'wav' | 'flac' | 'mp3' | 'ogg' | 'opus';

// When something is heard, in seconds from the start of a take.
export interface Heard {
  start: number;
  end: number;
}
export interface Word extends Heard {
  text: string;
  language: string;
}
export interface Phone extends Heard {
  phone: string;
}
export interface Piece extends Heard {
  text: string;
  words: Word[];
  phones: Phone[];
}

// What POST /api/speak sends with the format `events`, a line each.
export type SpeakEvent =
  | { type: 'start'; seed: number; sample_rate: number; voice: string }
  | { type: 'audio'; pcm: string }
  | ({ type: 'piece' } & Piece)
  | { type: 'end'; samples: number; seconds: number }
  | { type: 'error'; error: { code: string; message: string } };

// A part of a piece in one language, as POST /api/pronounce gives it.
export interface Span {
  language: string;
  norm_text: string;
  phones: string[];
  tones: number[];
  word2ph: number[];
  tokens?: string[];
  words?: string[];
  phones_of_words?: number[];
}
export type PronouncedPiece = { text: string } & (Span | { spans: Span[] });
