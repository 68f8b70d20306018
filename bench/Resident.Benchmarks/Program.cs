using BenchmarkDotNet.Running;
using Resident.Benchmarks.GoTrace;

// `trace` measures the trace splitter by itself; everything else is BenchmarkDotNet's.
if (args is ["trace"])
{
    TraceThroughput.Run(Console.Out);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
