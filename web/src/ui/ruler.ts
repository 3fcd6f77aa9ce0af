import { make } from './dom';

const kSteps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60]; // seconds between the times that are written
const kApart = 60; // pixels between them, at least

// The time, in the sheet under the waveform.
export class Ruler {
  readonly element = make('div', { class: 'ruler', 'aria-hidden': true });
  private step = 0;

  // Of so many seconds, at so many pixels a second.
  draw(seconds: number, second: number): void {
    const step = kSteps.find((one) => one * second >= kApart) ?? kSteps.at(-1)!;
    if (step !== this.step || this.element.childElementCount * step > seconds + step)
      this.element.replaceChildren();
    this.step = step;
    this.element.style.setProperty('--step', String(step));
    for (let i = this.element.childElementCount; i * step < seconds; ++i) {
      const label = make('span', {}, clockTime(i * step));
      label.style.setProperty('--start', String(i * step));
      this.element.append(label);
    }
  }
}

// 0.5, 7, 1:05
function clockTime(seconds: number): string {
  const rounded = Math.round(seconds * 10) / 10;
  if (rounded < 60) return String(rounded);
  return `${Math.floor(rounded / 60)}:${String(Math.floor(rounded % 60)).padStart(2, '0')}`;
}
