using System.Text.Json;
using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Store.Tests;

public sealed class LedgerRecordingTests
{
    [Fact]
    public void ReadLedgers_WhatWasAppended_GivesItBack()
    {
        using var scratch = new Scratch();
        List<Ledger> expected = [.. Enumerable.Range(0, 1_000).Select(MakeLedger)];
        using (var writer = RecordingWriter.Open(scratch.File, new RecordingOptions { Name = "ledgers" }))
        {
            writer.Append([.. expected.Select(static ledger => new RecordedStep { UnixMs = ledger.TakenAt.ToUnixTimeMilliseconds() - 3, Ledger = ledger })]);
        }

        using var reader = RecordingReader.Open(scratch.File);
        var found = reader.ReadLedgers().ToList();

        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(found));
        Assert.All(found, static ledger => Assert.Equal(ledger.Res.Bytes, ledger.Terms.Sum(static term => term.Resident.Bytes)));
    }

    private static Ledger MakeLedger(int second)
    {
        LedgerTerm[] terms =
        [
            new(LedgerTermId.Live, new ByteSize(40_000_000 + (second * 1_000)), LedgerHow.Derived),
            new(LedgerTermId.NativeHeap, new ByteSize(5_000_000), LedgerHow.Exact),
            new(LedgerTermId.Garbage, new ByteSize(second % 20 * 1_000_000), LedgerHow.Estimated),
        ];
        return new Ledger
        {
            TakenAt = Walk.Start.AddSeconds(second),
            Res = new ByteSize(terms.Sum(static term => term.Resident.Bytes)),
            Terms = terms,
            Sources = ["runtime", "smaps"],
            Skew = TimeSpan.FromMilliseconds(2),
            Figures = new LedgerFigures { ArenaResident = new ByteSize(60_000_000), NativeArenas = 3 },
            Files = [new LedgerFile("/data/index.db", new ByteSize(second * 4_096), new ByteSize(1 << 30), LedgerTermId.Files)],
            Warnings = second < 5 ? ["pagemap: Permission denied."] : [],
        };
    }
}
