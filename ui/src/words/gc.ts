/** Words of the GC log. */
import { counted } from './counted.ts';

export const gcEn = {
  gcTitle: 'GC log',
  gcSub: (shown: string) => `${counted(shown, 'cycle')} in the window`,
  gcMost: (count: string) => `the newest ${count} are listed`,
  gcEmpty: 'No GC cycle in this window.',
  gcNumber: 'GC',
  gcPause: 'Pause',
  gcPhases: 'Sweep + mark + end',
  gcHeap: 'Heap start → end → live',
  gcGoal: 'Goal',
  gcCpu: 'GC CPU',
  gcAlloc: 'Allocated',
  gcStacks: 'Stacks',
  gcNotes: 'Notes',
  gcForced: 'forced',
  gcRepaired: 'torn line, repaired',
  gcHelp: 'Sizes are whole MiB, as the runtime prints them. GC CPU and the allocation rate count from the cycle before.',
  gcHelpMemory: 'Without a trace, cycles are read from the runtime’s memory. It keeps the pauses of the last 256, and the heap of the newest alone: of those that ended before it was seen, only the pause is known.',
};

export const gcZh: typeof gcEn = {
  gcTitle: 'GC 日志',
  gcSub: (shown) => `窗口内 ${shown} 次 GC`,
  gcMost: (count) => `仅列出最新的 ${count} 次`,
  gcEmpty: '此窗口内没有 GC。',
  gcNumber: 'GC',
  gcPause: '停顿',
  gcPhases: '清扫 + 标记 + 结束',
  gcHeap: '堆 开始 → 结束 → 存活',
  gcGoal: '目标',
  gcCpu: 'GC CPU',
  gcAlloc: '分配',
  gcStacks: '栈',
  gcNotes: '备注',
  gcForced: '强制',
  gcRepaired: '断行，已修复',
  gcHelpMemory: '没有跟踪时，各轮 GC 从运行时内存读取。其中保留最近 256 轮的停顿，堆的数据只有最新一轮的：在被看到之前结束的各轮，只知道停顿。',
  gcHelp: '大小为整数 MiB，与运行时打印的一致。GC CPU 和分配速率自上一轮算起。',
};
