using System.Globalization;
using BenchmarkDotNet.Running;
using Resident.Benchmarks.GoRuntime;
using Resident.Benchmarks.GoTrace;

// `trace` measures the trace splitter by itself, `attach PID` and `attach-pairs PID BLOCKS` the reads of a Go process; everything else
// is BenchmarkDotNet's.
if (args is ["trace"])
{
    TraceThroughput.Run(Console.Out);
    return;
}

if (args is ["attach", var pid])
{
    AttachCost.Run(int.Parse(pid, CultureInfo.InvariantCulture), Console.Out);
    return;
}

if (args is ["attach-pairs", var worker, var blocks])
{
    AttachCost.RunPairs(int.Parse(worker, CultureInfo.InvariantCulture), int.Parse(blocks, CultureInfo.InvariantCulture), Console.Out);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
