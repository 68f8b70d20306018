import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { address } from '../reach';
import { isHidden, type Chart } from '../charts/definitions';
import { png, save, svg } from '../charts/picture';
import { TimeChart, type ChartContent } from '../charts/TimeChart';
import { token } from '../charts/theme';
import { clock, figure, range, unitName } from '../format';
import { emptyColumns, summarise } from '../series';
import { change, events, isDark, lang, panBy, resetZoom, revision, showSpan, shown, t, timeStyle, toast, toggleSeries, view, zoomBy } from '../state';
import { columnsOf, hasSeries } from '../store';
import { Menu } from './Menu';

const mebibyte = 1024 * 1024;
const tableRows = 40;

/** What a chart draws now: read from the state, so that whoever calls it follows the state. */
function contentOf(chart: Chart): ChartContent {
  void revision.value;
  const { from, to } = shown.value;
  return {
    lines: chart.lines
      .filter((line) => hasSeries(line.id))
      .map((line) => ({ line, hidden: isHidden(line, view.value.toggled), columns: columnsOf(line.id) ?? emptyColumns() })),
    from,
    to,
    cycles: view.value.marks ? (columnsOf('gc.pause')?.t ?? []) : [],
    events: events.value,
    style: timeStyle.value,
    lang: lang.value,
    scale: chart.unit.startsWith('bytes') ? mebibyte : 1,
  };
}

export function ChartCard(props: { chart: Chart }) {
  const { chart } = props;
  const host = useRef<HTMLDivElement>(null);
  const figureElement = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLUListElement>(null);
  const drawing = useRef<TimeChart | null>(null);
  const [asTable, setAsTable] = useState(false);
  const content = contentOf(chart);
  const isMaximised = view.value.maximised === chart.id;
  void isDark.value;

  useEffect(() => {
    const drawn = new TimeChart(host.current!, {
      zoomTo: (from, to) => showSpan({ from, to }),
      zoomBy,
      panBy,
      reset: resetZoom,
      point: (point) => showPoint(legend.current, chart, drawn, point),
    });
    drawing.current = drawn;
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(host.current!);
    return () => {
      observer.disconnect();
      drawn.destroy();
      drawing.current = null;
    };
  }, [chart]);
  useEffect(() => {
    if (!document.hidden) {
      drawing.current?.update(content);
      drawing.current?.tellPoint();
    }
  });

  const title = t.value[chart.title];
  const save_ = (extension: string, blob: Blob | null) => blob && save(`resident-${chart.id}.${extension}`, blob);
  const asFile = (kind: 'csv' | 'json') => {
    const anchor = document.createElement('a');
    anchor.href = address(`/api/export.${kind}`, { ids: content.lines.map((entry) => entry.line.id).join(','), from: Math.round(content.from), to: Math.round(content.to) });
    anchor.download = '';
    anchor.click();
  };

  return (
    <article class={`card chart${isMaximised ? ' maximised' : ''}`} aria-labelledby={`chart-${chart.id}`} data-chart={chart.id}>
      <header>
        <h2 id={`chart-${chart.id}`} title={t.value[chart.about]}>{title}</h2>
        <span class="dim">{unitName(chart.unit)}</span>
        <span class="grow" />
        <button type="button" class="button small ghost" aria-pressed={asTable} aria-label={`${title}: ${asTable ? t.value.hideTable : t.value.table}`} onClick={() => setAsTable(!asTable)}>{asTable ? t.value.hideTable : t.value.table}</button>
        <button
          type="button"
          class="button small ghost square"
          aria-pressed={isMaximised}
          aria-label={`${title}: ${isMaximised ? t.value.minimise : t.value.maximise}`}
          title={isMaximised ? t.value.minimise : `${t.value.maximise} (m)`}
          onClick={() => change({ maximised: isMaximised ? null : chart.id }, 'push')}
        >
          <span aria-hidden="true">{isMaximised ? '⤡' : '⤢'}</span>
        </button>
        <Menu
          label={`${title}: ${t.value.more}`}
          sign="⋯"
          class="button small ghost square"
          items={[
            { label: t.value.png, run: () => void png(chart, drawing.current!).then((blob) => save_('png', blob), (problem: unknown) => (toast.value = String(problem))) },
            { label: t.value.svg, run: () => save_('svg', new Blob([svg(chart, drawing.current!) ?? ''], { type: 'image/svg+xml' })) },
            { label: t.value.csv, run: () => asFile('csv') },
            { label: t.value.json, run: () => asFile('json') },
          ]}
        />
      </header>
      <ul class="legend" ref={legend}>
        {content.lines.map(({ line, hidden }) => (
          <li key={line.id}>
            <button type="button" aria-pressed={!hidden} onClick={() => toggleSeries(line.id)}>
              <i aria-hidden="true" class={line.dash ? 'dashed' : line.points ? 'dots' : ''} style={{ color: token(line.color) }} />
              <span>{t.value[line.name]}</span>
              <b data-line={line.id} />
            </button>
          </li>
        ))}
      </ul>
      <div
        class="plot-frame"
        ref={figureElement}
        role="img"
        tabindex={0}
        aria-label={sentence(chart, content)}
        onKeyDown={(event) => {
          if ((event.key === 'ArrowLeft' || event.key === 'ArrowRight') && !event.shiftKey) {
            event.preventDefault();
            event.stopPropagation();
            drawing.current?.step((event.key === 'ArrowLeft' ? -1 : 1) * (event.ctrlKey ? 10 : 1));
          }
        }}
      >
        <div class="plot" ref={host} />
      </div>
      <p class="about">{t.value[chart.about]}</p>
      {asTable && <ChartTable chart={chart} content={content} />}
    </article>
  );
}

