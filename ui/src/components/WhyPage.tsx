import { useEffect } from 'preact/hooks';
import { amount as size, amountChange as change, bounds, duration, number, range, stamp } from '../format';
import { hello, isLive, lang, shown, t, timeStyle, toast, view } from '../state';
import { presetOf, type Span } from '../view';
import { answer, askWhy, moodOf, tellsRes, type Cause, type TraceAnswer, type Verdict } from '../why';
import { verdictNames } from '../words/why';
import { LedgerCard } from './LedgerCard';
import { OverTimeCard } from './OverTimeCard';
import { GrownCard, SitesCard } from './SiteCards';

const askAgainAfter = 30_000;
const askSoon = 5000;
const askEarly = 2000;
const young = 60;
const settles = 250;

/** The stretch that the time bar shows, as the server is asked for it: all that there is, the recorded past too, where nothing else was chosen. */
const spanAsked = (): Span | null => (isLive.value && presetOf(view.value) === 'all' ? null : shown.value);
const windowKey = (): string => JSON.stringify([view.value.span, presetOf(view.value), view.value.pausedAt]);
const ask = (): void => void askWhy({ language: lang.value, window: windowKey(), span: spanAsked() });

/** The answer: one sentence, the ledger that adds up to RES, what it is due to, what was ruled out, what to do. */
export function WhyPage() {
  const { verdict, traces, refusal, asking, language } = answer.value;
  const text = t.value;
  const window = windowKey();
  useEffect(() => {
    if (answer.value.language === lang.value && answer.value.window === window) return;
    // While the window is dragged, it is not asked for at each place.
    const resting = setTimeout(ask, answer.value.language ? settles : 0);
    return () => clearTimeout(resting);
  }, [lang.value, window]);
  useEffect(() => {
    // While there is little to go by, the answer changes each few seconds.
    const isEarly = refusal !== null && refusal.code !== 'no-verdict';
    const isYoung = verdict !== null && verdict.window.seconds < young;
    const timer = setInterval(() => {
      if (!document.hidden && isLive.value && hello.value?.target.state === 'live') ask();
    }, isEarly ? askEarly : isYoung ? askSoon : askAgainAfter);
    return () => clearInterval(timer);
  }, [lang.value, language, refusal?.code, verdict !== null && verdict.window.seconds < young]);
  if (traces) {
    return (
      <div class="why" aria-busy={asking}>
        {traces.map((trace) => <TraceCard key={trace.source} trace={trace} isOne={traces.length === 1} />)}
      </div>
    );
  }

  if (!verdict) {
    return (
      <>
        <h1 class="hidden-text">{text.why}</h1>
        {asking && <div role="status" aria-label={text.whyAsking} class="card skeleton tall" />}
        {refusal && (
          <div class="banner info refused" role="alert">
            <span aria-hidden="true">i</span>
            <div><b>{refusal.code === 'no-verdict' ? text.whyNotHere : refusal.code === 'empty-window' ? text.whyNothingHere : refusal.code === 'too-early' ? text.tooEarly : text.refusedFailed}</b>{refusal.code === 'failed' && <p lang="en">{refusal.message}</p>}</div>
            <button type="button" class="button small look" onClick={ask}>{text.whyAnew}</button>
          </div>
        )}
      </>
    );
  }

  return (
    <div class="why" aria-busy={asking}>
      <VerdictCard verdict={verdict} />
      {verdict.ledger.length > 0 && <LedgerCard verdict={verdict} />}
      <OverTimeCard verdict={verdict} />
      <div class="pair">
        <div>
          <CausesCard verdict={verdict} />
          {verdict.ruledOut.length > 0 && <RuledOutCard verdict={verdict} />}
        </div>
        <div>
          <ActionsCard verdict={verdict} />
          {(verdict.suspects?.length ?? 0) > 0 && <SuspectsCard verdict={verdict} />}
          {verdict.sites.length > 0 && <SitesCard verdict={verdict} />}
          {verdict.goroutines.length > 0 && <GrownCard verdict={verdict} />}
        </div>
      </div>
      {verdict.warnings.length > 0 && (
        <details class="banner info">
          <summary><span aria-hidden="true">i</span> {text.whyWarnings} ({verdict.warnings.length})</summary>
          <ul>{verdict.warnings.map((warning) => <li key={warning}>{warning}</li>)}</ul>
        </details>
      )}
    </div>
  );
}

const verdictName = (id: string): string => verdictNames[lang.value][id] ?? id;
const timeOf = (text: string): number => Date.parse(text);

/** Names of functions and files stand between backticks in the server's sentences. */
function Sentence(props: { text: string }) {
  return <>{props.text.split('`').map((part, i) => (i % 2 ? <code key={i}>{part}</code> : part))}</>;
}

