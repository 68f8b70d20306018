namespace Resident.Reporting.Verdicts;

/// <summary>The remedies of known mistakes in English.</summary>
internal static class EnglishRemedies
{
    public static IReadOnlyDictionary<string, string> Sentences { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["do-close-body"] = "HTTP connections stay open: read each Response.Body to its end and close it (`defer resp.Body.Close()`), set http.Client.Timeout, and share one http.Client.",
        ["do-close-rows"] = "Close what database/sql hands out: `defer rows.Close()`, the same for Stmt and Conn, Commit or Rollback for each Tx; call SetMaxOpenConns.",
        ["do-read-stream"] = "Writers wait for readers that are gone: read each stream to its end, or close its reader (CloseWithError), so that the writer can end.",
        ["do-server-timeouts"] = "Connections wait for silent clients: set ReadHeaderTimeout, ReadTimeout, WriteTimeout and IdleTimeout on http.Server.",
        ["do-stop-ticker"] = "Before Go 1.23 a ticker is never freed unless it is stopped: `defer ticker.Stop()`, and no time.Tick in code that runs often.",
        ["do-reuse-timer"] = "Before Go 1.23 a timer stays until it fires: in a loop, make one with time.NewTimer and Reset it instead of calling time.After, and Stop timers that are no longer needed.",
        ["do-cancel-context"] = "A context stays in its parent until it is cancelled: call the function that context.WithCancel, WithTimeout or WithDeadline returned (`defer cancel()`).",
        ["do-defer-function"] = "Deferred calls run when the function returns, and this one loops on: move the body of the loop into a function of its own, or call without defer.",
        ["do-cache-types"] = "Types made by reflect are never freed: make each type once and keep it, or use a map instead of a struct for data that varies.",
        ["do-delete-handle"] = "Call Delete on each cgo.Handle when C no longer uses it: the runtime keeps the value until then.",
        ["do-drop-large-buffer"] = "Reset keeps a buffer's memory: drop a bytes.Buffer that grew above a maximum size instead of reusing it, also before Put into a sync.Pool.",
        ["do-copy-part"] = "If only a part of what is read is kept, copy that part (strings.Clone, bytes.Clone): a substring or subslice keeps all of it. Otherwise limit what is kept.",
        ["do-lower-gomaxprocs"] = "GOMAXPROCS is far above the CPUs that this process may use, and each processor of the runtime keeps spans, buffers and a GC worker of its own: set GOMAXPROCS to the CPUs (Go 1.25 and later does so by itself for a control group's quota).",
        ["do-break-cycle"] = "There are about as many finalizers or cleanups as new objects, and they do not run: an object in a cycle with a finalizer, or one that its cleanup reaches, is never freed. Break the cycle, or close explicitly.",
    };
}
