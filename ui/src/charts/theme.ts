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

/** The ink, light or dark, that is read best on a colour. */
export function inkOn(hex: string): string {
  const value = Number.parseInt(hex.slice(1), 16);
  const linear = [value >> 16, (value >> 8) & 255, value & 255].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
  return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.057 ? '#ffffff' : '#10151c';
}

export const chartFont = () => `11px ${token('font')}`;
