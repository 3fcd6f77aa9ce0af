import { byId, icon } from './dom';
import { onLocale, t } from './i18n';

// The seed of the next take: locked, or another one each time.
export class SeedField {
  private readonly input = byId<HTMLInputElement>('seed');
  private readonly lock = byId<HTMLButtonElement>('seed-lock');
  private locked = false;

  constructor() {
    this.lock.addEventListener('click', () => this.setLocked(!this.locked));
    byId('seed-dice').addEventListener('click', () => this.keep(randomSeed()));
    this.input.addEventListener('input', () => {
      this.input.value = this.input.value.replace(/\D/g, '');
      this.setLocked(this.input.value !== '');
    });
    onLocale(() => this.setLocked(this.locked));
  }

  // Draws one unless it is locked.
  next(): number {
    if (!this.locked || this.input.value === '') this.input.value = String(randomSeed());
    return Number(this.input.value);
  }

  keep(seed: number): void {
    this.input.value = String(seed);
    this.setLocked(true);
  }

  private setLocked(locked: boolean): void {
    this.locked = locked;
    this.lock.replaceChildren(icon(locked ? 'locked' : 'unlocked'));
    this.lock.setAttribute('aria-pressed', String(locked));
    this.lock.setAttribute('aria-label', t('seed.lock'));
    this.lock.title = t(locked ? 'seed.lock' : 'seed.random');
    this.input.classList.toggle('loose', !locked);
  }
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000;
}
