import { duration, range, stamp } from '../format';
import { events, extent, hello, heardAt, lang, link, loadProblem, notice, now, report, showSpan, t, timeStyle, toast, warnings } from '../state';
import { connect } from '../live';
import { say } from '../words/server';
import { isStalled } from './AppBar';

const lastMinutes = 5 * 60_000;
const noticeTime = 12_000;

/** What the reader must know before the charts: one line each, with what can be done. */
export function Banners() {
  const text = t.value;
  const target = hello.value?.target;
  const problem = loadProblem.value;
  const note = notice.value;
  const missing = [...new Set([...(target?.warnings ?? []), ...warnings.value])];
  return (
    <div class="banners">
      <div aria-live="polite">
        {link.value.state === 'lost' && (
          <p class="banner warn">
            <span aria-hidden="true">⟳</span>
            <span>{text.lost(ago(link.value.since), ago(now.value, link.value.retryAt))}</span>
            <button type="button" class="button small" onClick={connect}>{text.retry}</button>
          </p>
        )}
        {isStalled() && now.value - heardAt.value > 8000 && (
          <p class="banner warn"><span aria-hidden="true">!</span><span>{text.stalled(ago(heardAt.value))}</span></p>
        )}
        {note && (
          <p class={`banner ${note.kind}`}>
            <span aria-hidden="true">{note.kind === 'good' ? '✓' : 'i'}</span><span>{note.text(text)}</span>
            <button type="button" class="button small" onClick={() => (notice.value = null)}>{text.dismiss}</button>
          </p>
        )}
        {problem && <p class="banner bad"><span aria-hidden="true">✕</span><span>{text.loadFailed(problem)}</span></p>}
        <ReportBanner />
        {(target?.state === 'ended' || (target?.state === 'waiting' && target.ending)) && !report.value && (
          <p class={`banner ${wasKilled() ? 'bad' : 'info'}`}>
            <span aria-hidden="true">{wasKilled() ? '✕' : '■'}</span>
            <span>{endTime()}{target.ending ? say({ text: target.ending, ...target.endingWords }, lang.value) : text.statusEnded}</span>
            <button type="button" class="button small" onClick={() => showSpan({ from: extent.value.to - lastMinutes, to: extent.value.to + 5000 })}>{text.openLast}</button>
          </p>
        )}
      </div>
      {missing.length > 0 && (
        <details class="banner info">
          <summary><span aria-hidden="true">i</span> {text.warnings} ({missing.length})</summary>
          <ul>{missing.map((warning) => <li key={warning} lang="en">{warning}</li>)}</ul>
        </details>
      )}
    </div>
  );
}

/** Which stretch of what a report tells of, and when it was made. */
function ReportBanner() {
  const kept = report.value;
  if (!kept) {
    return null;
  }

  const style = timeStyle.value;
  const name = kept.hello.target.name.split('/').at(-1) ?? '';
  return (
    <p class="banner info">
      <span aria-hidden="true">■</span>
      <span>
        {t.value.reportBanner(name, range(kept.series.from, kept.series.to, style), stamp(kept.madeAt, { ...style, elapsed: false }), kept.version)}
        {kept.arguments && <><br />{t.value.reportArguments}: <code>{kept.arguments.join(' ')}</code></>}
      </span>
    </p>
  );
}

const ago = (from: number, to?: number) => (to === undefined ? duration(now.value - from, lang.value) : duration(to - from, lang.value));
const wasKilled = () => events.value.some((event) => event.kind === 'oom' && event.t >= extent.value.to - lastMinutes);

function endTime(): string {
  const end = events.value.findLast((event) => event.kind === 'oom' || event.kind === 'exit');
  return end ? `${stamp(end.t, timeStyle.value)} · ` : '';
}

let fading: ReturnType<typeof setTimeout> | undefined;
notice.subscribe((value) => {
  clearTimeout(fading);
  if (value) fading = setTimeout(() => (notice.value = null), noticeTime);
});

let clearing: ReturnType<typeof setTimeout> | undefined;
toast.subscribe((value) => {
  clearTimeout(clearing);
  if (value) clearing = setTimeout(() => (toast.value = null), 3000);
});

export function Toast() {
  return <div class="toast" role="status">{toast.value && <span>{toast.value}</span>}</div>;
}
