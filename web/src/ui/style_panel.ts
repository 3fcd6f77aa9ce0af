import type { Style } from '../api/types';
import type { Key } from '../locale/en';
import { byId, make } from './dom';
import { onLocale, t } from './i18n';

interface Slider {
  name: keyof Style;
  min: number;
  max: number;
  step: number;
  value: number; // as in the original's page
}

const kSliders: Slider[] = [
  { name: 'sdp_ratio', min: 0, max: 1, step: 0.1, value: 0.2 },
  { name: 'noise_scale', min: 0.1, max: 2, step: 0.1, value: 0.6 },
  { name: 'noise_scale_w', min: 0.1, max: 2, step: 0.1, value: 0.8 },
  { name: 'length_scale', min: 0.1, max: 2, step: 0.1, value: 1 },
  { name: 'pause_seconds', min: 0, max: 3, step: 0.1, value: 1 },
];
const kMoreSliders: Slider[] = [
  { name: 'sentence_pause_seconds', min: 0, max: 3, step: 0.1, value: 0.3 },
  { name: 'bert_weight', min: 0, max: 1.5, step: 0.1, value: 1 },
];
const kAll = [...kSliders, ...kMoreSliders];

// The sliders that say how a text is spoken, as the user left them.
export class StylePanel {
  private readonly inputs = new Map<keyof Style, HTMLInputElement>();

  constructor() {
    for (const slider of kSliders) byId('sliders').append(this.row(slider));
    for (const slider of kMoreSliders) byId('more-sliders').append(this.row(slider));
    byId('style-reset').addEventListener('click', () => this.reset());
    this.set(JSON.parse(localStorage.getItem('style') ?? '{}'));
    onLocale(() => this.describe());
  }

  get(): Style {
    const values = kAll.map(({ name }) => [name, Number(this.inputs.get(name)!.value)]);
    return Object.fromEntries(values) as Style;
  }

  set(style: Partial<Style>): void {
    for (const { name, value } of kAll) {
      this.inputs.get(name)!.value = String(style[name] ?? value);
      this.show(name);
    }
    this.keep();
  }

  private reset(): void {
    this.set({});
  }

  private row({ name, min, max, step, value }: Slider): HTMLElement {
    const id = `style-${name}`;
    const input = make('input', {
      id, type: 'range', min, max, step, value, 'aria-describedby': `${id}-help`,
    });
    input.addEventListener('input', () => {
      this.show(name);
      this.keep();
    });
    this.inputs.set(name, input);
    const help = make('p', { id: `${id}-help`, class: 'help', 'data-t': `style.${name}.help` });
    return make(
      'div', { class: 'slider' },
      make('label', { for: id, 'data-t': `style.${name}` }),
      make('output', { for: id }),
      input,
      help,
    );
  }

  private show(name: keyof Style): void {
    const input = this.inputs.get(name)!;
    const { min, max, value } = kAll.find((slider) => slider.name === name)!;
    const now = Number(input.value);
    const output = input.parentElement!.querySelector('output')!;
    output.textContent = now.toFixed(1);
    output.classList.toggle('changed', Math.abs(now - value) > 1e-9);
    input.style.setProperty('--filled', `${((now - min) / (max - min)) * 100}%`);
  }

  private describe(): void {
    for (const [name, input] of this.inputs) input.title = t(`style.${name}.help` as Key);
  }

  private keep(): void {
    localStorage.setItem('style', JSON.stringify(this.get()));
  }
}
