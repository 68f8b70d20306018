import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ask } from '../reach';
import { clock, number, size } from '../format';
import { classHue, draw, fullSteps, placeOf, stepShare, type Colouring } from '../heap/draw';
import { cellAt, cellCount, hit, kindOfPage, layOut, readMap, spanAt, step, type Cell, type CellKind, type CellPlace, type HeapMap, type Layout, type MapDocument } from '../heap/map';
import { heapLook, lookAtHeap } from '../inspect';
import { isDark, lang, t, timeStyle } from '../state';
import { LookHeader, lookNote, NoLook, Refused } from './LookHeader';

const mostHeight = 620;
const labelWidth = 96;
const narrow = 560;

export function MapPage() {
  const look = heapLook.value;
  useEffect(() => {
    if (!heapLook.value.found) void lookAtHeap();
  }, []);
  const map = useMemo(() => (look.found ? readMap(look.found) : null), [look.found]);
  const [colouring, setColouring] = useState<Colouring>('state');
  const [at, setAt] = useState<CellPlace | null>(null);
  const [layout, setLayout] = useState<Layout | null>(null);
  const text = t.value;
  const modes: [Colouring, string][] = [['state', text.byState], ['resident', text.byResident], ['class', text.byClass]];
  return (
    <>
      <Refused look={look} />
      {!map && <NoLook look={look} title={text.mapTitle} ask={lookAtHeap} />}
      {map && look.found && (
        <div class="map-page">
          <section class="card" aria-labelledby="map-title">
            <header class="wrap">
              <h1 id="map-title">{text.mapTitle}</h1>
              <span class="dim">{cellWords(layout, map.pageBytes)} · {lookNote(look, (ms) => clock(ms, timeStyle.value))}</span>
              <span class="grow" />
              <span class="segments" role="group" aria-label={text.mapBy}>
                {modes.map(([mode, name]) => <button key={mode} type="button" aria-pressed={colouring === mode} onClick={() => setColouring(mode)}>{name}</button>)}
              </span>
              <LookHeader look={look} ask={lookAtHeap} />
            </header>
            <MapCanvas map={map} colouring={colouring} at={at} setAt={setAt} tell={setLayout} />
          </section>
          <div class="side">
            <LegendCard document={look.found} colouring={colouring} />
            <CellCard document={look.found} map={map} cell={layout && at && at.block < layout.blocks.length ? cellAt(layout, at) : null} />
            <ReadingCard document={look.found} />
          </div>
        </div>
      )}
    </>
  );
}

function cellWords(layout: Layout | null, pageBytes: number): string {
  if (!layout) return '';
  const bytes = size(layout.pagesPerCell * pageBytes, lang.value);
  return layout.pagesPerCell === 1 ? t.value.mapCellOne(bytes) : t.value.mapCells(bytes, number(layout.pagesPerCell, 0, lang.value));
}

function MapCanvas(props: { map: HeapMap; colouring: Colouring; at: CellPlace | null; setAt(at: CellPlace): void; tell(layout: Layout): void }) {
  const { map, colouring, at, setAt } = props;
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const left = width < narrow ? 0 : labelWidth;
  const layout = useMemo(() => (width > 0 ? layOut(map, width - left, mostHeight) : null), [map, width]);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(root.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!layout) return;
    props.tell(layout);
    draw({ canvas: canvas.current!, layout, left, colouring });
  }, [layout, colouring, isDark.value]);

  const point = (event: PointerEvent) => {
    const box = canvas.current!.getBoundingClientRect();
    const found = layout && hit(layout, event.clientX - box.left - left, event.clientY - box.top);
    if (found && (found.block !== at?.block || found.index !== at.index)) setAt(found);
  };
  const key = (event: KeyboardEvent) => {
    if (!layout || !layout.blocks.length) return;
    const steps: Record<string, number> = {
      ArrowLeft: -1, ArrowRight: 1, ArrowUp: -layout.columns, ArrowDown: layout.columns, Home: Number.MIN_SAFE_INTEGER, End: Number.MAX_SAFE_INTEGER,
    };
    const by = steps[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    setAt(at ? step(layout, at, Math.abs(by) < 1e9 ? by : by < 0 ? -1e9 : 1e9) : { block: 0, index: 0 });
  };
  const cells = layout?.blocks.reduce((sum, block) => sum + cellCount(layout, block), 0) ?? 0;
  const [x, y] = layout && at && at.block < layout.blocks.length ? placeOf(layout, at) : [0, 0];
  return (
    <div class="map-frame" ref={root}>
      <div
        class="map-canvas"
        role="application"
        tabindex={0}
        aria-label={t.value.mapLabel(number(cells, 0, lang.value))}
        aria-describedby="cell-body"
        onPointerMove={point}
        onPointerDown={point}
        onKeyDown={key}
      >
        <canvas ref={canvas} aria-hidden="true" />
        {layout && at && <i class="map-mark" style={{ left: `${left + x - 2}px`, top: `${y - 2}px`, width: `${layout.size + 2}px`, height: `${layout.size + 2}px` }} />}
      </div>
    </div>
  );
}

