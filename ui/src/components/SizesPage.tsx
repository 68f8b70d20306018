import { useEffect, useMemo, useState } from 'preact/hooks';
import { clock, number, objectSize, size } from '../format';
import type { SizeClass } from '../heap/map';
import { heapLook, lookAtHeap } from '../inspect';
import { lang, t, timeStyle } from '../state';
import { LookHeader, lookNote, NoLook, Refused } from './LookHeader';
import type { Sort } from '../view';
import { compare, SortHead } from './SortHead';

type Key = 'objectBytes' | 'spans' | 'objects' | 'slots' | 'bytes' | 'occupancy' | 'fragmentationBytes';

/** How full the spans of each size are, and which class holds the fragmentation. */
export function SizesPage() {
  const look = heapLook.value;
  useEffect(() => {
    if (!heapLook.value.found) void lookAtHeap();
  }, []);
  const [sort, setSort] = useState<Sort<Key>>({ key: 'bytes', down: true });
  const classes = look.found?.sizeClasses;
  const rows = useMemo(
    () => [...(classes ?? [])].sort((a, b) => compare(a[sort.key], b[sort.key], sort.down)),
    [classes, sort],
  );
  const sum = (key: 'spans' | 'objects' | 'slots' | 'bytes' | 'objectTotalBytes' | 'fragmentationBytes') => rows.reduce((total, use) => total + use[key], 0);
  const text = t.value;
  const head = (id: Key, name: string, kind?: string) => <SortHead id={id} name={name} kind={kind ?? 'n'} sort={sort} set={setSort} />;
  const count = (value: number) => number(value, 0, lang.value);
  return (
    <>
      <Refused look={look} />
      {!classes && <NoLook look={look} title={text.sizesTitle} ask={lookAtHeap} />}
      {classes && (
        <section class="card" aria-labelledby="sizes-title">
          <header class="wrap">
            <h1 id="sizes-title">{text.sizesTitle}</h1>
            <span class="dim">{text.sizesSub(count(rows.length), size(sum('bytes'), lang.value))} · {lookNote(look, (ms) => clock(ms, timeStyle.value))}</span>
            <span class="grow" />
            <LookHeader look={look} ask={lookAtHeap} />
          </header>
          <p class="hint">{text.sizesHint}</p>
          <div class="table-scroll tall" tabindex={0} role="region" aria-label={`${text.sizesTitle}: ${text.table}`}>
            <table class="sizes">
              <thead>
                <tr>
                  {head('objectBytes', text.sizeObject)}
                  {head('spans', text.sizeSpans, 'n secondary')}
                  {head('objects', text.sizeObjects, 'n secondary')}
                  {head('slots', text.sizeSlots, 'n secondary')}
                  {head('bytes', text.sizeBytes)}
                  {head('occupancy', text.sizeOccupancy, '')}
                  {head('fragmentationBytes', text.sizeFree)}
                  <th scope="col" class="n secondary">{text.sizeShare}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((use) => <Row key={use.class} use={use} all={sum('fragmentationBytes')} />)}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row" class="n">{text.total}</th>
                  <td class="n secondary">{count(sum('spans'))}</td>
                  <td class="n secondary">{count(sum('objects'))}</td>
                  <td class="n secondary">{count(sum('slots'))}</td>
                  <td class="n">{size(sum('bytes'), lang.value)}</td>
                  <td><Meter share={sum('bytes') ? sum('objectTotalBytes') / sum('bytes') : 0} /></td>
                  <td class="n">{size(sum('fragmentationBytes'), lang.value)}</td>
                  <td class="n secondary">{count(100)} %</td>
                </tr>
              </tfoot>
            </table>
          </div>
        </section>
      )}
    </>
  );
}

function Row(props: { use: SizeClass; all: number }) {
  const { use, all } = props;
  const count = (value: number) => number(value, 0, lang.value);
  return (
    <tr>
      <th scope="row" class="n">{use.class === 0 ? <>{t.value.sizeLarge}<small>{t.value.sizeLargeMean(size(use.objectBytes, lang.value))}</small></> : objectSize(use.objectBytes, lang.value)}</th>
      <td class="n secondary">{count(use.spans)}</td>
      <td class="n secondary">{count(use.objects)}</td>
      <td class="n secondary">{count(use.slots)}</td>
      <td class="n">{size(use.bytes, lang.value)}</td>
      <td><Meter share={use.occupancy} /></td>
      <td class="n">{size(use.fragmentationBytes, lang.value)}</td>
      <td class="n secondary">{number(all ? (100 * use.fragmentationBytes) / all : 0, 1, lang.value)} %</td>
    </tr>
  );
}

function Meter(props: { share: number }) {
  return (
    <span class="meter">
      <i aria-hidden="true"><i style={{ width: `${Math.min(100, props.share * 100)}%` }} /></i>
      <span>{number(props.share * 100, 0, lang.value)} %</span>
    </span>
  );
}
