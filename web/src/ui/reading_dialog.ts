import type { Change } from '../text/edit';
import type { Unit } from '../text/units';
import { byId, make } from './dom';
import { t } from './i18n';

export interface Chosen {
  unit: Unit;
  place: { first: number; last: number };
  own: boolean; // the text says how to read it
}

// Asks how a word is to be read.
export class ReadingDialog {
  private readonly dialog = byId<HTMLDialogElement>('reading-dialog');
  private readonly input = byId<HTMLInputElement>('reading');
  private chosen: Chosen | null = null;

  constructor(private readonly changed: (change: Change, speak: boolean) => void) {
    byId('reading-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.finish(this.input.value, false);
    });
    byId('reading-speak').addEventListener('click', () => this.finish(this.input.value, true));
    byId('reading-reset').addEventListener('click', () => this.finish('', false));
    byId('reading-cancel').addEventListener('click', () => this.dialog.close());
    this.dialog.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      this.finish(this.input.value, true);
    });
  }

  open(chosen: Chosen): void {
    this.chosen = chosen;
    const { unit, own } = chosen;
    byId('reading-title').textContent = t('readings.dialog', { word: unit.text });
    byId('reading-help').textContent = t(`readings.${unit.kind}`);
    byId('reading-reset').hidden = !own;
    this.input.value = unit.reading;
    byId('tones').replaceChildren(...(unit.kind === 'pinyin' ? this.tones(unit.reading) : []));
    this.dialog.showModal();
    this.input.select();
  }

  private tones(reading: string): HTMLElement[] {
    const now = Number(reading.at(-1));
    return [1, 2, 3, 4, 5].map((tone) => {
      const button = make('button', { type: 'button', 'aria-pressed': String(tone === now) });
      button.textContent = ['ˉ', 'ˊ', 'ˇ', 'ˋ', '·'][tone - 1]!;
      button.setAttribute('aria-label', t('readings.tone', { n: tone }));
      button.title = t('readings.tone', { n: tone });
      button.addEventListener('click', () => {
        this.input.value = this.input.value.trim().replace(/[1-5]?$/, String(tone));
        byId('tones').replaceChildren(...this.tones(this.input.value));
        this.input.focus();
      });
      return button;
    });
  }

  private finish(reading: string, speak: boolean): void {
    const { unit, place } = this.chosen!;
    this.dialog.close();
    this.changed({ ...place, kind: unit.kind, reading: reading.trim() }, speak);
  }
}
