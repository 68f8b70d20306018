/** Sentences that the server sends as a code and figures: how a program ended, what happened to the watching. */
import { size, type Lang } from '../format.ts';

export type Figures = Record<string, number | string>;

export interface Said {
  text: string;
  code?: string;
  figures?: Figures;
}

type Sentence = (figures: Figures, lang: Lang) => string;

const bytes = (value: number | string | undefined, lang: Lang) => size(Number(value ?? 0), lang);

export const sentences: Record<Lang, Record<string, Sentence>> = {
  en: {
    restart: () => 'Another process of that name started.',
    gap: ({ seconds }) => `Nothing was read for ${seconds} s: the machine slept, or Resident was held up.`,
    oom: ({ pid, name, res, peak }, lang) => `Process ${pid} (${name}) was killed for lack of memory: its control group counted an OOM kill. RES was ${bytes(res, lang)}, at most ${bytes(peak, lang)}.`,
    ended: ({ pid, name, res, peak }, lang) => `Process ${pid} (${name}) ended. RES was ${bytes(res, lang)}, at most ${bytes(peak, lang)}.`,
    stopped: () => 'Watching was stopped.',
    'exit-code': ({ status }) => `The program ended with exit code ${status}.`,
    'exit-signal': ({ status }) => `The program ended with signal ${status}.`,
    'exit-oom': ({ status }) => `The program was killed for lack of memory (signal ${status}): its control group counted an OOM kill.`,
    'input-ended': () => 'The input ended.',
    'input-without-gc': () => 'The input ended without a GC line. Was the program started with GODEBUG=gctrace=1?',
  },
  zh: {
    restart: () => '另一个同名进程已启动。',
    gap: ({ seconds }) => `有 ${seconds} 秒没有读到数据：机器休眠，或 Resident 被阻塞。`,
    oom: ({ pid, name, res, peak }, lang) => `进程 ${pid}（${name}）因内存不足被终止：其 cgroup 记录了一次 OOM。RES 为 ${bytes(res, lang)}，最高 ${bytes(peak, lang)}。`,
    ended: ({ pid, name, res, peak }, lang) => `进程 ${pid}（${name}）已结束。RES 为 ${bytes(res, lang)}，最高 ${bytes(peak, lang)}。`,
    stopped: () => '观察已停止。',
    'exit-code': ({ status }) => `程序已结束，退出码 ${status}。`,
    'exit-signal': ({ status }) => `程序被信号 ${status} 终止。`,
    'exit-oom': ({ status }) => `程序因内存不足被终止（信号 ${status}）：其 cgroup 记录了一次 OOM。`,
    'input-ended': () => '输入已结束。',
    'input-without-gc': () => '输入已结束，其中没有 GC 行。程序启动时设置了 GODEBUG=gctrace=1 吗？',
  },
};

/** A sentence in the page's language; the server's own where this page does not know its code. */
export function say(said: Said, lang: Lang): string {
  const sentence = said.code === undefined ? undefined : sentences[lang][said.code];
  return sentence ? sentence(said.figures ?? {}, lang) : said.text;
}
