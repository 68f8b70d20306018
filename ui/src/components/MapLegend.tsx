import { useEffect, useState } from 'preact/hooks';
import { ask } from '../reach';
import { number, objectSize, size } from '../format';
import { besideClasses, classToken, fullSteps, stepShare } from '../heap/draw';
import { largestClasses, type CellKind, type MapDocument } from '../heap/map';
import { lang, t } from '../state';
import type { Colouring } from '../view';

export const kindName = (kind: CellKind): string => {
  const text = t.value;
  return {
    objects: text.kObjects, stacks: text.kStacks, idle: text.kIdle, idleGone: text.kIdleGone,
    released: text.kReleased, releasedResident: text.kReleasedResident, other: text.kOther,
  }[kind];
};

const nothing = 'background: var(--raised); outline: 1px solid var(--border-strong)';
const filled = (token: string) => (token === 'raised' ? nothing : `background: var(--${token})`);
const swatches: Record<CellKind, string> = {
  objects: filled('c-live'), stacks: filled('c-stacks'), idle: filled('c-idle'),
  idleGone: 'background: color-mix(in srgb, var(--c-idle) 28%, transparent)', released: nothing,
  releasedResident: filled('c-native'), other: filled('c-meta'),
};

const bytesOf = (bytes: number | null) => (bytes === null ? '–' : size(bytes, lang.value));

/** What each colour on the map means, in the way of colouring that was chosen, and how many bytes have it. */
export function LegendCard(props: { document: MapDocument; colouring: Colouring }) {
  const Body = { state: ByState, resident: ByResidency, class: ByClass }[props.colouring];
  return (
    <section class="card" aria-labelledby="legend-title">
      <header><h2 id="legend-title">{t.value.legend}</h2></header>
      <Body document={props.document} />
    </section>
  );
}

function Ramp(props: { title: string; token: string; ends: [string, string] }) {
  return (
    <div class="ramp">
      <p>{props.title}</p>
      <div class="ramp-bar" aria-hidden="true">
        {Array.from({ length: fullSteps }, (_, i) => <i key={i} style={{ background: `color-mix(in srgb, var(--${props.token}) ${stepShare(i) * 100}%, transparent)` }} />)}
      </div>
      <p class="ramp-ends"><span>{props.ends[0]}</span><span>{props.ends[1]}</span></p>
    </div>
  );
}

interface Entry {
  swatch: string;
  name: string;
  /** A figure a column; null where it is not known. */
  bytes: (number | null)[];
}

function Entries(props: { head: string; columns: string[]; entries: Entry[]; children?: preact.ComponentChildren }) {
  return (
    <table class="legend-table">
      <thead><tr><th scope="col">{props.head}</th>{props.columns.map((name) => <th scope="col" class="n" key={name}>{name}</th>)}</tr></thead>
      <tbody>
        {props.entries.map(({ swatch, name, bytes }) => (
          <tr key={name}><td><i class="swatch" style={swatch} />{name}</td>{bytes.map((value, i) => <td class="n" key={i}>{bytesOf(value)}</td>)}</tr>
        ))}
        {props.children}
      </tbody>
    </table>
  );
}

function ByState(props: { document: MapDocument }) {
  const { totals } = props.document;
  const text = t.value;
  const gone = totals.idle.residentBytes === null ? null : totals.idle.bytes - totals.idle.residentBytes;
  const still = totals.released.residentBytes;
  const rows: [CellKind, number, number | null][] = [
    ['objects', totals.objects.bytes, totals.objects.residentBytes],
    ['stacks', totals.stacks.bytes, totals.stacks.residentBytes],
    ['idle', totals.idle.bytes - (gone ?? 0), totals.idle.residentBytes],
    ['idleGone', gone ?? 0, 0],
    ['releasedResident', still ?? 0, still],
    ['released', totals.released.bytes - (still ?? 0), 0],
    ['other', totals.other.bytes, totals.other.residentBytes],
  ];
  const entries = rows.filter(([kind, bytes]) => bytes > 0 || kind === 'idle' || kind === 'released')
    .map(([kind, ...bytes]) => ({ swatch: swatches[kind], name: kindName(kind), bytes }));
  return (
    <>
      <Ramp title={text.legendFull} token="c-live" ends={[text.sparse, text.full]} />
      <Entries head={text.gState} columns={[text.bytesAll, text.bytesInRam]} entries={entries}><Metadata /></Entries>
    </>
  );
}

function ByResidency(props: { document: MapDocument }) {
  const text = t.value;
  const totals = Object.values(props.document.totals);
  const all = totals.reduce((sum, total) => sum + total.bytes, 0);
  const inRam = totals.some((total) => total.residentBytes === null) ? null : totals.reduce((sum, total) => sum + total.residentBytes!, 0);
  const entries = inRam === null
    ? [{ swatch: swatches.other, name: text.residentUnknown, bytes: [all] }]
    : [{ swatch: filled('c-frag'), name: text.bytesInRam, bytes: [inRam] }, { swatch: nothing, name: text.notInRam, bytes: [all - inRam] }];
  return (
    <>
      <Ramp title={text.legendResident} token="c-frag" ends={[text.little, text.whole]} />
      <Entries head={text.cellState} columns={[text.bytesAll]} entries={entries} />
    </>
  );
}

function ByClass(props: { document: MapDocument }) {
  const { totals, sizeClasses } = props.document;
  const text = t.value;
  const largest = largestClasses(sizeClasses);
  const named = largest.map((use) => use.class);
  const rest = sizeClasses.filter((use) => !named.includes(use.class));
  const beside: [CellKind, string, number][] = [
    ['stacks', text.kStacks, totals.stacks.bytes], ['idle', text.kIdleAll, totals.idle.bytes],
    ['released', text.kReleased, totals.released.bytes], ['other', text.kOther, totals.other.bytes],
  ];
  const entries: Entry[] = [
    ...largest.map((use) => ({ swatch: filled(classToken(use.class, named)), name: use.class === 0 ? text.classLarge : objectSize(use.objectBytes, lang.value), bytes: [use.bytes] })),
    ...(rest.length ? [{ swatch: filled(classToken(null, named)), name: text.classOthers(number(rest.length, 0, lang.value)), bytes: [rest.reduce((sum, use) => sum + use.bytes, 0)] }] : []),
    ...beside.filter(([kind, , bytes]) => bytes > 0 || kind !== 'other').map(([kind, name, bytes]) => ({ swatch: filled(besideClasses[kind as keyof typeof besideClasses]), name, bytes: [bytes] })),
  ];
  return <Entries head={text.sizeObject} columns={[text.bytesAll]} entries={entries} />;
}

/** What the runtime keeps beside the heap, from the newest sample. */
function Metadata() {
  const [bytes, setBytes] = useState<number | null>(null);
  useEffect(() => {
    ask<{ go: Record<string, number | null> | null }>('/api/sample').then(
      ({ go }) => {
        const parts = ['MSpanSys', 'MCacheSys', 'BuckHashSys', 'GCSys', 'OtherSys'].map((name) => go?.[name] ?? null);
        setBytes(parts.includes(null) ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0));
      },
      () => setBytes(null),
    );
  }, []);
  return bytes === null ? null : (
    <tr>
      <td><i class="swatch" />{t.value.kMetadata} <span class="dim">{t.value.kMetadataHint}</span></td>
      <td class="n">{size(bytes, lang.value)}</td>
      <td class="n">–</td>
    </tr>
  );
}
