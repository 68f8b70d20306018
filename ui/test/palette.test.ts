import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { namedClasses } from '../src/heap/map.ts';
import { termColors } from '../src/why.ts';

/** The ledger's order: neighbours in the bar and in the stacked chart. */
const order = ['live', 'fragmentation', 'stacks', 'metadata', 'native-heap', 'thread-stacks', 'anonymous', 'executable', 'files', 'shared', 'unattributed', 'idle', 'garbage'];
const css = readFileSync('src/tokens.css', 'utf8');

type Vector = readonly [number, number, number];

/** What the eye without a kind of cone sees, as linear RGB (Machado, Oliveira and Fernandes 2009, severity 1). */
const eyes: Record<string, readonly [Vector, Vector, Vector]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  deuteranope: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  protanope: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  tritanope: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

function tokens(block: RegExp): Record<string, string> {
  const found = block.exec(css)?.[1] ?? '';
  return Object.fromEntries([...found.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map((match) => [match[1]!, match[2]!]));
}

const light = tokens(/:root\s*\{([\s\S]*?)\n\}/);
const themes = { light, dark: { ...light, ...tokens(/\[data-theme="dark"\]\s*\{([\s\S]*?)\n\}/) } };

function linear(hex: string): Vector {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const luminance = (hex: string) => dot(linear(hex), [0.2126, 0.7152, 0.0722]);

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** OKLab, after an eye. */
function lab(hex: string, eye: string): Vector {
  const seen = eyes[eye]!.map((row) => Math.min(1, Math.max(0, dot(row, linear(hex))))) as unknown as Vector;
  const [l, m, s] = ([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]] as const)
    .map((row) => Math.cbrt(dot(row, seen))) as unknown as Vector;
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** How far apart two colours are, for the eye that tells them apart the least. */
function distance(a: string, b: string): number {
  return Math.min(...Object.keys(eyes).map((eye) => {
    const [x, y] = [lab(a, eye), lab(b, eye)];
    return 100 * Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
  }));
}

for (const [theme, values] of Object.entries(themes)) {
  test(`Size classes, ${theme}_OnTheCard_StandOutAndDifferForEveryEye`, () => {
    // On the map any two of them may be neighbours.
    const classes = ['c-meta', 'size-none', ...Array.from({ length: namedClasses }, (_, i) => `size-${i + 1}`)];
    for (const name of classes) {
      assert.ok(contrast(values[name]!, values.surface!) >= 3, `${name} ${contrast(values[name]!, values.surface!).toFixed(2)}`);
    }

    const all = ['c-stacks', 'c-idle', ...classes];
    all.forEach((a, i) => all.slice(i + 1).forEach((b) => {
      assert.ok(distance(values[a]!, values[b]!) >= 8, `${a} and ${b} ${distance(values[a]!, values[b]!).toFixed(1)}`);
    }));
  });

  const colour = (term: string) => values[termColors[term]!]!;

  test(`Terms, ${theme}_OnTheCard_StandOut`, () => {
    for (const term of order) {
      assert.ok(contrast(colour(term), values.surface!) >= 3, `${term} ${contrast(colour(term), values.surface!).toFixed(2)}`);
    }
  });

  test(`Terms, ${theme}_Neighbours_DifferForEveryEye`, () => {
    for (let i = 0; i + 1 < order.length; i++) {
      const apart = distance(colour(order[i]!), colour(order[i + 1]!));
      assert.ok(apart >= 8, `${order[i]} and ${order[i + 1]}: ${apart.toFixed(1)}`);
    }
  });
}
