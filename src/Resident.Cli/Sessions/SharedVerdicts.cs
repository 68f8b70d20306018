using Resident.Model.Verdicts;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Recording;

namespace Resident.Cli.Sessions;

/// <summary>Hands on verdicts to a page that would otherwise dispose their source.</summary>
internal sealed class SharedVerdicts : IVerdictSource
{
    private readonly IVerdictSource _source;

    /// <summary>Initializes a new instance of the <see cref="SharedVerdicts"/> class.</summary>
    /// <param name="source">Works them out. The caller owns it.</param>
    public SharedVerdicts(IVerdictSource source)
    {
        _source = source;
    }

    /// <inheritdoc/>
    public Task<Verdict?> DiagnoseAsync(RecordedSpan? span, CancellationToken cancellationToken) => _source.DiagnoseAsync(span, cancellationToken);
}
