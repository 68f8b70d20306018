namespace Resident.Cli.Sessions;

/// <summary>What a report is written as.</summary>
internal enum ReportFormat
{
    /// <summary>One HTML file: the page with its figures.</summary>
    Html,

    /// <summary>Markdown, for a ticket.</summary>
    Markdown,

    /// <summary>One JSON document, schema resident.report/1.</summary>
    Json,

    /// <summary>The text that `why` prints.</summary>
    Text,
}