/** What a trace tells: the live heap, and neither RES nor the place. */
function TraceCard(props: { trace: TraceAnswer; isOne: boolean }) {
  const { source, cycles, verdict, headline } = props.trace;
  const text = t.value;
  const rises = verdict === 'trace-live-rises';
  const id = `trace-${source}`;
  return (
    <section class={`card verdict ${rises ? 'bad' : 'unsure'}`} aria-labelledby={id}>
      <div class="verdict-text">
        <p>
          {rises && <span class="chip mood bad"><span aria-hidden="true">▲</span> {text.moodBad}</span>}
          {!props.isOne && <span class="chip">{source}</span>}
          <span class="chip">{text.whyCycles(number(cycles, 0, lang.value))}</span>
        </p>
        <h1 id={id}>{headline ?? text.traceWithoutLive}</h1>
        <p class="lead">{text.traceTells}</p>
      </div>
    </section>
  );
}

function VerdictCard(props: { verdict: Verdict }) {
  const { verdict } = props;
  const { window, res, forecast } = verdict;
  const text = t.value;
  const mood = moodOf(verdict.verdict);
  const moods = { bad: ['▲', text.moodBad], warn: ['●', text.moodWarn], good: ['✓', text.moodGood], unsure: ['…', text.moodUnsure] } as const;
  const confidences: Record<string, string> = {
    high: text.confidenceHigh, medium: text.confidenceMedium, low: text.confidenceLow, provisional: text.confidenceProvisional,
  };
  const first = verdict.actions[0];
  const count = (value: number) => number(value, 0, lang.value);
  const [since] = bounds(timeOf(window.from), timeOf(window.to), timeStyle.value);
  const [resFigure, resUnit] = size(res.toBytes).split(' ');
  return (
    <section class={`card verdict ${mood}`} aria-labelledby="verdict-title">
      <div class="verdict-text">
        <p>
          <span class={`chip mood ${mood}`}><span aria-hidden="true">{moods[mood][0]}</span> {moods[mood][1]}</span>
          {mood !== 'unsure' && <span class="chip">{verdictName(verdict.verdict)}</span>}
          <span class="chip" title={verdict.confidenceReason}>{confidences[verdict.confidence] ?? verdict.confidence}</span>
          <span class="chip window">{range(timeOf(window.from), timeOf(window.to), timeStyle.value)}</span>
          {verdict.history && <span class="chip">{text.whyHistory(text.histories[verdict.history.source] ?? verdict.history.source, stamp(timeOf(verdict.history.from), timeStyle.value))}</span>}
          <span class="chip">
            {text.whyWindow(duration(window.seconds * 1000, lang.value), count(window.samples))}
            {window.gcCycles === null ? '' : ` · ${text.whyCycles(count(window.gcCycles))}`}
          </span>
        </p>
        <h1 id="verdict-title" aria-live="polite"><Sentence text={verdict.headline} /></h1>
        <p class="lead">
          {forecast.at && <>{reachesText(verdict)} </>}
          {forecast.ceilingBytes !== null && verdict.verdict !== 'healthy-steady' && <>{text.ceiling(size(forecast.ceilingBytes))} </>}
          {verdict.confidenceReason && <Sentence text={verdict.confidenceReason} />}
          {verdict.sensitivity && <> {verdict.sensitivity.text}</>}
        </p>
        <p class="buttons">
          {first?.command && <button type="button" class="button primary" onClick={() => copy(first.command!)}>{text.copyCommand}: <code>{first.command}</code></button>}
          <button type="button" class="button" onClick={() => copy(asText(verdict))}>{text.copyText}</button>
          <button type="button" class="button ghost look" onClick={ask}>{answer.value.asking ? text.whyAsking : text.whyAnew}</button>
        </p>
      </div>
      {tellsRes(verdict) && <div class="verdict-res">
        <p class="dim">{isLive.value ? text.resNow : text.resAtEnd}</p>
        <p class="figure">{resFigure} <small>{resUnit}</small></p>
        <p class={res.changeBytes > 0 && mood === 'bad' ? 'rose' : ''}>{text.resSince(change(res.changeBytes), since!)}</p>
        {forecast.limitBytes !== null && forecast.limitBytes > 0 && (
          <>
            <div class="limit" aria-hidden="true"><i style={{ width: `${Math.min(100, (100 * res.toBytes) / forecast.limitBytes)}%` }} /></div>
            <p class="dim">{limitText(verdict)}</p>
          </>
        )}
      </div>}
    </section>
  );
}

function CausesCard(props: { verdict: Verdict }) {
  const { causes } = props.verdict;
  const text = t.value;
  return (
    <section class="card" aria-labelledby="causes-title">
      <header><h2 id="causes-title">{text.causesTitle}</h2><span class="dim">{text.causesSub}</span></header>
      <ul class="checks">
        {causes.map((cause) => <CauseItem key={`${cause.verdict} ${cause.term}`} cause={cause} />)}
      </ul>
      {props.verdict.rest && <p class="dim">{props.verdict.rest.text}</p>}
    </section>
  );
}

function SuspectsCard(props: { verdict: Verdict }) {
  const text = t.value;
  return (
    <section class="card" aria-labelledby="suspects-title">
      <header><h2 id="suspects-title">{text.suspectsTitle}</h2></header>
      <ul class="checks">
        {props.verdict.suspects!.map((suspect) => (
          <li key={suspect.text}><span class="sign unsure" aria-hidden="true">?</span><div><p><Sentence text={suspect.text} /></p></div></li>
        ))}
      </ul>
      <p class="dim">{text.suspectsRemark}</p>
    </section>
  );
}

