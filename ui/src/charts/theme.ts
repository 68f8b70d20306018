/** Colours and fonts of the style sheet, for what is drawn on a canvas. */
let cache = new Map<string, string>();
let cachedTheme = '';

export function token(name: string): string {
  const theme = document.documentElement.dataset.theme ?? '';
  if (theme !== cachedTheme) {
    cache = new Map();
    cachedTheme = theme;
  }

  let value = cache.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    cache.set(name, value);
  }

  return value;
}

export function translucent(hex: string, alpha: number): string {
  const value = Number.parseInt(hex.slice(1), 16);
  return `rgb(${value >> 16} ${(value >> 8) & 255} ${value & 255} / ${alpha})`;
}

export const chartFont = () => `11px ${token('font')}`;
