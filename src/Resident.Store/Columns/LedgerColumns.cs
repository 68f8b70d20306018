using Resident.Model.Ledgers;
using Resident.Store.Encoding;

namespace Resident.Store.Columns;

/// <summary>The columns of the log of ledgers, to and fro. Of the mapped files the eight largest are kept.</summary>
internal static class LedgerColumns
{
    private const int Files = 8;
    private const int ColumnsAFile = 4;
    private const int BitsAHow = 2;
    private const char Separator = '\n';

    private static readonly (string Name, Func<LedgerFigures, long?> Read)[] Figures =
    [
        ("arenaResident", static figures => figures.ArenaResident?.Bytes),
        ("arenaHugePages", static figures => figures.ArenaHugePages?.Bytes),
        ("arenaLazyFree", static figures => figures.ArenaLazyFree?.Bytes),
        ("releasedResident", static figures => figures.ReleasedResident?.Bytes),
        ("untouched", static figures => figures.Untouched?.Bytes),
        ("untouchedObjects", static figures => figures.UntouchedObjects?.Bytes),
        ("metadataMapped", static figures => figures.MetadataMapped?.Bytes),
        ("outsideAnonymous", static figures => figures.OutsideAnonymous?.Bytes),
        ("outsideMapped", static figures => figures.OutsideMapped?.Bytes),
        ("nativeArenas", static figures => figures.NativeArenas),
        ("threadStacks", static figures => figures.ThreadStacks),
        ("hugePages", static figures => figures.HugePages?.Bytes),
        ("lazyFree", static figures => figures.LazyFree?.Bytes),
        ("swap", static figures => figures.Swap?.Bytes),
        ("pss", static figures => figures.Pss?.Bytes),
        ("fileClean", static figures => figures.FileClean?.Bytes),
    ];

    private static readonly Column[] Head =
    [
        new("ledger.takenAt", "ms", "level"),
        new("ledger.res", "bytes", "level"),
        new("ledger.how", "count", "level"),
        new("ledger.skew", "us", "level"),
        new("ledger.sources", Column.TextUnit, "level"),
        new("ledger.warnings", Column.TextUnit, "level"),
    ];

    private static readonly int FirstFigure = Head.Length + LedgerTermNames.All.Count;
    private static readonly int FirstFile = FirstFigure + Figures.Length;

    /// <summary>Gets all columns, in the order of <see cref="Read"/>.</summary>
    public static IReadOnlyList<Column> All { get; } =
    [
        .. Head,
        .. LedgerTermNames.All.Select(static term => new Column(NameOf(term), "bytes", "level")),
        .. Figures.Select(static figure => new Column($"ledger.figures.{figure.Name}", figure.Name is "nativeArenas" or "threadStacks" ? "count" : "bytes", "level")),
        .. Enumerable.Range(0, Files).SelectMany(static i => new Column[]
        {
            new($"ledger.file{i}.path", Column.TextUnit, "level"),
            new($"ledger.file{i}.resident", "bytes", "level"),
            new($"ledger.file{i}.mapped", "bytes", "level"),
            new($"ledger.file{i}.term", "count", "level"),
        }),
    ];

    /// <summary>Gets the name of a term's series, as in "ledger.native-heap".</summary>
    public static string NameOf(LedgerTermId term) => "ledger." + LedgerTermNames.NameOf(term);