function lastValue(chart: Chart, id: string): string {
  const summary = summarise(columnsOf(id), shown.value.from, shown.value.to);
  return figure(summary?.last, chart.unit, lang.value);
}

/** The legend shows the values under the cursor while there is one, else the last ones. It is written past the framework,
    because it changes with each movement of the mouse on every chart. */
function showPoint(legend: HTMLElement | null, chart: Chart, drawn: TimeChart, point: { time: number; values: (number | null)[] } | null): void {
  const lines = drawn.drawn?.content.lines ?? [];
  lines.forEach(({ line }, i) => {
    const element = legend?.querySelector(`[data-line="${line.id}"]`);
    if (element) element.textContent = point ? figure(point.values[i], chart.unit, lang.value) : lastValue(chart, line.id);
  });
  const clock_ = document.getElementById('cursor-time');
  if (clock_) clock_.textContent = point ? clock(point.time, timeStyle.value) : '';
}

function sentence(chart: Chart, content: ChartContent): string {
  const unit = unitName(chart.unit) ? ` ${unitName(chart.unit)}` : '';
  const parts = content.lines.filter((entry) => !entry.hidden).map(({ line, columns }) => {
    const summary = summarise(columns, content.from, content.to);
    return summary
      ? t.value.sentencePart(t.value[line.name], figure(summary.last, chart.unit, lang.value), figure(summary.min, chart.unit, lang.value), figure(summary.max, chart.unit, lang.value), unit)
      : '';
  });
  return t.value.sentence(t.value[chart.title], range(content.from, content.to, content.style), parts.filter(Boolean).join('; '));
}

function ChartTable(props: { chart: Chart; content: ChartContent }) {
  const { chart, content } = props;
  const lines = content.lines.filter((entry) => !entry.hidden);
  const times = useMemo(() => sampleTimes(content), [content]);
  return (
    <div class="table-scroll" tabindex={0} role="region" aria-label={`${t.value[chart.title]}: ${t.value.table}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.value.time}</th>
            {lines.map(({ line }) => <th scope="col" class="n" key={line.id}>{t.value[line.name]} {unitName(chart.unit)}</th>)}
          </tr>
        </thead>
        <tbody>
          {times.map((time, i) => (
            <tr key={time}>
              <td>{clock(time, content.style)}</td>
              {lines.map(({ line, columns }) => (
                <td class="n" key={line.id}>{figure(summarise(columns, i + 1 < times.length ? times[i + 1]! + 1 : content.from, time)?.last, chart.unit, lang.value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Times at even steps through the window, newest first. */
function sampleTimes(content: ChartContent): number[] {
  const all = content.lines.filter((entry) => !entry.hidden).flatMap((entry) => entry.columns.t).filter((time) => time >= content.from && time <= content.to);
  const unique = [...new Set(all)].sort((a, b) => b - a);
  const step = Math.max(1, Math.ceil(unique.length / tableRows));
  return unique.filter((_time, i) => i % step === 0);
}
