import { clock, number, size } from '../format';
import { lang, t, timeStyle } from '../state';
import { termColors, type Verdict } from '../why';
import { terms } from '../words/why';

const [width, height, left, bottom, top] = [1200, 240, 52, 24, 8];
const mebibyte = 1048576;

/** A round step that makes four lines or so. */
function stepOf(most: number): number {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 2.5, 5, 10].map((part) => part * power).find((step) => step >= rough)!;
}

/** RES over the window: the terms stacked, in their order, and RES as the line on top. */
export function OverTimeCard(props: { verdict: Verdict }) {
  const { ledger, ledgers = [], res } = props.verdict;
  const text = t.value;
  if (ledgers.length < 3) {
    return null;
  }

  const times = ledgers.map((point) => Date.parse(point.time));
  const most = Math.max(...ledgers.map((point) => point.resBytes)) / mebibyte;
  const step = stepOf(most * 1.08);
  const ceiling = Math.ceil((most * 1.04) / step) * step;
  const x = (time: number) => left + ((time - times[0]!) / Math.max(1, times.at(-1)! - times[0]!)) * (width - left - 8);
  const y = (bytes: number) => top + (1 - bytes / mebibyte / ceiling) * (height - top - bottom);
  const below = ledgers.map(() => 0);
  const areas = ledger.filter((term) => ledgers.some((point) => (point.terms[term.id] ?? 0) > 0)).map((term) => {
    const low = [...below];
    ledgers.forEach((point, i) => (below[i]! += point.terms[term.id] ?? 0));
    const up = below.map((value, i) => `${x(times[i]!).toFixed(1)},${y(value).toFixed(1)}`);
    const down = low.map((value, i) => `${x(times[i]!).toFixed(1)},${y(value).toFixed(1)}`).reverse();
    return { id: term.id, points: [...up, ...down].join(' ') };
  });
  const ticks = Array.from({ length: 5 }, (_, i) => times[0]! + ((times.at(-1)! - times[0]!) * i) / 4);
  const isShort = times.at(-1)! - times[0]! < 600_000;
  return (
    <section class="card over-time" aria-labelledby="over-time-title">
      <header><h2 id="over-time-title">{text.overTime}</h2><span class="dim">MiB · {text.overTimeHint}</span></header>
      <ul class="keys" aria-hidden="true">
        {areas.map(({ id }) => <li key={id}><i class="swatch" style={`background: var(--${termColors[id] ?? 'c-unacc'})`} />{terms[lang.value][id]?.[0] ?? id}</li>)}
      </ul>
      <div class="plot-box" role="group" tabindex={0} aria-label={text.overTime}>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={text.overTimeSentence(size(res.fromBytes, lang.value), size(res.toBytes, lang.value))}>
          {Array.from({ length: Math.round(ceiling / step) + 1 }, (_, i) => (
            <g key={i}>
              <line x1={left} x2={width - 8} y1={y(i * step * mebibyte)} y2={y(i * step * mebibyte)} class="grid-line" />
              <text x={left - 8} y={y(i * step * mebibyte) + 4} text-anchor="end">{number(i * step, Number.isInteger(step) ? 0 : 1, lang.value)}</text>
            </g>
          ))}
          {areas.map(({ id, points }) => <polygon key={id} points={points} style={`fill: var(--${termColors[id] ?? 'c-unacc'})`} />)}
          <polyline points={ledgers.map((point, i) => `${x(times[i]!).toFixed(1)},${y(point.resBytes).toFixed(1)}`).join(' ')} class="res-line" />
          {ticks.map((time, i) => <text key={time} x={x(time)} y={height - 6} text-anchor={i === 0 ? 'start' : i === 4 ? 'end' : 'middle'}>{clock(time, timeStyle.value, isShort)}</text>)}
        </svg>
      </div>
    </section>
  );
}
