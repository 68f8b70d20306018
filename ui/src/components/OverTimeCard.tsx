import { useState } from 'preact/hooks';
import { amount as size, clock, number, stamp } from '../format';
import { lang, t, timeStyle } from '../state';
import { termColors, type Verdict } from '../why';
import { terms } from '../words/why';

const [width, height, left, right, bottom, top] = [1200, 240, 52, 8, 24, 8];
const mebibyte = 1048576;

/** A round step that makes four lines or so. */
function stepOf(most: number): number {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 2.5, 5, 10].map((part) => part * power).find((step) => step >= rough)!;
}

/** The place in a sorted list that is nearest to a value. */
function nearest(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle;
    else high = middle;
  }

  return value - sorted[low]! <= sorted[high]! - value ? low : high;
}

type Point = NonNullable<Verdict['ledgers']>[number];

const colorOf = (id: string): string => `var(--${termColors[id] ?? 'c-unacc'})`;
const nameOf = (id: string): string => terms[lang.value][id]?.[0] ?? id;

/** RES over the window: the terms stacked, in their order, and RES as the line on top. */
export function OverTimeCard(props: { verdict: Verdict }) {
  const { ledger, ledgers = [], res } = props.verdict;
  const text = t.value;
  const [picked, pick] = useState<number | null>(null);
  if (ledgers.length < 3) {
    return null;
  }

  const times = ledgers.map((point) => Date.parse(point.time));
  const [first, last] = [times[0]!, times.at(-1)!];
  const span = Math.max(1, last - first);
  const most = Math.max(...ledgers.map((point) => point.resBytes)) / mebibyte;
  const step = stepOf(most * 1.08);
  const ceiling = Math.ceil((most * 1.04) / step) * step;
  const x = (time: number) => left + ((time - first) / span) * (width - left - right);
  const y = (bytes: number) => top + (1 - bytes / mebibyte / ceiling) * (height - top - bottom);
  const below = ledgers.map(() => 0);
  const areas = ledger.filter((term) => ledgers.some((point) => (point.terms[term.id] ?? 0) > 0)).map((term) => {
    const low = [...below];
    ledgers.forEach((point, i) => (below[i]! += point.terms[term.id] ?? 0));
    const up = below.map((value, i) => `${x(times[i]!).toFixed(1)},${y(value).toFixed(1)}`);
    const down = low.map((value, i) => `${x(times[i]!).toFixed(1)},${y(value).toFixed(1)}`).reverse();
    return { id: term.id, points: [...up, ...down].join(' ') };
  });
  const ticks = Array.from({ length: 5 }, (_, i) => first + (span * i) / 4);
  const isShort = span < 600_000;
  // A new answer may have fewer points than the one that was pointed at.
  const at = picked === null ? null : Math.min(picked, ledgers.length - 1);
  const point = (event: PointerEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const share = ((event.clientX - box.left) / box.width * width - left) / (width - left - right);
    pick(nearest(times, first + share * span));
  };
  const key = (event: KeyboardEvent) => {
    const from = at ?? ledgers.length;
    const moves: Record<string, number | null> = { ArrowLeft: from - 1, ArrowRight: at === null ? 0 : from + 1, Home: 0, End: ledgers.length - 1, Escape: null };
    if (event.key in moves) {
      const to = moves[event.key]!;
      pick(to === null ? null : Math.max(0, Math.min(ledgers.length - 1, to)));
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <section class="card over-time" aria-labelledby="over-time-title">
      <header><h2 id="over-time-title">{text.overTime}</h2><span class="dim">MiB · {text.overTimeHint}</span></header>
      <ul class="keys" aria-hidden="true">
        {areas.map(({ id }) => <li key={id}><i class="swatch" style={`background: ${colorOf(id)}`} />{nameOf(id)}</li>)}
      </ul>
      <div class="plot-box" role="group" tabindex={0} aria-label={text.overTime} onKeyDown={key} onBlur={() => pick(null)}>
        <div class="plane" onPointerMove={point} onPointerDown={point} onPointerLeave={() => pick(null)}>
          <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={text.overTimeSentence(size(res.fromBytes), size(res.toBytes))}>
            {Array.from({ length: Math.round(ceiling / step) + 1 }, (_, i) => (
              <g key={i}>
                <line x1={left} x2={width - right} y1={y(i * step * mebibyte)} y2={y(i * step * mebibyte)} class="grid-line" />
                <text x={left - 8} y={y(i * step * mebibyte) + 4} text-anchor="end">{number(i * step, Number.isInteger(step) ? 0 : 1, lang.value)}</text>
              </g>
            ))}
            {areas.map(({ id, points }) => <polygon key={id} points={points} style={`fill: ${colorOf(id)}`} />)}
            <polyline points={ledgers.map((entry, i) => `${x(times[i]!).toFixed(1)},${y(entry.resBytes).toFixed(1)}`).join(' ')} class="res-line" />
            {ticks.map((time, i) => <text key={time} x={x(time)} y={height - 6} text-anchor={i === 0 ? 'start' : i === 4 ? 'end' : 'middle'}>{clock(time, timeStyle.value, isShort)}</text>)}
            {at !== null && <line x1={x(times[at]!)} x2={x(times[at]!)} y1={top} y2={height - bottom} class="hair" />}
          </svg>
          {at !== null && <Tip point={ledgers[at]!} time={times[at]!} share={x(times[at]!) / width} ids={areas.map(({ id }) => id)} />}
        </div>
      </div>
    </section>
  );
}

/** What RES was made of at one moment, in the order of the picture. */
function Tip(props: { point: Point; time: number; share: number; ids: string[] }) {
  const { point, time, share, ids } = props;
  return (
    <div class={`tip ${share > 0.6 ? 'left' : 'right'}`} role="status" style={{ left: `${100 * share}%` }}>
      <span class="dim">{stamp(time, timeStyle.value)}</span>
      <dl>
        <dt><b>RES</b></dt><dd>{size(point.resBytes)}</dd>
        {[...ids].reverse().map((id) => [
          <dt key={id}><i class="swatch" style={`background: ${colorOf(id)}`} />{nameOf(id)}</dt>,
          <dd key={`${id} bytes`}>{size(point.terms[id] ?? 0)}</dd>,
        ])}
      </dl>
    </div>
  );
}
