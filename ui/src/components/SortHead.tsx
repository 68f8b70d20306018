import { t } from '../state';
import type { Sort } from '../view';

/** A column's head that sorts by it: large first, text from A. */
export function SortHead<K extends string>(props: { id: K; name: string; kind?: string; text?: boolean; sort: Sort<K>; set(sort: Sort<K>): void }) {
  const { id, name, sort } = props;
  const isOn = sort.key === id;
  return (
    <th scope="col" class={props.kind ?? 'n'} aria-sort={isOn ? (sort.down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" title={t.value.sortBy(name)} onClick={() => props.set({ key: id, down: isOn ? !sort.down : !props.text })}>
        {name}<span aria-hidden="true">{isOn ? (sort.down ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

export function compare(a: string | number | null, b: string | number | null, down: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const order = typeof a === 'string' ? a.localeCompare(String(b), 'en') : a - Number(b);
  return down ? -order : order;
}
