import { useEffect, useRef, useState } from 'preact/hooks';

export interface MenuItem {
  label: string;
  run(): void;
}

/** A button that opens a short list of buttons. Escape and a click elsewhere close it. */
export function Menu(props: { label: string; sign?: string; class: string; items: MenuItem[] }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!open) {
      return undefined;
    }

    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        setOpen(false);
        root.current?.querySelector('button')?.focus();
      }
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', escape);
    };
  }, [open]);

  return (
    <span class="menu" ref={root}>
      <button
        type="button"
        class={props.class}
        aria-expanded={open}
        {...(props.sign ? { 'aria-label': props.label, title: props.label } : {})}
        onClick={() => setOpen(!open)}
      >
        {props.sign ? <span aria-hidden="true">{props.sign}</span> : <>{props.label} <span aria-hidden="true">▾</span></>}
      </button>
      {open && (
        <span class="menu-list">
          {props.items.map((item) => (
            <button key={item.label} type="button" onClick={() => { setOpen(false); item.run(); }}>{item.label}</button>
          ))}
        </span>
      )}
    </span>
  );
}
