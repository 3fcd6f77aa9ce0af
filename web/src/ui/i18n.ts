import { en, type Key } from '../locale/en';
import { ja } from '../locale/ja';
import { zh } from '../locale/zh';

const kTables = { en, zh, ja };
const kTags = { en: 'en', zh: 'zh-CN', ja: 'ja' };
export type Locale = keyof typeof kTables;

let locale: Locale = 'en';
const listeners: (() => void)[] = [];

// What the user chose, else what the browser prefers.
export function initialLocale(): Locale {
  const wanted = [localStorage.getItem('locale') ?? '', ...navigator.languages];
  for (const tag of wanted) {
    const short = tag.slice(0, 2).toLowerCase();
    if (short in kTables) return short as Locale;
  }
  return 'en';
}

export function setLocale(next: Locale): void {
  locale = next;
  document.documentElement.lang = kTags[next];
  document.title = t('page.title');
  translate(document.body);
  for (const listener of listeners) listener();
}

// Called when texts that are not marked in the document must be written anew.
export function onLocale(listener: () => void): void {
  listeners.push(listener);
}

export function t(key: Key, values: Record<string, string | number> = {}): string {
  return kTables[locale][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

// data-t="key" is the text of an element; data-t-title="key" an attribute of it.
export function translate(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-t]'))
    element.textContent = t(element.dataset.t as Key);
  for (const attribute of ['title', 'aria-label', 'placeholder'])
    for (const element of root.querySelectorAll(`[data-t-${attribute}]`))
      element.setAttribute(attribute, t(element.getAttribute(`data-t-${attribute}`) as Key));
}
