import type { Heard, Piece } from '../api/types';
import { byId, make } from './dom';
import { Ruler } from './ruler';

// Pixels a second below which they are but stripes.
const kLegibleWords = 45;
const kLegiblePhones = 90;

// Time, words and phones under the waveform, where they are heard.
export class Lane {
  private readonly sheet = make('div', { class: 'sheet' });
  private readonly ruler = new Ruler();
  private readonly words: Row;
  private readonly phones: Row;
  private seconds = 0;

  constructor(chosen: (seconds: number) => void) {
    this.words = new Row('lane-words', chosen);
    this.phones = new Row('lane-phones', chosen);
    this.sheet.append(this.ruler.element, this.words.element, this.phones.element);
    byId('lane').append(this.sheet);
  }

  show(pieces: readonly Piece[], seconds: number): void {
    this.words.clear();
    this.phones.clear();
    this.seconds = seconds;
    for (const piece of pieces) this.add(piece);
  }

  add(piece: Piece): void {
    this.words.add(piece.words.map((word) => ({ ...word, label: word.text })));
    this.phones.add(piece.phones.map((phone) => ({ ...phone, label: phone.phone })));
  }

  grow(seconds: number): void {
    this.seconds = seconds;
  }

  // As wide as the waveform, and scrolled like it.
  view(width: number, left: number): void {
    const second = this.seconds > 0 ? width / this.seconds : 1;
    this.sheet.style.width = `${width}px`;
    this.sheet.style.setProperty('--second', `${second}px`);
    this.ruler.draw(this.seconds, second);
    this.words.element.hidden = second < kLegibleWords;
    this.phones.element.hidden = second < kLegiblePhones;
    this.sheet.style.translate = `${-left}px`;
  }

  point(seconds: number): void {
    this.words.point(seconds);
    this.phones.point(seconds);
  }
}

type Labelled = Heard & { label: string };

// Buttons in the order of time. One stop of the tab key; arrows move inside.
class Row {
  readonly element: HTMLElement;
  private heard: Labelled[] = [];
  private now = -1;

  constructor(name: string, private readonly chosen: (seconds: number) => void) {
    this.element = make('div', { class: name });
    this.element.addEventListener('keydown', moveFocus);
  }

  clear(): void {
    this.heard = [];
    this.now = -1;
    this.element.replaceChildren();
  }

  add(heard: Labelled[]): void {
    this.element.append(...heard.map((one, i) => this.cell(one, this.heard.length + i === 0)));
    this.heard.push(...heard);
  }

  point(seconds: number): void {
    const at = (index: number) => {
      const one = this.heard[index];
      return one !== undefined && one.start <= seconds && seconds < one.end;
    };
    if (at(this.now)) return;
    this.element.children[this.now]?.classList.remove('now');
    this.now = at(this.now + 1) ? this.now + 1 : this.heard.findIndex((_, i) => at(i));
    this.element.children[this.now]?.classList.add('now');
  }

  private cell(heard: Labelled, first: boolean): HTMLElement {
    const { label, start, end } = heard;
    const element = make('button', { type: 'button', tabindex: first ? 0 : -1 }, label);
    element.style.setProperty('--start', String(start));
    element.style.setProperty('--lasts', String(end - start));
    element.title = `${label} · ${start.toFixed(2)}–${end.toFixed(2)} s`;
    element.addEventListener('click', () => this.chosen(start));
    return element;
  }
}

function moveFocus(event: KeyboardEvent): void {
  const here = event.target as HTMLElement;
  const there =
    event.key === 'ArrowRight' ? here.nextElementSibling
    : event.key === 'ArrowLeft' ? here.previousElementSibling
    : null;
  if (!(there instanceof HTMLElement)) return;
  event.preventDefault();
  event.stopPropagation();
  here.tabIndex = -1;
  there.tabIndex = 0;
  there.focus();
}
