import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { drawFlame, rowHeight, type Box } from '../flame/draw';
import { moveTo, topOf, unpackTree, type FlameDocument, type FlameTree } from '../flame/tree';
import { number, size } from '../format';
import { reach } from '../reach';
import { change, isDark, lang, t, view } from '../state';

const mostRows = 200;

/** The heap profile as a flame graph, and as a table of its functions. */
export function FlamePage() {
  const [tree, setTree] = useState<FlameTree | null | undefined>(undefined);
  useEffect(() => {
    reach('/api/flame').then(
      async (reply) => setTree(reply.ok ? await unpackTree(reply.body as FlameDocument) : null),
      () => setTree(null),
    );
  }, []);
  const text = t.value;
  if (!tree) {
    return tree === undefined
      ? <div role="status" aria-label={text.loading} class="card skeleton tall" />
      : <section class="card"><header><h1>{text.flameTitle}</h1></header><p class="hint">{text.flameNone}</p></section>;
  }

  return (
    <div class="flame-page">
      <Graph tree={tree} />
      <Top tree={tree} />
    </div>
  );
}

const amount = (tree: FlameTree, value: number): string => (tree.unit === 'bytes' ? size(value, lang.value) : number(value, 0, lang.value));
const percent = (value: number, whole: number): string => number(whole ? (100 * value) / whole : 0, 1, lang.value);

function matcherOf(filter: string): { matcher: RegExp | null; isWrong: boolean } {
  try {
    return { matcher: filter ? new RegExp(filter, 'i') : null, isWrong: false };
  } catch {
    return { matcher: null, isWrong: true };
  }
}

function Graph(props: { tree: FlameTree }) {
  const { tree } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const boxes = useRef<Box[]>([]);
  const [{ zoom, selected }, setPlace] = useState({ zoom: 0, selected: 0 });
  const [hovered, setHovered] = useState<number | null>(null);
  const [matched, setMatched] = useState(0);
  const { filter } = view.value;
  const { matcher, isWrong } = useMemo(() => matcherOf(filter), [filter]);
  const text = t.value;
  const nameOf = (frame: number) => (frame === 0 ? text.flameRoot : tree.names[tree.name[frame]!]!);
  useEffect(() => {
    const draw = () => {
      if (!canvas.current) return;
      const drawn = drawFlame({ canvas: canvas.current, tree, zoom, selected, matcher, rootName: text.flameRoot });
      boxes.current = drawn.boxes;
      setMatched(drawn.matched);
    };
    const observer = new ResizeObserver(draw);
    observer.observe(canvas.current!.parentElement!);
    draw();
    return () => observer.disconnect();
  }, [tree, zoom, selected, matcher, isDark.value, lang.value]);
  const at = (event: MouseEvent): number | null => {
    const area = canvas.current!.getBoundingClientRect();
    const x = event.clientX - area.left;
    const row = Math.floor((event.clientY - area.top) / rowHeight);
    return boxes.current.find((box) => box.row === row && x >= box.x && x < box.x + box.width)?.frame ?? null;
  };
  const press = (event: KeyboardEvent) => {
    const next = moveTo(tree, selected, event.key);
    const isMove = event.key.startsWith('Arrow');
    if (isMove) setPlace({ zoom, selected: next });
    else if (event.key === 'Enter') setPlace({ zoom: selected, selected });
    else if (event.key === 'Escape') setPlace({ zoom: 0, selected: 0 });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const told = hovered ?? selected;
  return (
    <section class="card flame" aria-labelledby="flame-title">
      <header>
        <h1 id="flame-title">{text.flameTitle}</h1><span class="dim">{amount(tree, tree.size[0]!)}</span>
        <span class="grow" />
        {zoom > 0 && <button type="button" class="button small" onClick={() => setPlace({ zoom: 0, selected: 0 })}>{text.flameReset}</button>}
      </header>
      <div class="filter">
        <label for="flame-filter">{text.flameSearch}</label>
        <input
          id="flame-filter" type="search" value={filter} spellcheck={false} aria-describedby="flame-note"
          onInput={(event) => change({ filter: event.currentTarget.value })}
        />
        <span id="flame-note" class="dim" role="status">{isWrong ? text.flameWrong : matcher ? text.flameMatched(number(matched * 100, 1, lang.value)) : ''}</span>
      </div>
      <div class="flame-canvas" role="application" tabindex={0} aria-label={text.flameLabel(number(tree.count, 0, lang.value))} onKeyDown={press}>
        <canvas
          ref={canvas}
          onMouseMove={(event) => setHovered(at(event))}
          onMouseLeave={() => setHovered(null)}
          onClick={(event) => { const frame = at(event); if (frame !== null) setPlace({ zoom: frame, selected: frame }); }}
        />
      </div>
      <p class="flame-details" role="status">
        <code>{nameOf(told)}</code> {text.flameTotal} <b>{amount(tree, tree.size[told]!)}</b> · {percent(tree.size[told]!, tree.size[0]!)} % · {text.flameSelf} {amount(tree, tree.self[told]!)}
      </p>
      <p class="hint">{text.flameHint}</p>
    </section>
  );
}

function Top(props: { tree: FlameTree }) {
  const { tree } = props;
  const rows = useMemo(() => topOf(tree), [tree]);
  const { matcher } = matcherOf(view.value.filter);
  const text = t.value;
  const whole = tree.size[0]!;
  const shown = rows.filter((row) => !matcher || matcher.test(row.name)).slice(0, mostRows);
  return (
    <section class="card" aria-labelledby="flame-top-title">
      <header><h2 id="flame-top-title">{text.flameTop}</h2><span class="dim">{number(shown.length, 0, lang.value)} / {number(rows.length, 0, lang.value)}</span></header>
      <div class="table-scroll tall" tabindex={0} role="region" aria-label={`${text.flameTop}: ${text.table}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.flameFunction}</th>
              <th scope="col" class="n">{text.flameSelf}</th><th scope="col" class="n">%</th>
              <th scope="col" class="n">{text.flameTotal}</th><th scope="col" class="n">%</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.name}>
                <td><code>{row.name}</code></td>
                <td class="n nowrap">{amount(tree, row.self)}</td><td class="n">{percent(row.self, whole)}</td>
                <td class="n nowrap">{amount(tree, row.total)}</td><td class="n">{percent(row.total, whole)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
