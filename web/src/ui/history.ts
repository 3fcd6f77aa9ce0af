import type { TakeStore } from '../takes/store';
import { secondsOf, speakerOf, titleOf, type Take } from '../takes/take';
import { byId, iconButton, make } from './dom';
import { onLocale, t } from './i18n';
import { say } from './status';

export interface HistoryActions {
  show: (take: Take, play: boolean) => void;
  compare: (take: Take) => void;
  restore: (take: Take) => void;
  removed: (take: Take) => void;
  letterOf: (id: string) => string;
  shownId: () => string | undefined;
}

// The list of takes, newest first.
export class History {
  private readonly list = byId('history');
  private renaming = '';

  constructor(private readonly store: TakeStore, private readonly actions: HistoryActions) {
    onLocale(() => this.draw());
  }

  draw(): void {
    const takes = this.store.all();
    byId('history-empty').hidden = takes.length > 0;
    this.list.replaceChildren(...takes.map((take) => this.item(take)));
  }

  private item(take: Take): HTMLElement {
    const name = titleOf(take);
    const { actions } = this;
    const item = make('li', { 'data-id': take.id });
    if (take.id === actions.shownId()) item.setAttribute('aria-current', 'true');
    item.append(
      iconButton('play', t('history.play', { name }), () => actions.show(take, true)),
      this.renaming === take.id ? this.nameField(take) : this.title(take, name),
      make(
        'div', { class: 'item-actions' },
        this.compareButton(take, name),
        iconButton('restore', t('history.restore', { name }), () => actions.restore(take)),
        iconButton('rename', t('history.rename', { name }), () => this.rename(take)),
        iconButton('delete', t('history.delete', { name }), () => void this.remove(take)),
      ),
    );
    return item;
  }

  private title(take: Take, name: string): HTMLElement {
    const time = new Date(take.created).toLocaleTimeString(document.documentElement.lang, {
      hour: '2-digit',
      minute: '2-digit',
    });
    const facts = `${speakerOf(take)} · ${secondsOf(take).toFixed(1)} s · ${time}`;
    const button = make(
      'button', { type: 'button', class: 'item-title' },
      make('span', { class: 'item-name' }, name),
      make('span', { class: 'facts' }, facts),
    );
    button.title = t('history.show', { name });
    button.addEventListener('click', () => this.actions.show(take, false));
    return button;
  }

  private compareButton(take: Take, name: string): HTMLElement {
    const letter = this.actions.letterOf(take.id);
    const button = make('button', { type: 'button', class: 'letter' }, letter || 'A/B');
    button.title = t('history.compare', { name });
    button.setAttribute('aria-label', button.title);
    button.classList.toggle('chosen', letter !== '');
    button.addEventListener('click', () => this.actions.compare(take));
    return button;
  }

  private rename(take: Take): void {
    this.renaming = take.id;
    this.draw();
    this.list.querySelector<HTMLInputElement>('.item-rename')?.select();
  }

  private nameField(take: Take): HTMLElement {
    const input = make('input', { class: 'item-rename', value: titleOf(take) });
    input.setAttribute('aria-label', t('history.name'));
    const finish = (keep: boolean) => {
      if (this.renaming !== take.id) return;
      this.renaming = '';
      if (keep) take.name = input.value.trim();
      void this.store.put(take);
      this.draw();
    };
    input.addEventListener('blur', () => finish(true));
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') finish(true);
      if (event.key === 'Escape') finish(false);
      event.stopPropagation();
    });
    return input;
  }

  private async remove(take: Take): Promise<void> {
    await this.store.remove(take.id);
    this.actions.removed(take);
    this.draw();
    say(t('history.deleted'), {
      key: 'history.undo',
      run: () => {
        void this.store.put(take).then(() => this.draw());
        say('');
      },
    });
  }
}
