import { byId } from './dom';

type Theme = 'auto' | 'light' | 'dark';

const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners: (() => void)[] = [];

export function isDark(): boolean {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === 'dark' : dark.matches;
}

// Called when what is drawn must be drawn in other colours.
export function onTheme(listener: () => void): void {
  listeners.push(listener);
}

function apply(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
}

export function startTheme(): void {
  const select = byId<HTMLSelectElement>('theme');
  select.value = localStorage.getItem('theme') ?? 'auto';
  apply(select.value as Theme);
  select.addEventListener('change', () => {
    localStorage.setItem('theme', select.value);
    apply(select.value as Theme);
  });
  dark.addEventListener('change', () => apply(select.value as Theme));
}

// A colour of styles/theme.css, as it is now.
export function colour(name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
