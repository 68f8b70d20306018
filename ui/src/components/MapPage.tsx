import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { clock, number, size } from '../format';
import { draw, placeOf } from '../heap/draw';
import { cellAt, cellCount, hit, largestClasses, layOut, readMap, step, type CellPlace, type HeapMap, type Layout } from '../heap/map';
import { heapLook, lookAtHeap } from '../inspect';
import { change, isDark, lang, t, timeStyle, view } from '../state';
import type { Colouring } from '../view';
import { LookHeader, lookNote, NoLook, Refused } from './LookHeader';
import { CellCard } from './MapCell';
import { LegendCard } from './MapLegend';
import { ReadingCard } from './MapReading';

const mostHeight = 620;
const labelWidth = 96;
const narrow = 560;

export function MapPage() {
  const look = heapLook.value;
  useEffect(() => {
    if (!heapLook.value.found) void lookAtHeap();
  }, []);
  const map = useMemo(() => (look.found ? readMap(look.found) : null), [look.found]);
  const named = useMemo(() => largestClasses(look.found?.sizeClasses ?? []).map((use) => use.class), [look.found]);
  const { colouring } = view.value;
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
                {modes.map(([mode, name]) => <button key={mode} type="button" aria-pressed={colouring === mode} onClick={() => change({ colouring: mode })}>{name}</button>)}
              </span>
              <LookHeader look={look} ask={lookAtHeap} />
            </header>
            <MapCanvas map={map} colouring={colouring} named={named} at={at} setAt={setAt} tell={setLayout} />
          </section>
          <div class="side">
            <LegendCard document={look.found} colouring={colouring} />
            <CellCard document={look.found} map={map} cell={layout && at && at.block < layout.blocks.length ? cellAt(layout, at) : null} />
            <ReadingCard document={look.found} colouring={colouring} />
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

function MapCanvas(props: { map: HeapMap; colouring: Colouring; named: number[]; at: CellPlace | null; setAt(at: CellPlace): void; tell(layout: Layout): void }) {
  const { map, colouring, named, at, setAt } = props;
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
    draw({ canvas: canvas.current!, layout, left, colouring, named });
  }, [layout, colouring, named, isDark.value]);

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