const kindName = (kind: CellKind): string => {
  const text = t.value;
  return {
    objects: text.kObjects, stacks: text.kStacks, idle: text.kIdle, idleGone: text.kIdleGone,
    released: text.kReleased, releasedResident: text.kReleasedResident, other: text.kOther,
  }[kind];
};

const swatches: Record<CellKind, string> = {
  objects: 'background: var(--c-live)', stacks: 'background: var(--c-stacks)', idle: 'background: var(--c-idle)',
  idleGone: 'background: color-mix(in srgb, var(--c-idle) 28%, transparent)', released: 'background: var(--raised); outline: 1px solid var(--border-strong)',
  releasedResident: 'background: var(--c-native)', other: 'background: var(--c-meta)',
};

function LegendCard(props: { document: MapDocument; colouring: Colouring }) {
  const { totals, sizeClasses } = props.document;
  const { colouring } = props;
  const text = t.value;
  const of = (bytes: number | null | undefined) => (bytes === null || bytes === undefined ? '–' : size(bytes, lang.value));
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
  const largest = [...sizeClasses].sort((a, b) => b.bytes - a.bytes).slice(0, 10);
  return (
    <section class="card" aria-labelledby="legend-title">
      <header><h2 id="legend-title">{text.legend}</h2></header>
      {colouring !== 'class' && (
        <div class="ramp">
          <p>{colouring === 'state' ? text.legendFull : text.legendResident}</p>
          <div class="ramp-bar" aria-hidden="true">
            {Array.from({ length: fullSteps }, (_, i) => (
              <i key={i} style={{ background: `color-mix(in srgb, var(--c-${colouring === 'state' ? 'live' : 'frag'}) ${stepShare(i) * 100}%, transparent)` }} />
            ))}
          </div>
          <p class="ramp-ends"><span>{colouring === 'state' ? text.sparse : text.little}</span><span>{colouring === 'state' ? text.full : text.whole}</span></p>
        </div>
      )}
      {colouring === 'class'
        ? (
          <table class="legend-table">
            <thead><tr><th scope="col">{text.sizeObject}</th><th scope="col" class="n">{text.bytesAll}</th></tr></thead>
            <tbody>
              {largest.map((use) => (
                <tr key={use.class}>
                  <td><i class="swatch" style={`background: var(--${classHue(use.class)})`} />{use.class === 0 ? text.cellLarge : objectSize(use.objectBytes)}</td>
                  <td class="n">{of(use.bytes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )
        : (
          <table class="legend-table">
            <thead><tr><th scope="col">{text.gState}</th><th scope="col" class="n">{text.bytesAll}</th><th scope="col" class="n">{text.bytesInRam}</th></tr></thead>
            <tbody>
              {rows.filter(([kind, bytes]) => bytes > 0 || kind === 'idle' || kind === 'released').map(([kind, bytes, resident]) => (
                <tr key={kind}><td><i class="swatch" style={swatches[kind]} />{kindName(kind)}</td><td class="n">{of(bytes)}</td><td class="n">{of(resident)}</td></tr>
              ))}
              <Metadata />
            </tbody>
          </table>
        )}
    </section>
  );
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
      <td><i class="swatch" style={swatches.other} />{t.value.kMetadata} <span class="dim">{t.value.kMetadataHint}</span></td>
      <td class="n">{size(bytes, lang.value)}</td>
      <td class="n">–</td>
    </tr>
  );
}

export function objectSize(bytes: number): string {
  return bytes < 1024 ? `${number(bytes, 0, lang.value)} B` : bytes % 1024 === 0 ? size(bytes, lang.value) : `${number(bytes, 0, lang.value)} B`;
}

function CellCard(props: { document: MapDocument; map: HeapMap; cell: Cell | null }) {
  const text = t.value;
  const rows = props.cell ? cellRows(props.cell, props.document, props.map.pageBytes) : [];
  return (
    <section class="card" aria-labelledby="cell-title">
      <header><h2 id="cell-title">{text.cell}</h2></header>
      <div id="cell-body" aria-live="polite">
        {rows.length === 0
          ? <p class="hint">{text.cellHint}</p>
          : <dl class="facts">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>}
      </div>
    </section>
  );
}

function cellRows(cell: Cell, document: MapDocument, pageBytes: number): [string, string][] {
  const text = t.value;
  const count = (value: number) => number(value, 0, lang.value);
  const address = cell.region.address + cell.page * pageBytes;
  const rows: [string, string][] = [[text.cellAddress, `0x${address.toString(16)}`], [text.cellState, kindName(cell.kind)]];
  let page = cell.page;
  while (page < cell.page + cell.pages - 1 && kindOfPage(cell.region, page) !== cell.kind) page++;
  const span = spanAt(cell.region, page);
  if (span && (cell.kind === 'objects' || cell.kind === 'stacks')) {
    const bytes = span.pages * pageBytes;
    rows.push([text.cellSpan, text.cellSpanValue(size(bytes, lang.value), count(span.pages))]);
    if (span.sizeClass === 0) rows.push([text.cellClass, text.cellLarge]);
    const use = span.sizeClass ? document.sizeClasses.find((candidate) => candidate.class === span.sizeClass) : undefined;
    if (use) {
      const slots = Math.floor(bytes / use.objectBytes);
      rows.push(
        [text.cellClass, text.cellClassValue(objectSize(use.objectBytes))],
        [text.cellObjects, text.cellObjectsValue(count(span.objects), count(slots))],
        [text.cellFull, `${count(Math.min(100, (100 * span.objects * use.objectBytes) / bytes))} %`],
      );
    }
  }

  if (cell.resident !== null) {
    rows.push([text.cellResident, `${count(cell.resident)} %, ${size((cell.resident / 100) * cell.pages * pageBytes, lang.value)}`]);
  }

  const others = new Set<CellKind>();
  for (let i = cell.page; i < cell.page + cell.pages; i++) others.add(kindOfPage(cell.region, i));
  others.delete(cell.kind);
  if (others.size) rows.push([text.cellMixed, [...others].map(kindName).join(' · ')]);
  return rows;
}

const solid = 0.85;
const fair = 0.6;

function ReadingCard(props: { document: MapDocument }) {
  const { totals, sizeClasses, hugePageBytes } = props.document;
  const text = t.value;
  const used = sizeClasses.reduce((sum, use) => sum + use.objectTotalBytes, 0);
  const bytes = sizeClasses.reduce((sum, use) => sum + use.bytes, 0);
  const occupancy = bytes ? used / bytes : 1;
  const worst = [...sizeClasses].sort((a, b) => b.fragmentationBytes - a.fragmentationBytes)[0];
  const share = number(occupancy * 100, 0, lang.value);
  const free = size(bytes - used, lang.value);
  const idle = totals.idle.residentBytes ?? totals.idle.bytes;
  const still = totals.released.residentBytes ?? 0;
  const sentences = [
    occupancy >= solid || !worst ? text.readSolid(share)
      : occupancy >= fair ? text.readFair(share, free)
        : text.readSparse(share, free, objectSize(worst.objectBytes), number(worst.occupancy * 100, 0, lang.value)),
    idle > 0 ? text.readIdle(size(idle, lang.value)) : text.readNone,
    still > 0 ? text.readReleased(size(still, lang.value)) : '',
    hugePageBytes ? text.readHuge(size(hugePageBytes, lang.value)) : '',
  ].filter(Boolean);
  return (
    <section class="card" aria-labelledby="reading-title">
      <header><h2 id="reading-title">{text.reading}</h2></header>
      {sentences.map((sentence) => <p class="reading" key={sentence}>{sentence}</p>)}
    </section>
  );
}
