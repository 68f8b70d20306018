import type { ComponentChildren } from 'preact';
import { duration, number } from '../format';
import type { Look } from '../inspect';
import { lang, now, t } from '../state';

/** When the look was taken, what it cost, and the button for a new one once its budget allows. */
export function LookHeader(props: { look: Look<{ time: string }>; ask(): void; children?: ComponentChildren }) {
  const { look, ask } = props;
  const text = t.value;
  const wait = look.nextAt - now.value;
  const mayAsk = !look.asking && (wait <= 0 || look.refusal !== null);
  const label = look.asking ? text.looking : mayAsk ? text.look : text.lookNext(duration(Math.ceil(wait / 1000) * 1000, lang.value));
  return (
    <>
      {props.children}
      <button type="button" class="button small look" disabled={!mayAsk} onClick={ask} title={mayAsk ? `${text.look} (r)` : text.lookWhyWait}>{label}</button>
    </>
  );
}

/** The line under a title: as of when, and at what cost. */
export function lookNote(look: Look<{ time: string }>, clock: (ms: number) => string): string {
  return look.found ? t.value.lookNote(clock(Date.parse(look.found.time)), number(look.cost * 1000, 0, lang.value)) : '';
}

/** Why nothing can be seen, in words, and what would change that. */
export function Refused(props: { look: Look<unknown> }) {
  const { refusal } = props.look;
  const text = t.value;
  if (!refusal) {
    return null;
  }

  const words: Record<string, string> = {
    'no-process': text.refusedNoProcess, 'no-right': text.refusedNoRight, 'not-go': text.refusedNotGo, 'not-readable': text.refusedNotReadable,
  };
  return (
    <div class="banner warn refused" role="alert">
      <span aria-hidden="true">!</span>
      <div>
        <b>{words[refusal.code] ?? text.refusedFailed}</b>
        {refusal.code !== 'no-process' && <p lang="en">{refusal.message}</p>}
        {refusal.remedy && <p>{text.refusedWhat}: <span lang="en">{refusal.remedy}</span></p>}
      </div>
    </div>
  );
}

/** In place of a page whose look has not come yet, or was refused. */
export function NoLook(props: { look: Look<{ time: string }>; title: string; ask(): void }) {
  return (
    <>
      <h1 class="hidden-text">{props.title}</h1>
      {props.look.asking
        ? <div role="status" aria-label={t.value.looking} class="card skeleton tall" />
        : <p class="again"><LookHeader look={props.look} ask={props.ask} /></p>}
    </>
  );
}
