using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Resident.Monitoring.History;

namespace Resident.Web.Api;

/// <summary>Answers about what is: the stream of ticks, as a WebSocket for the page and as server-sent events for curl.</summary>
/// <remarks>
/// A reader gets a hello at once, then <c>resume</c> or <c>gap</c> where it said where it had stopped, then ticks. Each reader
/// pulls from the timeline at its own pace and holds one message at most; one that stops reading is dropped by its timeout.
/// </remarks>
internal sealed class LiveAnswers
{
    private readonly ITimeline _timeline;
    private readonly PageOptions _options;
    private readonly CancellationToken _stopping;
    private int _readers;

    /// <summary>Initializes a new instance of the <see cref="LiveAnswers"/> class.</summary>
    /// <param name="timeline">What is shown.</param>
    /// <param name="options">The clock and the bounds.</param>
    /// <param name="stopping">Ends all connections.</param>
    public LiveAnswers(ITimeline timeline, PageOptions options, CancellationToken stopping)
    {
        _timeline = timeline;
        _options = options;
        _stopping = stopping;
    }

    /// <summary>Gets how many follow the stream now: open tabs, and programs as curl.</summary>
    public int Readers => Volatile.Read(ref _readers);

    /// <summary>Answers <c>/api/live</c>.</summary>
    public async Task SocketAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            Problem.Write(
                context,
                StatusCodes.Status400BadRequest,
                "This address speaks WebSocket. For a terminal there is /api/live.sse, as in curl -N URL/api/live.sse.");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping);
        await Task.WhenAll(DrainAsync(socket, ending), FeedAsync(context.Request, socket, ending)).ConfigureAwait(false);
    }

    /// <summary>Answers <c>/api/live.sse</c>.</summary>
    public async Task EventStreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping);
        try
        {
            await StreamAsync(context.Request, body => SendEventAsync(context.Response, body, ending.Token), ending.Token).ConfigureAwait(false);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
            // As above.
        }
    }

    private static async Task SendEventAsync(HttpResponse response, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        response.BodyWriter.Write("data: "u8);
        response.BodyWriter.Write(body.Span);
        response.BodyWriter.Write("\n\n"u8);
        await response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void WriteResume(Utf8JsonWriter json, long filled)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "resume"u8);
        json.WriteNumber("filled"u8, filled);
        json.WriteEndObject();
    }

    private static void WriteGap(Utf8JsonWriter json, string reason)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "gap"u8);
        json.WriteString("reason"u8, reason);
        json.WriteEndObject();
    }

    private static async Task DrainAsync(WebSocket socket, CancellationTokenSource ending)
    {
        // Reading is what makes pongs and the closing handshake arrive. Whatever else a reader says is thrown away.
        byte[] scrap = new byte[128];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(scrap, ending.Token).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException or IOException)
        {
            // The connection is over; the sender learns it from the token below.
        }

        await ending.CancelAsync().ConfigureAwait(false);
    }

    private async Task FeedAsync(HttpRequest request, WebSocket socket, CancellationTokenSource ending)
    {
        try
        {
            await StreamAsync(request, body => SendAsync(socket, body, ending.Token), ending.Token).ConfigureAwait(false);
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException or IOException)
        {
            // The reader left, stopped reading, or the server stops: all of them end this connection and nothing else.
        }

        await ending.CancelAsync().ConfigureAwait(false);
        socket.Abort();
    }

    private async Task SendAsync(WebSocket socket, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_options.ReaderTimeout);
        await socket.SendAsync(body, WebSocketMessageType.Text, endOfMessage: true, patience.Token).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpRequest request, Func<ReadOnlyMemory<byte>, Task> send, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> buffer = new(2048);
        Utf8JsonWriter json = new(buffer, JsonText.Options);
        await using (json.ConfigureAwait(false))
        {
            _ = Interlocked.Increment(ref _readers);
            using var leaving = new Leaving(this);
            long last = _timeline.LastSequence;
            var (from, note) = Resume(request.Query["from"].ToString(), last);
            await WriteAsync(writer => HelloJson.Write(writer, _timeline, _options)).ConfigureAwait(false);
            if (note is not null)
            {
                await WriteAsync(note).ConfigureAwait(false);
            }

            int known = _timeline.Series.Count;
            await foreach (var tick in TicksAsync(from, cancellationToken).ConfigureAwait(false))
            {
                // Another target, or a new series: the reader's hello is out of date.
                if (tick.TargetChanged || _timeline.Series.Count != known)
                {
                    known = _timeline.Series.Count;
                    await WriteAsync(writer => HelloJson.Write(writer, _timeline, _options)).ConfigureAwait(false);
                }

                if (tick.Sequence > from + 1 && from > 0)
                {
                    await WriteAsync(static writer => WriteGap(writer, "overrun")).ConfigureAwait(false);
                }

                from = tick.Sequence;
                await WriteAsync(writer => TickJson.Write(writer, tick)).ConfigureAwait(false);
            }
        }

        async Task WriteAsync(Action<Utf8JsonWriter> write)
        {
            buffer.ResetWrittenCount();
            json.Reset(buffer);
            write(json);
            await json.FlushAsync(cancellationToken).ConfigureAwait(false);
            await send(buffer.WrittenMemory).ConfigureAwait(false);
        }
    }

    private IAsyncEnumerable<TimelineTick> TicksAsync(long from, CancellationToken cancellationToken) =>
        _timeline is ILiveTimeline live ? live.FollowAsync(from, cancellationToken) : NoTicksAsync(cancellationToken);

    // Nothing comes any more; whoever follows a recording waits until they leave.
    private static async IAsyncEnumerable<TimelineTick> NoTicksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        yield break;
    }

    private readonly struct Leaving(LiveAnswers answers) : IDisposable
    {
        public void Dispose() => _ = Interlocked.Decrement(ref answers._readers);
    }

    private (long From, Action<Utf8JsonWriter>? Note) Resume(string stated, long last)
    {
        int colon = stated.LastIndexOf(':');
        if (colon < 0 || !long.TryParse(stated.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long from))
        {
            return (last, null);
        }

        // After a restart the sequence begins anew, so a reader's old one would wait for ticks that never come.
        bool same = stated.AsSpan(0, colon).SequenceEqual(_timeline.BootId) && from <= last;
        return same
            ? (from, writer => WriteResume(writer, last - from))
            : (last, static writer => WriteGap(writer, "restarted"));
    }
}
