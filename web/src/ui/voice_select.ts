import type { VoiceInfo } from '../api/types';
import { byId, make } from './dom';

export interface Cast {
  voice: string;
  speaker?: string;
}

// The speakers of all voices, grouped by voice if there are several.
export class VoiceSelect {
  private readonly select = byId<HTMLSelectElement>('voice');

  constructor(changed: () => void) {
    this.select.addEventListener('change', () => {
      localStorage.setItem('voice', this.select.value);
      changed();
    });
  }

  offer(voices: VoiceInfo[]): void {
    this.select.replaceChildren(
      ...voices.flatMap(({ id, speakers }) => {
        const option = (cast: Cast) =>
          make('option', { value: JSON.stringify(cast) }, cast.speaker ?? id);
        if (!speakers) return [option({ voice: id })];
        const options = speakers.map((speaker) => option({ voice: id, speaker }));
        return voices.length === 1 ? options : [make('optgroup', { label: id }, ...options)];
      }),
    );
    const kept = localStorage.getItem('voice');
    if (kept) this.choose(kept);
  }

  // Null while there is no voice.
  get(): Cast | null {
    return this.select.value ? (JSON.parse(this.select.value) as Cast) : null;
  }

  set(cast: Cast): void {
    this.choose(JSON.stringify({ voice: cast.voice, speaker: cast.speaker }));
  }

  private choose(value: string): void {
    if ([...this.select.options].some((option) => option.value === value))
      this.select.value = value;
  }
}
