import { useEffect, useMemo, useState } from 'preact/hooks';
import type { GcCycle } from '../api';
import { ask } from '../reach';
import { figure, number, stamp } from '../format';
import { extent, isLive, lang, process, shown, t, timeStyle, view } from '../state';
import { freshCycles } from '../store';

const pageRows = 50;
const most = 5000;

type Key = 'gc' | 't' | 'pauseMs' | 'heapLiveMiB' | 'goalMiB' | 'cpuPercent' | 'allocBytesPerSecond' | 'stacksMiB';

export function GcPage() {
  const [cycles, setCycles] = useState<GcCycle[]>([]);
  const [problem, setProblem] = useState('');
  const [sort, setSort] = useState<{ key: Key; down: boolean }>({ key: 't', down: true });
  const [page, setPage] = useState(0);
  const { span, preset, pausedAt } = view.value;
  const ready = extent.value.to > 0;
  useEffect(() => {
    const giveUp = new AbortController();
    const { from, to } = shown.value;
    const end = isLive.value ? to + 60_000 : to;
    ask<{ cycles: GcCycle[] }>('/api/gc', { from: Math.round(from), to: Math.round(end), limit: most }, giveUp.signal).then(
      (answer) => {
        setCycles(answer.cycles);
        setPage(0);
        setProblem('');
      },
      (reason: unknown) => giveUp.signal.aborted || setProblem(reason instanceof Error ? reason.message : String(reason)),
    );
    return () => giveUp.abort();
  }, [span, preset, pausedAt, ready]);

  const rows = useMemo(() => {
    const newest = cycles[0]?.t ?? 0;
    const fresh = isLive.value ? freshCycles.value.filter((cycle) => cycle.t > newest) : [];
    const all = [...fresh, ...cycles].filter((cycle) => cycle.t >= shown.value.from && cycle.t <= shown.value.to
      && (process.value.names.length < 2 || (cycle.source ?? '') === process.value.name));
    const value = (cycle: GcCycle) => cycle[sort.key] ?? Number.NEGATIVE_INFINITY;
    return all.sort((a, b) => (sort.down ? value(b) - value(a) : value(a) - value(b)));
  }, [cycles, freshCycles.value, sort, shown.value.from, shown.value.to, process.value.name]);
  const pages = Math.max(1, Math.ceil(rows.length / pageRows));
  const at = Math.min(page, pages - 1);
  const text = t.value;
  const head = (key: Key, name: string, kind = 'n') => (
    <th scope="col" class={kind} aria-sort={sort.key === key ? (sort.down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" onClick={() => { setSort({ key, down: sort.key === key ? !sort.down : true }); setPage(0); }} title={text.sortBy(name)}>
        {name}<span aria-hidden="true">{sort.key === key ? (sort.down ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );

  return (
    <section class="card" aria-labelledby="gc-title">
      <header>
        <h1 id="gc-title">{text.gcTitle}</h1>
        <span class="dim">{text.gcSub(number(rows.length, 0, lang.value))}{cycles.length >= most ? ` · ${text.gcMost(number(most, 0, lang.value))}` : ''}</span>
      </header>
      <p class="hint">{[rows.some(isRead) ? text.gcHelpMemory : '', rows.every(isRead) && rows.length ? '' : text.gcHelp].filter(Boolean).join(' ')}</p>
      {problem && <p class="problem" role="alert">{text.loadFailed(problem)}</p>}
      {rows.length === 0 && !problem && <p class="hint">{text.gcEmpty}</p>}
      {rows.length > 0 && (
        <div class="table-scroll tall" tabindex={0} role="region" aria-label={text.gcSub(number(rows.length, 0, lang.value))}>
          <table class="gc">
            <thead>
              <tr>
                {head('gc', text.gcNumber)}
                {head('t', text.time, '')}
                {head('pauseMs', `${text.gcPause} ms`)}
                <th scope="col" class="n secondary">{text.gcPhases} ms</th>
                {head('heapLiveMiB', `${text.gcHeap} MiB`)}
                {head('goalMiB', `${text.gcGoal} MiB`, 'n secondary')}
                {head('cpuPercent', `${text.gcCpu} %`, 'n secondary')}
                {head('allocBytesPerSecond', `${text.gcAlloc} MiB/s`, 'n secondary')}
                {head('stacksMiB', `${text.gcStacks} MiB`, 'n secondary')}
                <th scope="col" class="secondary">{text.gcNotes}</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(at * pageRows, (at + 1) * pageRows).map((cycle) => <Row key={`${cycle.source ?? ''} ${cycle.gc} ${cycle.t}`} cycle={cycle} />)}
            </tbody>
          </table>
        </div>
      )}
      {pages > 1 && (
        <nav class="pager" aria-label={text.gcTitle}>
          <button type="button" class="button small" disabled={at === 0} onClick={() => setPage(at - 1)}>‹ {text.previous}</button>
          <span>{text.page(number(at + 1, 0, lang.value), number(pages, 0, lang.value))}</span>
          <button type="button" class="button small" disabled={at >= pages - 1} onClick={() => setPage(at + 1)}>{text.next} ›</button>
        </nav>
      )}
    </section>
  );
}

/** Whether a cycle was read from the runtime's memory: no trace line told of it. */
const isRead = (cycle: GcCycle) => cycle.era === 'memory';

function Row(props: { cycle: GcCycle }) {
  const { cycle } = props;
  const count = (value: number | undefined) => (value === undefined ? '–' : number(value, 0, lang.value));
  const heap = [cycle.heapStartMiB, cycle.heapEndMiB, cycle.heapLiveMiB];
  const notes = [cycle.forced ? t.value.gcForced : '', cycle.repaired ? t.value.gcRepaired : '', cycle.source ?? ''].filter(Boolean);
  return (
    <tr>
      <td class="n">{count(cycle.gc)}</td>
      <td class="nowrap">{stamp(cycle.t, timeStyle.value)}</td>
      <td class="n">{figure(cycle.pauseMs, 'ms', lang.value)}</td>
      <td class="n secondary nowrap">{cycle.clockMs.map((ms) => figure(ms, 'ms', lang.value)).join(' + ') || '–'}</td>
      <td class="n nowrap">{heap.every((size) => size === undefined) ? '–' : heap.map(count).join(' → ')}</td>
      <td class="n secondary">{count(cycle.goalMiB)}</td>
      <td class="n secondary">{figure(cycle.cpuPercent, 'percent', lang.value)}</td>
      <td class="n secondary">{figure(cycle.allocBytesPerSecond, 'bytes/s', lang.value)}</td>
      <td class="n secondary">{count(cycle.stacksMiB)}</td>
      <td class="secondary">{notes.map((note) => <span class="chip" key={note}>{note}</span>)}</td>
    </tr>
  );
}
