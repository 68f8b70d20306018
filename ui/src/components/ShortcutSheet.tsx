import { useEffect, useRef } from 'preact/hooks';
import { change, sheetOpen, t, view } from '../state';

export function ShortcutSheet() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = sheetOpen.value;
  useEffect(() => {
    if (open && !dialog.current!.open) dialog.current!.showModal();
    if (!open && dialog.current!.open) dialog.current!.close();
  }, [open]);
  const text = t.value;
  const keys: [string, string][] = [
    [text.keyWhy, 'g v'], [text.keyLive, 'g l'], [text.keyGc, 'g c'], [text.keyFields, 'g f'],
    [text.keyMap, 'g m'], [text.keySizes, 'g s'], [text.keyGoroutines, 'g r'],
    [text.keyRefresh, 'r'], [text.keyFilter, '/'],
    [text.keyPause, 'p'], [text.keyIn, '+'], [text.keyOut, '−'],
    [text.keyReset, '0'], [text.keyPan, '← →'], [text.keyMax, 'm'],
    [text.keyMarks, 'a'], [text.keyMark, 'k'], [text.keyLink, 'y'], [text.keyTheme, 'd'],
    [text.keyLanguage, 'l'], [text.keyExport, 'e'], [text.keySheet, '?'],
  ];
  return (
    <dialog ref={dialog} class="sheet" aria-labelledby="sheet-title" onClose={() => (sheetOpen.value = false)}>
      <header>
        <h2 id="sheet-title">{text.shortcuts}</h2>
        <span class="grow" />
        <button type="button" class="button small" onClick={() => (sheetOpen.value = false)}>{text.close}</button>
      </header>
      <dl>
        {keys.map(([name, key]) => (
          <div key={key}><dt>{name}</dt><dd>{key.split(' ').map((part) => <kbd key={part}>{part}</kbd>)}</dd></div>
        ))}
      </dl>
      <p>{text.mouse} {text.chartKeys}</p>
      <label>
        <input type="checkbox" checked={view.value.keys} onChange={(event) => change({ keys: event.currentTarget.checked })} /> {text.keysOn}
      </label>
    </dialog>
  );
}
