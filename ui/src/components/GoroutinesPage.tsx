import { useEffect, useMemo } from 'preact/hooks';
import { clock, duration, number, size } from '../format';
import { goroutineLook, lookAtGoroutines, type Frame, type GoroutineGroup } from '../inspect';
import { change, lang, t, timeStyle, view } from '../state';
import { LookHeader, lookNote, NoLook, Refused } from './LookHeader';
import type { GoroutineKey } from '../view';
import { compare, SortHead } from './SortHead';

const most = 300;

const place = (frame: Frame | null): string | null => (frame ? `${frame.function} ${frame.file}:${frame.line}` : null);

function valueOf(group: GoroutineGroup, key: GoroutineKey): string | number | null {
  return key === 'start' || key === 'createdBy' ? place(group[key]) : group[key];
}

/** What a filter lets through: a regular expression where it is one, else the text as it stands. */
export function matcher(text: string): { matches(line: string): boolean; isWrong: boolean } {
  try {
    const pattern = new RegExp(text, 'i');
    return { matches: (line) => pattern.test(line), isWrong: false };
  } catch {
    const plain = text.toLowerCase();
    return { matches: (line) => line.toLowerCase().includes(plain), isWrong: true };
  }
}

export function GoroutinesPage() {
  const look = goroutineLook.value;
  useEffect(() => {
    if (!goroutineLook.value.found) void lookAtGoroutines();
  }, []);
  const { filter, withSystem, goroutineSort: sort } = view.value;
  const { isWrong, matches } = matcher(filter);
  const text = t.value;
  const groups = look.found?.groups;
  const rows = useMemo(() => (groups ?? [])
    .filter((group) => withSystem || !group.system)
    .filter((group) => !filter || matches([group.state, group.waitReason, place(group.start), place(group.createdBy)].join(' ')))
    .sort((a, b) => compare(valueOf(a, sort.key), valueOf(b, sort.key), sort.down) || b.count - a.count), [groups, sort.key, sort.down, filter, withSystem]);
  const count = (value: number) => number(value, 0, lang.value);
  const total = rows.reduce((sum, group) => sum + group.count, 0);
  const head = (id: GoroutineKey, name: string, kind = '') => <SortHead id={id} name={name} kind={kind} text={!kind.startsWith('n')} sort={sort} set={(goroutineSort) => change({ goroutineSort })} />;
  return (
    <>
      <Refused look={look} />
      {!groups && <NoLook look={look} title={text.goroutines} ask={lookAtGoroutines} />}
      {groups && look.found && (
        <section class="card" aria-labelledby="goroutines-title">
          <header class="wrap">
            <h1 id="goroutines-title">{text.goroutines}</h1>
            <span class="dim">{text.goroutinesSub(count(look.found.count), count(groups.filter((group) => !group.system).length))} · {lookNote(look, (ms) => clock(ms, timeStyle.value))}</span>
            <span class="grow" />
            <LookHeader look={look} ask={lookAtGoroutines} />
          </header>
          <p class="hint">{text.goroutinesHint}</p>
          <div class="filter">
            <label for="goroutine-filter">{text.filter}</label>
            <input
              id="goroutine-filter" type="search" value={filter} placeholder={text.filterHint} aria-describedby="filter-note" spellcheck={false}
              onInput={(event) => change({ filter: event.currentTarget.value })}
            />
            <label><input type="checkbox" checked={withSystem} onChange={(event) => change({ withSystem: event.currentTarget.checked })} /> {text.withSystem}</label>
            <span id="filter-note" class="dim" role="status">
              {isWrong ? `${text.filterWrong} ` : ''}{filter || withSystem ? text.goroutinesShown(count(total), count(rows.length)) : ''}
            </span>
          </div>
          {rows.length === 0
            ? <p class="hint">{text.gNone}</p>
            : (
              <div class="table-scroll tall" tabindex={0} role="region" aria-label={`${text.goroutines}: ${text.table}`}>
                <table class="goroutines">
                  <thead>
                    <tr>
                      {head('count', text.gCount, 'n')}
                      {head('state', text.gState, 'secondary')}
                      {head('waitReason', text.gReason, 'secondary')}
                      {head('start', text.gStart)}
                      {head('createdBy', text.gCreated, 'secondary')}
                      {head('longestWaitSeconds', text.gWait, 'n')}
                      {head('stackBytes', text.gStack, 'n secondary')}
                    </tr>
                  </thead>
                  <tbody>
                    {rows.slice(0, most).map((group) => <Row key={group.exampleId} group={group} largest={rows.reduce((top, row) => Math.max(top, row.count), 1)} />)}
                  </tbody>
                </table>
              </div>
            )}
        </section>
      )}
    </>
  );
}

function Row(props: { group: GoroutineGroup; largest: number }) {
  const { group, largest } = props;
  const wait = group.longestWaitSeconds;
  return (
    <tr>
      <td class="n count"><b>{number(group.count, 0, lang.value)}</b><i aria-hidden="true"><i style={{ width: `${(100 * group.count) / largest}%` }} /></i></td>
      <td class="secondary">{stateName(group.state)}{group.system && <span class="chip">{t.value.gSystem}</span>}</td>
      <td class="secondary" lang="en">{group.waitReason ?? '–'}</td>
      <td>
        <Place frame={group.start} />
        <small class="phone-only">{stateName(group.state)}{group.waitReason && <span lang="en"> · {group.waitReason}</span>}{group.system && ` · ${t.value.gSystem}`}</small>
      </td>
      <td class="secondary"><Place frame={group.createdBy} /></td>
      <td class="n nowrap" title={wait === null ? t.value.gUnknownWait : undefined}>{wait === null ? '–' : duration(wait * 1000, lang.value)}</td>
      <td class="n secondary">{size(group.stackBytes, lang.value)}</td>
    </tr>
  );
}

function Place(props: { frame: Frame | null }) {
  const { frame } = props;
  return frame
    ? <span class="place" title={`${frame.file}:${frame.line}`}><code>{frame.function}</code><small>{frame.file.split('/').slice(-2).join('/')}:{frame.line}</small></span>
    : <>–</>;
}

function stateName(state: string): string {
  const text = t.value;
  const names: Record<string, string> = {
    running: text.stateRunning, runnable: text.stateRunnable, syscall: text.stateSyscall, waiting: text.stateWaiting,
    preempted: text.statePreempted, copystack: text.stateCopystack, leaked: text.stateLeaked,
  };
  return names[state] ?? state;
}
