import { ApiError } from '../api/client';
import type { Key } from '../locale/en';
import { byId, make } from './dom';
import { t } from './i18n';

// The line that says what happens, and the one that says what went wrong.

export interface Action {
  key: Key;
  run: () => void;
}

export function say(text: string, action?: Action): void {
  const line = byId('status');
  line.replaceChildren(text);
  if (action) line.append(' ', actionButton(action));
}

export function sayError(text: string, action?: Action): void {
  const box = byId('error');
  box.replaceChildren(make('span', {}, text));
  if (action) box.append(actionButton(action));
  const dismiss = make('button', { type: 'button', class: 'quiet', click: clearError }, '×');
  dismiss.setAttribute('aria-label', t('status.dismiss'));
  dismiss.title = t('status.dismiss');
  box.append(dismiss);
  box.hidden = false;
}

export function clearError(): void {
  byId('error').hidden = true;
}

// Of anything that was thrown, as a sentence.
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiError)) return String(error);
  if (error.code === 'unreachable') return t('error.unreachable');
  if (error.code === 'broken_off') return t('error.broken_off');
  if (error.status === 401) return t('error.key');
  return error.message;
}

function actionButton(action: Action): HTMLButtonElement {
  return make('button', { type: 'button', class: 'quiet', click: action.run }, t(action.key));
}
