/** Numbers and times as people read them. One rounding rule for tiles, legends, tables and files. */
export type Lang = 'en' | 'zh';
export type Zone = 'browser' | 'host' | 'utc';

const KiB = 1024;
const MiB = KiB * 1024;
const minute = 60_000;
const amountUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

const numberFormats = new Map<string, Intl.NumberFormat>();

export function number(value: number, decimals: number, lang: Lang = 'en'): string {
  const key = lang + decimals;
  let format = numberFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    numberFormats.set(key, format);
  }

  return format.format(value).replace('-', '−');
}

/** MiB: no decimals from 1,000 on, one below. */
export function mebibytes(bytes: number, lang: Lang = 'en'): string {
  const value = bytes / MiB;
  return number(value, Math.abs(value) >= 1000 || value === 0 ? 0 : 1, lang);
}

/** A size with its unit: MiB, and KiB below one MiB, so that small figures do not become 0.0. */
export function size(bytes: number, lang: Lang = 'en'): string {
  return bytes !== 0 && Math.abs(bytes) < MiB ? `${number(bytes / KiB, 0, lang)} KiB` : `${mebibytes(bytes, lang)} MiB`;
}

/** An object's size: a class is known by its bytes, so that it is not rounded. */
export function objectSize(bytes: number, lang: Lang = 'en'): string {
  return bytes >= KiB && bytes % KiB === 0 ? size(bytes, lang) : `${number(bytes, 0, lang)} B`;
}

/** A subtraction whose printed figures are right as printed: MiB where rounding allows it, else exact KiB. */
export function difference(left: number, right: number, lang: Lang = 'en'): { left: string; right: string; result: string; unit: string } {
  const tenth = (bytes: number) => Math.round((bytes / MiB) * 10);
  const fits = tenth(left) - tenth(right) === tenth(left - right);
  const write = (bytes: number) => (fits ? number(tenth(bytes) / 10, 1, lang) : number(bytes / KiB, 0, lang));
  return { left: write(left), right: write(right), result: write(left - right), unit: fits ? 'MiB' : 'KiB' };
}

/** A figure in the unit that its chart's header names. */
export function figure(value: number | null | undefined, unit: string, lang: Lang = 'en'): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–';
  }

  switch (unit) {
    case 'bytes':
    case 'bytes/s':
      return mebibytes(value, lang);
    case 'ms':
    case 'percent':
      return number(value, Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0, lang);
    default:
      return number(value, Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1, lang);
  }
}

/** The unit's name beside a chart's title. */
export function unitName(unit: string): string {
  const names: Record<string, string> = { bytes: 'MiB', 'bytes/s': 'MiB/s', percent: '%', count: '', 'count/s': '/s' };
  return names[unit] ?? unit;
}

/** A signed figure: a plus or a minus sign (U+2212), never a hyphen. */
export function signed(text: string): string {
  return text.startsWith('−') ? text : `+${text}`;
}

/** A difference in bytes with its sign. */
export function change(bytes: number, lang: Lang): string {
  return bytes === 0 ? '±0' : signed(size(bytes, lang));
}

/** An amount as the server's sentences write it, in three digits or more: the figures of one answer are rounded alike. */
export function amount(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= KiB && unit < amountUnits.length - 1) {
    value /= KiB;
    unit++;
  }

  const size = Math.abs(value);
  return `${value.toFixed(unit === 0 || size >= 100 ? 0 : size >= 10 ? 1 : 2).replace('-', '−')} ${amountUnits[unit]}`;
}

/** A difference as the server's sentences write it. */
export function amountChange(bytes: number): string {
  return Math.abs(bytes) < KiB ? '±0' : signed(amount(bytes));
}

export interface TimeStyle {
  zone: Zone;
  hostZone: string;
  elapsed: boolean;
  lang: Lang;
}

export function zoneId(style: TimeStyle): string {
  if (style.elapsed || style.zone === 'utc') {
    return 'UTC';
  }

  return style.zone === 'host' && isZone(style.hostZone) ? style.hostZone : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function isZone(id: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: id });
    return true;
  } catch {
    return false;
  }
}

/** "UTC+8", as it is at a moment. */
export function zoneName(style: TimeStyle, at: number): string {
  if (style.elapsed) {
    return '';
  }

  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zoneId(style), timeZoneName: 'shortOffset' }).formatToParts(at);
  return (parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC').replace('GMT', 'UTC').replace('-', '−');
}

const timeFormats = new Map<string, Intl.DateTimeFormat>();

function timeFormat(style: TimeStyle, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const zone = zoneId(style);
  const key = JSON.stringify([zone, style.lang, options]);
  let format = timeFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(style.lang === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: zone, hourCycle: 'h23', ...options });
    timeFormats.set(key, format);
  }

  return format;
}

function elapsed(ms: number, seconds: boolean): string {
  const total = Math.floor(Math.abs(ms) / 1000);
  const two = (part: number) => String(part).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const text = `${hours}:${two(Math.floor(total / 60) % 60)}`;
  return (ms < 0 ? '−' : '+') + (seconds || hours === 0 ? `${text}:${two(total % 60)}` : text);
}

export function clock(ms: number, style: TimeStyle, seconds = true): string {
  return style.elapsed
    ? elapsed(ms, seconds)
    : timeFormat(style, { hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) }).format(ms);
}

export function day(ms: number, style: TimeStyle): string {
  return style.elapsed ? '' : timeFormat(style, { day: 'numeric', month: 'short' }).format(ms);
}

/** "22 Nov 15:05 – 15:20", the day told once where it is the same, seconds where the range is short. */
export function range(from: number, to: number, style: TimeStyle): string {
  const seconds = to - from < 10 * minute;
  const days = [day(from, style), day(to, style)];
  const end = days[0] === days[1] ? clock(to, style, seconds) : `${days[1]} ${clock(to, style, seconds)}`;
  return `${days[0]} ${clock(from, style, seconds)} – ${end}`.trim();
}

/** Two times as headings: with their dates where these differ. */
export function bounds(from: number, to: number, style: TimeStyle): [string, string] {
  return day(from, style) === day(to, style)
    ? [clock(from, style, to - from < 10 * minute), clock(to, style, to - from < 10 * minute)]
    : [stamp(from, style), stamp(to, style)];
}

export function stamp(ms: number, style: TimeStyle): string {
  return `${day(ms, style)} ${clock(ms, style)}`.trim();
}

/** "2 h 5 min", two units at most. */
export function duration(ms: number, lang: Lang): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [d, h, m, s] = lang === 'zh' ? ['天', '小时', '分', '秒'] : ['d', 'h', 'min', 's'];
  const gap = ' ';
  if (seconds < 60) {
    return `${seconds}${gap}${s}`;
  }

  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes}${gap}${m}${seconds % 60 ? ` ${seconds % 60}${gap}${s}` : ''}`;
  }

  const hours = Math.floor(minutes / 60);
  return hours < 24
    ? `${hours}${gap}${h}${minutes % 60 ? ` ${minutes % 60}${gap}${m}` : ''}`
    : `${Math.floor(hours / 24)}${gap}${d}${hours % 24 ? ` ${hours % 24}${gap}${h}` : ''}`;
}
