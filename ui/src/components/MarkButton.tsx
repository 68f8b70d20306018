import { useEffect, useRef, useState } from 'preact/hooks';
import { address } from '../reach';
import { hello, t, timeStyle, toast } from '../state';

const longest = 200;

/** A button that puts a person's mark on the timeline: a deploy, a load test, a thought. */
export function MarkButton() {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const root = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (open) input.current?.focus();
  }, [open]);
  if (hello.value?.target.state !== 'live' || timeStyle.value.elapsed) {
    return null;
  }

  const text = t.value;
  const close = () => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  const put = async (event: Event) => {
    event.preventDefault();
    if (!words.trim()) return;
    try {
      const answer = await fetch(address('/api/mark', { text: words.trim() }), { method: 'POST' });
      if (!answer.ok) throw new Error(((await answer.json()) as { error: string }).error);
      toast.value = text.markPut;
      setWords('');
      close();
    } catch (problem) {
      toast.value = text.markFailed(problem instanceof Error ? problem.message : String(problem));
    }
  };
  return (
    <span class="menu" ref={root} onKeyDown={(press) => press.key === 'Escape' && close()}>
      <button type="button" class="button small mark-button" aria-expanded={open} onClick={() => setOpen(!open)}><span aria-hidden="true">◆</span>{text.mark}</button>
      {open && (
        <form class="menu-list mark-form" onSubmit={(event) => void put(event)}>
          <label for="mark-text">{text.markWhat}</label>
          <input id="mark-text" ref={input} maxLength={longest} value={words} placeholder={text.markExample} onInput={(event) => setWords(event.currentTarget.value)} />
          <button type="submit" class="button small" disabled={!words.trim()}>{text.markAdd}</button>
        </form>
      )}
    </span>
  );
}
