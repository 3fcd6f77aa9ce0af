import type { Take } from '../takes/take';
import { byId } from './dom';
import type { Player } from './player';

// Two takes, heard in turn at the same moment.
export class Compare {
  private a: Take | null = null;
  private b: Take | null = null;

  constructor(private readonly player: Player, private readonly changed: () => void) {
    byId('hear-a').addEventListener('click', () => this.hear(this.a));
    byId('hear-b').addEventListener('click', () => this.hear(this.b));
  }

  // Shows a take as the first one.
  async show(take: Take, play: boolean): Promise<void> {
    this.setA(take);
    await this.player.show(take, false, play);
    this.draw();
  }

  // What is shown is the first one now.
  setA(take: Take): void {
    this.a = take;
    if (this.b?.id === take.id) this.b = null;
    this.draw();
  }

  // As the second one, beside what is shown.
  with(take: Take): void {
    if (!this.a || this.a.id === take.id) return;
    this.b = take;
    this.hear(take);
  }

  switch(): void {
    this.hear(this.player.shown?.id === this.a?.id ? this.b : this.a);
  }

  forget(id: string): void {
    if (this.b?.id === id) this.b = null;
    this.draw();
  }

  // "A", "B" or neither.
  letterOf(id: string): string {
    if (!this.b) return '';
    return id === this.a?.id ? 'A' : id === this.b.id ? 'B' : '';
  }

  private hear(take: Take | null): void {
    if (!take || this.player.shown?.id === take.id) return;
    void this.player.show(take, true);
    this.draw();
  }

  private draw(): void {
    byId('compare').hidden = this.b === null;
    const shown = this.player.shown?.id;
    byId('hear-a').setAttribute('aria-pressed', String(shown === this.a?.id));
    byId('hear-b').setAttribute('aria-pressed', String(this.b !== null && shown === this.b.id));
    this.changed();
  }
}