/** When RES reaches its limit, in the words of what sets that limit. */
function reachesText({ forecast, window }: Verdict): string {
  const text = t.value;
  const says = { cgroup: text.reachesCgroup, gomemlimit: text.reachesGo, host: text.reachesHost }[forecast.limitSource ?? ''] ?? text.reachesHost;
  return says(size(forecast.limitBytes ?? 0), stamp(timeOf(forecast.at!), timeStyle.value), duration(timeOf(forecast.at!) - timeOf(window.to), lang.value));
}

function limitText({ forecast, res }: Verdict): string {
  const text = t.value;
  const share = number((100 * res.toBytes) / forecast.limitBytes!, 0, lang.value);
  const limit = size(forecast.limitBytes!);
  return forecast.limitSource === 'cgroup' ? text.ofLimitCgroup(share, limit) : forecast.limitSource === 'gomemlimit' ? text.ofLimitGo(share, limit) : text.ofLimitHost(limit);
}

function RuledOutCard(props: { verdict: Verdict }) {
  const text = t.value;
  return (
    <section class="card ruled-out" aria-labelledby="ruled-out-title">
      <details>
        <summary><h2 id="ruled-out-title">{text.ruledOutMore(number(props.verdict.ruledOut.length, 0, lang.value))}</h2></summary>
        <ul class="checks">
        {props.verdict.ruledOut.map(({ verdict, reason }) => (
          <li key={verdict}>
            <span class="sign good" aria-hidden="true">✓</span>
            <div><b>{verdictName(verdict)}</b><p><Sentence text={reason} /></p></div>
            <span class="dim nowrap">{text.ruledOut}</span>
          </li>
        ))}
        </ul>
      </details>
    </section>
  );
}

function CauseItem(props: { cause: Cause }) {
  const { cause } = props;
  const mood = moodOf(cause.verdict);
  return (
    <li>
      <span class={`sign ${mood}`} aria-hidden="true">{mood === 'good' ? '✓' : mood === 'unsure' ? '…' : '!'}</span>
      <div>
        <b>{verdictName(cause.verdict)}</b>
        {cause.evidence.map((item) => <p key={item.text}><Sentence text={item.text} /></p>)}
        {cause.fall && <p>{cause.fall.text}</p>}
      </div>
      <span class="nowrap"><b>{cause.isLevel ? size(cause.changeBytes) : change(cause.changeBytes)}</b>{cause.isLevel && <span class="dim"> {t.value.level}</span>}</span>
    </li>
  );
}

function ActionsCard(props: { verdict: Verdict }) {
  const { actions } = props.verdict;
  const text = t.value;
  const risks: Record<string, string> = { none: text.riskNone, low: text.riskLow, medium: text.riskMedium, high: text.riskHigh };
  return actions.length === 0 ? null : (
    <section class="card" aria-labelledby="actions-title">
      <header><h2 id="actions-title">{text.actionsTitle}</h2></header>
      <ol class="actions">
        {actions.map((action) => (
          <li key={action.id + action.text}>
            <p><Sentence text={action.text} /></p>
            {action.command && (
              <p class="command">
                <code>{action.command}</code>
                <button type="button" class="button small" aria-label={`${text.copyCommand}: ${action.command}`} onClick={() => copy(action.command!)}>{text.copyCommand}</button>
              </p>
            )}
            {(action.effectBytes !== null || action.risk !== 'none') && (
              <p class="dim">{[
                action.effectBytes === null ? '' : text.aEffect(size(action.effectBytes)),
                action.risk === 'none' ? '' : text.aRisk(risks[action.risk] ?? action.risk),
              ].filter(Boolean).join(' · ')}</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function copy(words: string): void {
  const copied = navigator.clipboard?.writeText(words) ?? Promise.reject(new Error('no clipboard'));
  copied.then(() => (toast.value = t.value.copiedText), () => (toast.value = t.value.notCopied));
}

/** The answer as plain text, for a ticket or a mail. */
function asText(verdict: Verdict): string {
  const { window, ledger, causes, ruledOut, actions } = verdict;
  return [
    verdict.headline.replaceAll('`', ''),
    ...(verdict.sensitivity ? [verdict.sensitivity.text] : []),
    range(timeOf(window.from), timeOf(window.to), timeStyle.value),
    '',
    ...ledger.map((term) => `${term.name ?? term.id}: ${size(term.toBytes)} (${change(term.changeBytes)})`),
    '',
    ...causes.map((cause) => `${verdictName(cause.verdict)}: ${change(cause.changeBytes)}. ${cause.evidence.map((item) => item.text).join(' ')}`),
    ...ruledOut.map((item) => `${t.value.ruledOut}: ${verdictName(item.verdict)}. ${item.reason}`),
    '',
    ...actions.map((action) => `- ${action.text}${action.command ? ` ${action.command}` : ''}`),
  ].join('\n').trim();
}
