/** The memory fields of top and ps: one plain sentence each, and how the figure is worked out. */
import type { Lang } from './format.ts';
import type { ProcessSample } from './api.ts';

type Words = Record<Lang, string>;

export interface Field {
  id: string;
  name: string;
  group: 'top' | 'ps' | 'more';
  kind: 'size' | 'count' | 'text' | 'seconds';
  source: string;
  read(sample: ProcessSample): number | string | undefined;
  meaning: Words;
  detail: Words;
}

const plain = (key: string) => (sample: ProcessSample) => sample[key] ?? undefined;

export const fields: Field[] = [
  {
    id: 'res', name: 'RES', group: 'top', kind: 'size', source: 'status: VmRSS', read: plain('res'),
    meaning: { en: 'Memory in RAM now, shared pages counted in full.', zh: '当前占用的物理内存，共享页全额计入。' },
    detail: { en: 'RES = RssAnon + RssFile + RssShmem. This is the figure that the OOM killer looks at first.', zh: 'RES = RssAnon + RssFile + RssShmem。OOM killer 首先看的就是它。' },
  },
  {
    id: 'shr', name: 'SHR', group: 'top', kind: 'size', source: 'status: RssFile + RssShmem', read: plain('shr'),
    meaning: { en: 'The part of RES that could be shared: mapped files and shared memory.', zh: 'RES 中可能被共享的部分：映射文件与共享内存。' },
    detail: { en: 'Could be, not is: the program’s own code counts here even if nobody else runs it.', zh: '“可能”而非“确实”：即使无人共用，程序自己的代码也计入此处。' },
  },
  {
    id: 'resMinusShr', name: 'RES−SHR', group: 'top', kind: 'size', source: 'VmRSS − RssFile − RssShmem', read: plain('resMinusShr'),
    meaning: { en: 'What the process holds for itself: heap, stacks, private pages.', zh: '进程独占的内存：堆、栈与私有页。' },
    detail: { en: 'top has no column for it, and people work it out by hand. A leak shows here.', zh: 'top 没有这一列，人们只好手算。泄漏会在这里显现。' },
  },
  {
    id: 'virt', name: 'VIRT', group: 'top', kind: 'size', source: 'status: VmSize', read: plain('virt'),
    meaning: { en: 'Address space that is mapped, touched or not. It costs no RAM.', zh: '已映射的地址空间，无论是否使用过，不占物理内存。' },
    detail: { en: 'Go reserves address space ahead, so a gigabyte and more of VIRT is normal and harmless.', zh: 'Go 会预留地址空间，因此 VIRT 超过 1 GiB 很正常，也无害。' },
  },
  {
    id: 'swap', name: 'SWAP', group: 'top', kind: 'size', source: 'status: VmSwap', read: plain('swap'),
    meaning: { en: 'Memory moved out to disk. It is not in RES.', zh: '被换出到磁盘的内存，不计入 RES。' },
    detail: { en: 'If RES falls while SWAP rises, nothing was freed.', zh: '若 RES 下降而 SWAP 上升，说明并没有释放任何内存。' },
  },
  {
    id: 'data', name: 'DATA', group: 'top', kind: 'size', source: 'statm: field 6', read: plain('data'),
    meaning: { en: 'Private writable address space and the stack. Address space, not RAM.', zh: '私有可写地址空间与栈。是地址空间，而非物理内存。' },
    detail: { en: 'It can be far above RES: what was never touched counts too.', zh: '它可能远大于 RES：从未使用过的部分也计入。' },
  },
  {
    id: 'code', name: 'CODE', group: 'top', kind: 'size', source: 'statm: field 4', read: plain('code'),
    meaning: { en: 'Address space of the program’s own instructions.', zh: '程序自身指令的地址空间。' },
    detail: { en: 'Only the pages that ran are in RES, and there they count as SHR.', zh: '只有执行过的页才在 RES 中，并计入 SHR。' },
  },
  {
    id: 'threads', name: 'nTH', group: 'top', kind: 'count', source: 'status: Threads', read: plain('threads'),
    meaning: { en: 'Threads of the operating system, not goroutines.', zh: '操作系统线程数，不是 goroutine 数。' },
    detail: { en: 'A Go program has about GOMAXPROCS and a few more; each blocked system call or cgo call adds one.', zh: 'Go 程序约有 GOMAXPROCS 个再多几个；每个阻塞的系统调用或 cgo 调用会多占一个。' },
  },
  {
    id: 'minorFaults', name: 'nMin', group: 'top', kind: 'count', source: 'stat: field 10', read: plain('minorFaults'),
    meaning: { en: 'Pages that were touched for the first time, since the start.', zh: '自启动以来首次触及的页数（次缺页）。' },
    detail: { en: 'A total. Each one that is anonymous added 4 KiB to RES when it happened.', zh: '累计值。每次匿名缺页都会让 RES 增加 4 KiB。' },
  },
  {
    id: 'majorFaults', name: 'nMaj', group: 'top', kind: 'count', source: 'stat: field 12', read: plain('majorFaults'),
    meaning: { en: 'Pages that had to be read from disk, since the start.', zh: '自启动以来必须从磁盘读取的页数（主缺页）。' },
    detail: { en: 'A total. If it rises all the time, the machine is short of memory.', zh: '累计值。若持续上升，说明机器内存不足。' },
  },
  {
    id: 'vsz', name: 'VSZ', group: 'ps', kind: 'size', source: 'status: VmSize', read: plain('virt'),
    meaning: { en: 'ps’s name for VIRT.', zh: 'ps 对 VIRT 的叫法。' },
    detail: { en: 'The same figure; ps prints it in KiB.', zh: '数值相同；ps 以 KiB 打印。' },
  },
  {
    id: 'rss', name: 'RSS', group: 'ps', kind: 'size', source: 'status: VmRSS', read: plain('res'),
    meaning: { en: 'ps’s name for RES.', zh: 'ps 对 RES 的叫法。' },
    detail: { en: 'The same figure; ps prints it in KiB.', zh: '数值相同；ps 以 KiB 打印。' },
  },
  {
    id: 'tty', name: 'TTY', group: 'ps', kind: 'text', source: 'stat: field 7', read: plain('tty'),
    meaning: { en: 'The terminal that the process belongs to, ? for none.', zh: '进程所属的终端，? 表示没有。' },
    detail: { en: 'A service has none.', zh: '服务进程没有终端。' },
  },
  {
    id: 'stat', name: 'STAT', group: 'ps', kind: 'text', source: 'stat: field 3', read: plain('stat'),
    meaning: { en: 'What it does now: R runs, S sleeps, D waits for a disk, T is stopped, Z is dead.', zh: '当前状态：R 运行，S 睡眠，D 等待磁盘，T 停止，Z 已死。' },
    detail: { en: 'Further letters: s leads a session, l has several threads, + is in the foreground, < has high and N has low priority.', zh: '其余字母：s 会话首进程，l 多线程，+ 前台，< 高优先级，N 低优先级。' },
  },
  {
    id: 'cpu', name: 'TIME', group: 'ps', kind: 'seconds', source: 'stat: fields 14, 15', read: plain('cpuSeconds'),
    meaning: { en: 'CPU time used since the start, all threads together.', zh: '自启动以来所有线程消耗的 CPU 时间。' },
    detail: { en: 'User and kernel mode added up.', zh: '用户态与内核态之和。' },
  },
  {
    id: 'rssAnon', name: 'RssAnon', group: 'more', kind: 'size', source: 'status: RssAnon', read: plain('rssAnon'),
    meaning: { en: 'The part of RES that no file backs: heap, stacks, private written pages.', zh: 'RES 中没有文件支撑的部分：堆、栈与写过的私有页。' },
    detail: { en: 'Where nearly every leak is.', zh: '几乎所有泄漏都在这里。' },
  },
  {
    id: 'rssFile', name: 'RssFile', group: 'more', kind: 'size', source: 'status: RssFile', read: plain('rssFile'),
    meaning: { en: 'Pages of mapped files that are in RAM: the program, libraries, data files.', zh: '在内存中的映射文件页：程序、库与数据文件。' },
    detail: { en: 'The kernel can take them back at any time by dropping clean ones.', zh: '内核随时可以丢弃其中的干净页来收回。' },
  },
  {
    id: 'rssShmem', name: 'RssShmem', group: 'more', kind: 'size', source: 'status: RssShmem', read: plain('rssShmem'),
    meaning: { en: 'Shared memory that this process has touched.', zh: '该进程触及过的共享内存。' },
    detail: { en: 'tmpfs, memfd, System V and shared anonymous mappings.', zh: 'tmpfs、memfd、System V 与共享匿名映射。' },
  },
  {
    id: 'peakRes', name: 'VmHWM', group: 'more', kind: 'size', source: 'status: VmHWM', read: plain('peakRes'),
    meaning: { en: 'The highest RES so far.', zh: '迄今为止 RES 的最高值。' },
    detail: { en: 'HWM is short for high-water mark.', zh: 'HWM 即 high-water mark（高水位）。' },
  },
  {
    id: 'peakVirt', name: 'VmPeak', group: 'more', kind: 'size', source: 'status: VmPeak', read: plain('peakVirt'),
    meaning: { en: 'The highest VIRT so far.', zh: '迄今为止 VIRT 的最高值。' },
    detail: { en: 'Address space, not RAM.', zh: '是地址空间，而非物理内存。' },
  },
  {
    id: 'pss', name: 'PSS', group: 'more', kind: 'size', source: 'smaps_rollup: Pss', read: plain('pss'),
    meaning: { en: 'As RES, but a page that n processes share counts 1/n.', zh: '类似 RES，但由 n 个进程共享的页只计 1/n。' },
    detail: { en: 'The only one of these that may be added up over processes.', zh: '这些数字中唯一可以跨进程相加的。' },
  },
  {
    id: 'uss', name: 'USS', group: 'more', kind: 'size', source: 'smaps_rollup: Private_*', read: plain('uss'),
    meaning: { en: 'What would come free if this process ended.', zh: '进程结束时会被释放的内存。' },
    detail: { en: 'Pages that no other process maps.', zh: '没有其他进程映射的页。' },
  },
  {
    id: 'lazyFree', name: 'LazyFree', group: 'more', kind: 'size', source: 'smaps_rollup: LazyFree', read: plain('lazyFree'),
    meaning: { en: 'Freed by the program, but still counted in RES until the kernel needs it.', zh: '程序已释放，但在内核需要之前仍计入 RES。' },
    detail: { en: 'Go 1.12 to 1.15 freed this way (MADV_FREE), and RES looked too high.', zh: 'Go 1.12 至 1.15 以此方式（MADV_FREE）释放，RES 因而显得偏高。' },
  },
  {
    id: 'anonHugePages', name: 'AnonHugePages', group: 'more', kind: 'size', source: 'smaps_rollup: AnonHugePages', read: plain('anonHugePages'),
    meaning: { en: 'Anonymous memory in pages of 2 MiB.', zh: '以 2 MiB 大页提供的匿名内存。' },
    detail: { en: 'One touched byte can bring a whole 2 MiB page into RES.', zh: '触及一个字节就可能让整个 2 MiB 大页进入 RES。' },
  },
  {
    id: 'pageTables', name: 'VmPTE', group: 'more', kind: 'size', source: 'status: VmPTE', read: plain('pageTables'),
    meaning: { en: 'The kernel’s page tables for this process. Not part of RES.', zh: '内核为该进程维护的页表，不计入 RES。' },
    detail: { en: 'The control group is charged for it.', zh: '会计入 cgroup。' },
  },
  {
    id: 'locked', name: 'VmLck', group: 'more', kind: 'size', source: 'status: VmLck', read: plain('locked'),
    meaning: { en: 'Memory that is locked in RAM and is never swapped.', zh: '锁定在物理内存中、不会被换出的内存。' },
    detail: { en: 'mlock asks for it.', zh: '由 mlock 请求。' },
  },
  {
    id: 'openFiles', name: 'fds', group: 'more', kind: 'count', source: '/proc/PID/fd', read: plain('openFiles'),
    meaning: { en: 'Open file descriptors: files, sockets, pipes.', zh: '打开的文件描述符：文件、套接字、管道。' },
    detail: { en: 'A number that only rises is a leak too.', zh: '只升不降同样是泄漏。' },
  },
];
