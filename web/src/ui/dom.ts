// The element of index.html with this id.
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element as T;
}

type Attributes = Record<string, string | number | boolean | ((event: Event) => void)>;

// make('button', { class: 'chip', click: () => … }, 'text')
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

const kIcons = {
  play: 'M7 4.5v15l12.5-7.5z',
  pause: 'M6 5h4v14H6zM14 5h4v14h-4z',
  stop: 'M6 6h12v12H6z',
  restore: 'M4 12a8 8 0 1 0 2.6-5.9M4 4v4.5h4.5',
  rename: 'M4 20l1-4L16.5 4.5l3 3L8 19z',
  delete: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  locked: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  unlocked: 'M6 11h12v9H6zM8.5 11V7a3.5 3.5 0 0 1 6.8-1.2',
};
export type Icon = keyof typeof kIcons;

export function icon(name: Icon): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const filled = name === 'play' || name === 'pause' || name === 'stop';
  svg.setAttribute('class', filled ? 'icon filled' : 'icon');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', kIcons[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name: Icon, label: string, click: () => void): HTMLButtonElement {
  const button = make('button', { type: 'button', class: 'icon-button', click }, icon(name));
  button.title = label;
  button.setAttribute('aria-label', label);
  return button;
}
