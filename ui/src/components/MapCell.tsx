import { number, objectSize, size } from '../format';
import { kindOfPage, type Cell, type CellKind, type HeapMap, type MapDocument, type Span } from '../heap/map';
import { lang, t } from '../state';
import { kindName } from './MapLegend';

/** What is in the cell that was pointed at: of all its spans together, as its colour is, and of a span where it is the only one. */
export function CellCard(props: { document: MapDocument; map: HeapMap; cell: Cell | null }) {
  const text = t.value;
  const rows = props.cell ? cellRows(props.cell, props.document, props.map.pageBytes) : [];
  return (
    <section class={`card cell${rows.length ? ' chosen' : ''}`} aria-labelledby="cell-title">
      <header><h2 id="cell-title">{text.cell}</h2></header>
      <div id="cell-body" aria-live="polite">
        {rows.length === 0
          ? <p class="hint">{text.cellHint}</p>
          : <dl class="facts">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>}
      </div>
    </section>
  );
}

const count = (value: number) => number(value, 0, lang.value);

function cellRows(cell: Cell, document: MapDocument, pageBytes: number): [string, string][] {
  const text = t.value;
  const address = cell.region.address + cell.page * pageBytes;
  const rows: [string, string][] = [[text.cellAddress, `0x${address.toString(16)}`], [text.cellState, kindName(cell.kind)]];
  if (cell.kind === 'objects') rows.push([text.cellFull, `${count(cell.fullness)} %`]);
  if (cell.spans.length === 1) rows.push(...spanRows(cell.spans[0]!, document, pageBytes));
  if (cell.spans.length > 1) {
    rows.push([text.cellSpans, count(cell.spans.length)]);
    if (cell.sizeClass !== null) rows.push([text.cellMostly, className(cell.sizeClass, document)]);
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

function className(sizeClass: number, document: MapDocument): string {
  const use = document.sizeClasses.find((candidate) => candidate.class === sizeClass);
  return sizeClass === 0 || !use ? t.value.cellLarge : t.value.cellClassValue(objectSize(use.objectBytes, lang.value));
}

function spanRows(span: Span, document: MapDocument, pageBytes: number): [string, string][] {
  const text = t.value;
  const bytes = span.pages * pageBytes;
  const rows: [string, string][] = [[text.cellSpan, text.cellSpanValue(size(bytes, lang.value), count(span.pages))]];
  if (span.sizeClass !== null) rows.push([text.cellClass, className(span.sizeClass, document)]);
  const use = span.sizeClass ? document.sizeClasses.find((candidate) => candidate.class === span.sizeClass) : undefined;
  if (use) rows.push([text.cellObjects, text.cellObjectsValue(count(span.objects), count(Math.floor(bytes / use.objectBytes)))]);
  return rows;
}
