import phonesOfSyllables from '../../../data/zh/phones.txt?raw';
import phonesOfKana from '../../../data/ja/phones.tsv?raw';
import { pronounce } from '../api/client';
import type { Language } from '../api/types';
import { align, type Alignment } from '../text/align';
import { readingAt } from '../text/edit';
import { kanaByPhones } from '../text/kana';
import { syllablesByPhones } from '../text/pinyin';
import { parseSource, type Source } from '../text/source';
import { unitsOf, type Spellings, type Unit } from '../text/units';
import { byId, make } from './dom';
import { onLocale, t } from './i18n';
import type { ReadingDialog } from './reading_dialog';

const kWait = 350; // milliseconds after the last key before readings are asked for

export interface Asked {
  text: string;
  voice: string;
  language: Language;
}

// Shows how each word of the text will be read, a button each.
export class ReadingsPanel {
  private readonly block = byId('readings-block');
  private readonly list = byId('readings');
  private readonly spellings: Spellings = {
    syllables: syllablesByPhones(phonesOfSyllables),
    kana: kanaByPhones(phonesOfKana),
  };
  private timer = 0;
  private asking = new AbortController();
  private shown: { units: Unit[][]; source: Source } | null = null;

  constructor(private readonly dialog: ReadingDialog) {
    onLocale(() => this.draw());
  }

  // Soon; a later call replaces this one.
  update(asked: Asked): void {
    clearTimeout(this.timer);
    this.asking.abort();
    if (!asked.text.trim()) {
      this.shown = null;
      this.draw();
      return;
    }
    this.list.setAttribute('aria-busy', 'true');
    this.timer = window.setTimeout(() => void this.ask(asked), kWait);
  }

  private async ask({ text, voice, language }: Asked): Promise<void> {
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const pieces = await pronounce(text, voice, language, signal);
      const units = pieces.map((piece) => unitsOf(piece, this.spellings));
      this.shown = { units, source: parseSource(text) };
    } catch {
      // Speaking says what is wrong with the text; there is nothing to show until then.
      if (signal.aborted) return;
      this.shown = null;
    }
    this.draw();
  }

  private draw(): void {
    this.list.setAttribute('aria-busy', 'false');
    this.block.hidden = this.shown === null;
    if (this.shown === null) return;
    const { units, source } = this.shown;
    const places = align(source, units.flat());
    let at = 0;
    this.list.replaceChildren(
      ...units.map((piece) => {
        const row = make('div', { class: 'readings-row' });
        for (const unit of piece) row.append(this.word(unit, source, places[at++]!));
        return row;
      }),
    );
  }

  private word(unit: Unit, source: Source, place: Alignment[number]): HTMLElement {
    if (!unit.reading) return make('span', { class: 'word-mark' }, unit.text);
    const ruby = [
      make('span', { class: 'word-reading', 'aria-hidden': true }, unit.shown),
      make('span', { class: 'word-text', 'aria-hidden': true }, unit.text),
    ];
    if (place === null) {
      const fixed = make('span', { class: `word fixed ${unit.kind}` }, ...ruby);
      fixed.title = t('readings.fixed', { word: unit.text });
      return fixed;
    }
    const own = readingAt(source, place.first);
    const button = make('button', { type: 'button', class: `word ${unit.kind}` }, ...ruby);
    button.classList.toggle('own', own !== undefined);
    button.setAttribute('aria-label', t('readings.edit', { word: unit.text, reading: unit.shown }));
    button.addEventListener('click', () => this.dialog.open({ unit, place, own: own !== undefined }));
    return button;
  }
}
