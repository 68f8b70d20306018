/** Asks the server; in a report, what the page carries. */
import { answerFrom, type Parameters, type Reply, type Report } from './report.ts';

let carried: Report | null = null;

/** From now on a report answers instead of a server. */
export function carry(report: Report): void {
  carried = report;
}

export function address(path: string, parameters: Parameters): string {
  return `${path}?${new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]))}`;
}

/** Gets the server's answer, or in a report what the server would have answered. */
export async function reach(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<Reply> {
  if (carried) {
    return answerFrom(carried, path, parameters);
  }

  const answer = await fetch(address(path, parameters), { signal: signal ?? null });
  const body: unknown = answer.ok ? await answer.json() : await answer.json().catch(() => ({}));
  return { ok: answer.ok, status: answer.status, body, figure: (name) => Number(answer.headers.get(name) ?? 0) };
}

/** Asks the server. A refusal becomes an error with the server's own sentence. */
export async function ask<T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
  const reply = await reach(path, parameters, signal);
  if (!reply.ok) {
    throw new Error((reply.body as { error?: string }).error ?? `HTTP ${reply.status}`);
  }

  return reply.body as T;
}
