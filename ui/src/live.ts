/** The live connection: hello, ticks, resume after a drop, a watchdog for servers that fall silent. */
import type { Hello, Notice, Tick } from './api';
import { carry } from './reach';
import type { Report } from './report';
import { change, hello, heardAt, link, notice, report } from './state';
import { takeHello, takeTick, reload } from './store';

const backoff = [1000, 2000, 5000];

let socket: WebSocket | null = null;
let attempts = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let sequence = 0;
let boot = '';

export function connect(): void {
  clearTimeout(timer);
  socket?.close();
  const address = new URL('/api/live', location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  if (boot) {
    address.searchParams.set('from', `${boot}:${sequence}`);
  }

  const current = new WebSocket(address);
  socket = current;
  current.onmessage = (message) => {
    if (current === socket) {
      take(JSON.parse(message.data as string) as Hello | Notice | Tick);
    }
  };
  current.onclose = () => {
    if (current === socket) {
      lose();
    }
  };
}

function take(message: Hello | Notice | Tick): void {
  heardAt.value = Date.now();
  if (Array.isArray(message)) {
    sequence = message[1];
    takeTick(message);
    return;
  }

  if (message.type === 'hello') {
    takeGreeting(message);
  } else if (message.type === 'resume') {
    const count = String(message.filled);
    if (message.filled > 0) {
      notice.value = { kind: 'good', text: (t) => t.filled(count) };
    }

    void reload();
  } else {
    const restarted = message.reason === 'restarted';
    notice.value = { kind: 'info', text: (t) => (restarted ? t.restarted : t.overrun) };
    void reload();
  }
}

function takeGreeting(message: Hello): void {
  const isFirst = boot === '';
  const isOther = boot !== message.boot;
  boot = message.boot;
  if (isOther) {
    sequence = message.sequence;
  }

  attempts = 0;
  if (link.value.state !== 'open') {
    link.value = { state: 'open', since: Date.now() };
  }

  takeHello(message, isOther);
  if (isFirst) {
    void reload();
  }
}

function lose(): void {
  const wait = backoff[Math.min(attempts, backoff.length - 1)]!;
  attempts++;
  const since = link.value.state === 'lost' ? link.value.since : heardAt.value;
  link.value = { state: 'lost', since, retryAt: Date.now() + wait };
  timer = setTimeout(connect, wait);
}

/** Shows a report: its figures stand for the server's, and nothing more comes. */
export function openReport(carried: Report): void {
  carry(carried);
  report.value = carried;
  document.documentElement.dataset.report = '';
  link.value = { state: 'open', since: Date.now() };
  if (location.hash.length < 2) {
    change({ page: carried.why ? 'why' : 'live', preset: 'all', lang: carried.lang ?? null });
  }

  takeHello(carried.hello, true);
}

/** Asks anew when nothing has come for a long time: a server that was frozen, a machine that slept. */
export function startWatchdog(): void {
  setInterval(() => {
    const interval = hello.value?.intervalMs ?? 1000;
    const ended = hello.value?.target.state !== 'live';
    if (link.value.state === 'open' && !ended && Date.now() - heardAt.value > Math.max(20_000, interval * 10)) {
      connect();
      heardAt.value = Date.now() - interval * 4;
    }
  }, 1000);
}
