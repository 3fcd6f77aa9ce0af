import type { Language, SpeakRequest } from '../api/types';
import { withReading, type Change } from '../text/edit';
import { byId, make } from './dom';
import { onLocale, t } from './i18n';
import type { ReadingsPanel } from './readings_panel';
import type { SeedField } from './seed';
import type { StylePanel } from './style_panel';
import type { VoiceSelect } from './voice_select';

const kExamples = [
  '今天天气真好，我们去公园散步吧。',
  '今日はいい天気ですね。散歩に行きましょう。',
  'The quick brown fox jumps over the lazy dog.',
];

// What is to be said, and how.
export class Composer {
  readonly text = byId<HTMLTextAreaElement>('text');
  limit = Infinity; // characters that the server takes
  private readonly language = byId<HTMLSelectElement>('language');

  constructor(
    private readonly voice: VoiceSelect,
    private readonly style: StylePanel,
    private readonly seed: SeedField,
    private readonly readings: ReadingsPanel,
  ) {
    this.text.value = localStorage.getItem('text') ?? '';
    this.language.value = localStorage.getItem('text-language') ?? 'AUTO';
    this.text.addEventListener('input', () => this.changed());
    this.language.addEventListener('change', () => this.changed());
    for (const text of kExamples)
      byId('examples').append(
        make('button', { type: 'button', class: 'chip', click: () => this.setText(text) }, text),
      );
    onLocale(() => this.count());
  }

  // Null while there is no voice.
  request(): (SpeakRequest & { seed: number }) | null {
    const cast = this.voice.get();
    if (!cast) return null;
    return {
      text: this.text.value,
      ...cast,
      language: this.language.value as Language,
      ...this.style.get(),
      seed: this.seed.next(),
    };
  }

  restore(request: SpeakRequest & { seed: number }): void {
    this.voice.set(request);
    this.style.set(request);
    this.seed.keep(request.seed);
    this.language.value = request.language;
    this.setText(request.text);
  }

  setText(text: string): void {
    this.text.value = text;
    this.changed();
    this.text.focus();
  }

  applyReading(change: Change): void {
    this.setText(withReading(this.text.value, change));
  }

  // Shows what follows from the text.
  changed(): void {
    localStorage.setItem('text', this.text.value);
    localStorage.setItem('text-language', this.language.value);
    byId('examples').hidden = this.text.value !== '';
    this.count();
    const cast = this.voice.get();
    if (cast)
      this.readings.update({
        text: this.text.value,
        voice: cast.voice,
        language: this.language.value as Language,
      });
  }

  private count(): void {
    const n = [...this.text.value].length;
    const key = Number.isFinite(this.limit) ? 'compose.of' : 'compose.characters';
    byId('characters').textContent = t(key, { n, limit: this.limit });
    byId('characters').classList.toggle('over', n > this.limit);
  }
}
