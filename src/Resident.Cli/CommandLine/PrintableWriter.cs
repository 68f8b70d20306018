using System.Diagnostics.CodeAnalysis;
using System.Text;
using Resident.Model;

namespace Resident.Cli.CommandLine;

/// <summary>A console's writer through which nothing passes that a terminal would take for an order, but colours of
/// ours where they are wanted.</summary>
internal sealed class PrintableWriter : TextWriter
{
    [SuppressMessage("Usage", "CA2213", Justification = "The console's own writer stays open: whoever gave it owns it.")]
    private readonly TextWriter _inner;
    private readonly StringBuilder _text = new();

    /// <summary>Initializes a new instance of the <see cref="PrintableWriter"/> class.</summary>
    /// <param name="inner">Where to. The caller owns it.</param>
    public PrintableWriter(TextWriter inner)
        : base(inner.FormatProvider)
    {
        _inner = inner;
        CoreNewLine = ['\n'];
    }

    /// <summary>Gets or sets a value indicating whether colours and weights pass. Default false.</summary>
    public bool HasStyles { get; set; }

    /// <inheritdoc/>
    public override Encoding Encoding => _inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void WriteLine(string? value)
    {
        // One write a line: lines of several processes on one terminal stay whole.
        lock (_text)
        {
            _inner.Write(PrintableText.Append(_text.Clear(), value, HasStyles).Append('\n'));
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_text)
        {
            _inner.Write(PrintableText.Append(_text.Clear(), buffer, HasStyles));
        }
    }

    /// <inheritdoc/>
    public override void Flush() => _inner.Flush();
}
