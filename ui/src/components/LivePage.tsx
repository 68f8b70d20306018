import { charts, whyEmpty } from '../charts/definitions';
import { eventSign } from '../charts/marks';
import { stamp } from '../format';
import { say } from '../words/server';
import { events, hello, lang, revision, shown, t, timeStyle, view } from '../state';
import { everHad, hasSeries } from '../store';
import { ChartCard } from './ChartCard';
import { Tiles } from './Tiles';
import type { TimelineEvent } from '../api';

export function LivePage() {
  void revision.value;
  const greeting = hello.value;
  if (!greeting) {
    return <Skeleton />;
  }

  const { maximised } = view.value;
  const drawn = charts.filter((chart) => chart.lines.some((line) => hasSeries(line.id) || (everHad(line.id) && line.id !== 'cgroup.limit')));
  const empty = charts.filter((chart) => !drawn.includes(chart));
  const visible = drawn.some((chart) => chart.id === maximised) ? drawn.filter((chart) => chart.id === maximised) : drawn;
  return (
    <>
      <Tiles />
      <div class={`charts${visible.length === 1 ? ' one' : ''}`}>
        {visible.map((chart) => <ChartCard key={chart.id} chart={chart} />)}
      </div>
      <EventList />
      {!maximised && empty.length > 0 && (
        <section class="card empty" aria-labelledby="empty-title">
          <header><h2 id="empty-title">{t.value.noData}</h2><span class="dim">{t.value.noDataHint}</span></header>
          <ul>
            {empty.map((chart) => (
              <li key={chart.id}><b>{t.value[chart.title]}</b> <span>{whyEmpty(chart, greeting, t.value)}</span></li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Skeleton() {
  return (
    <div role="status" aria-label={t.value.loading}>
      <div class="tiles">{[1, 2, 3, 4, 5, 6].map((i) => <div key={i} class="card tile skeleton" />)}</div>
      <div class="charts">{[1, 2, 3, 4].map((i) => <div key={i} class="card skeleton tall" />)}</div>
    </div>
  );
}

export function eventName(kind: TimelineEvent['kind']): string {
  const text = t.value;
  return { start: text.evStart, exit: text.evExit, oom: text.evOom, restart: text.evRestart, gap: text.evGap, warning: text.evWarning, mark: text.evMark }[kind];
}

function EventList() {
  const { from, to } = shown.value;
  const inside = events.value.filter((event) => event.t >= from && event.t <= to).slice(-50).reverse();
  if (!inside.length) {
    return null;
  }

  return (
    <section class="card events" aria-labelledby="events-title">
      <header><h2 id="events-title">{t.value.events}</h2><span class="dim">{t.value.inWindow}</span></header>
      <ul>
        {inside.map((event) => (
          <li key={`${event.t}${event.kind}${event.text}`}>
            <time>{stamp(event.t, timeStyle.value)}</time>
            <span class={`chip ${event.kind}`}><span aria-hidden="true">{eventSign(event.kind)}</span> {eventName(event.kind)}</span>
            <span>{say(event, lang.value)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