    /// <summary>Takes a ledger's figures; <see cref="ColumnCodec.Missing"/> where it has none.</summary>
    public static void Read(Ledger ledger, long unixMs, ITextTable texts, Span<long> values)
    {
        values[..All.Count].Fill(ColumnCodec.Missing);
        values[0] = ledger.TakenAt.ToUnixTimeMilliseconds() - unixMs;
        values[1] = ledger.Res.Bytes;
        long how = 0;
        foreach (var term in ledger.Terms)
        {
            values[Head.Length + (int)term.Id] = term.Resident.Bytes;
            how |= (long)term.How << ((int)term.Id * BitsAHow);
        }

        values[2] = how;
        values[3] = ledger.Skew.Ticks / TimeSpan.TicksPerMicrosecond;
        values[4] = texts.IdOf(string.Join(Separator, ledger.Sources));
        values[5] = ledger.Warnings.Count == 0 ? ColumnCodec.Missing : texts.IdOf(string.Join(Separator, ledger.Warnings));
        for (int i = 0; i < Figures.Length; i++)
        {
            values[FirstFigure + i] = Figures[i].Read(ledger.Figures) ?? ColumnCodec.Missing;
        }

        for (int i = 0; i < Math.Min(Files, ledger.Files.Count); i++)
        {
            var file = values[(FirstFile + (i * ColumnsAFile))..];
            file[0] = texts.IdOf(ledger.Files[i].Path);
            file[1] = ledger.Files[i].Resident.Bytes;
            file[2] = ledger.Files[i].Mapped.Bytes;
            file[3] = (long)ledger.Files[i].Term;
        }
    }

    /// <summary>Makes a ledger of a row.</summary>
    /// <returns>Null where the row's RES is missing, or its terms do not add up to it.</returns>
    public static Ledger? Build(in RowView row)
    {
        if (row.Size(1) is not { } res)
        {
            return null;
        }

        long how = row[2] ?? 0;
        var terms = new List<LedgerTerm>(LedgerTermNames.All.Count);
        foreach (var term in LedgerTermNames.All)
        {
            if (row.Size(Head.Length + (int)term) is { } resident)
            {
                terms.Add(new LedgerTerm(term, resident, (LedgerHow)((how >> ((int)term * BitsAHow)) & 3)));
            }
        }

        // A thinned stretch in which the split changed has terms of both splits: they would not add up.
        if (terms.Sum(static term => term.Resident.Bytes) != res.Bytes)
        {
            return null;
        }

        return new Ledger
        {
            TakenAt = row.Near(0),
            Res = res,
            Terms = terms,
            Sources = row.Text(4)?.Split(Separator) ?? [],
            Warnings = row.Text(5)?.Split(Separator) ?? [],
            Skew = new TimeSpan((row[3] ?? 0) * TimeSpan.TicksPerMicrosecond),
            Figures = BuildFigures(row),
            Files = BuildFiles(row),
        };
    }

    private static LedgerFigures BuildFigures(in RowView row) => new()
    {
        ArenaResident = row.Size(FirstFigure),
        ArenaHugePages = row.Size(FirstFigure + 1),
        ArenaLazyFree = row.Size(FirstFigure + 2),
        ReleasedResident = row.Size(FirstFigure + 3),
        Untouched = row.Size(FirstFigure + 4),
        UntouchedObjects = row.Size(FirstFigure + 5),
        MetadataMapped = row.Size(FirstFigure + 6),
        OutsideAnonymous = row.Size(FirstFigure + 7),
        OutsideMapped = row.Size(FirstFigure + 8),
        NativeArenas = row.Int(FirstFigure + 9),
        ThreadStacks = row.Int(FirstFigure + 10),
        HugePages = row.Size(FirstFigure + 11),
        LazyFree = row.Size(FirstFigure + 12),
        Swap = row.Size(FirstFigure + 13),
        Pss = row.Size(FirstFigure + 14),
        FileClean = row.Size(FirstFigure + 15),
    };

    private static LedgerTermId TermOf(int? number) =>
        number is { } term && Enum.IsDefined((LedgerTermId)term) ? (LedgerTermId)term : LedgerTermId.Files;

    private static List<LedgerFile> BuildFiles(in RowView row)
    {
        var files = new List<LedgerFile>();
        for (int i = 0; i < Files; i++)
        {
            int first = FirstFile + (i * ColumnsAFile);
            if (row.Text(first) is { } path)
            {
                files.Add(new LedgerFile(path, row.Size(first + 1) ?? default, row.Size(first + 2) ?? default, TermOf(row.Int(first + 3))));
            }
        }

        return files;
    }
}
