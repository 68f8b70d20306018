namespace Resident.Reporting.Verdicts;

/// <summary>The remedies of known mistakes in Simplified Chinese.</summary>
internal static class ChineseRemedies
{
    public static IReadOnlyDictionary<string, string> Sentences { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["do-close-body"] = "HTTP 连接一直打开：把每个 Response.Body 读完并关闭（`defer resp.Body.Close()`），设置 http.Client.Timeout，并共用一个 http.Client。",
        ["do-close-rows"] = "关闭 database/sql 给出的对象：`defer rows.Close()`，Stmt 和 Conn 同样处理，每个 Tx 都要 Commit 或 Rollback；并调用 SetMaxOpenConns。",
        ["do-read-stream"] = "写入方在等待已经离开的读取方：把每个流读到末尾，或关闭其读取端（CloseWithError），让写入方能够结束。",
        ["do-server-timeouts"] = "连接在等待不发数据的客户端：在 http.Server 上设置 ReadHeaderTimeout、ReadTimeout、WriteTimeout 和 IdleTimeout。",
        ["do-stop-ticker"] = "Go 1.23 之前，ticker 不停止就永远不会释放：`defer ticker.Stop()`，在频繁运行的代码中不要用 time.Tick。",
        ["do-reuse-timer"] = "Go 1.23 之前，定时器在触发前一直保留：循环中请用 time.NewTimer 创建一个并 Reset，而不是调用 time.After；不再需要的定时器请 Stop。",
        ["do-cancel-context"] = "context 在取消之前一直保留在父级中：请调用 context.WithCancel、WithTimeout 或 WithDeadline 返回的函数（`defer cancel()`）。",
        ["do-defer-function"] = "defer 在函数返回时才执行，而这个函数一直在循环：把循环体移到单独的函数里，或不用 defer 直接调用。",
        ["do-cache-types"] = "reflect 生成的类型永远不会释放：每种类型只生成一次并保存，或对多变的数据使用 map 而不是 struct。",
        ["do-delete-handle"] = "C 不再使用 cgo.Handle 时请调用 Delete：在此之前运行时会一直保留该值。",
        ["do-drop-large-buffer"] = "Reset 会保留缓冲区的内存：超过最大尺寸的 bytes.Buffer 请丢弃而不是复用，放回 sync.Pool 之前也是如此。",
        ["do-copy-part"] = "如果只保留读入内容的一部分，请复制那一部分（strings.Clone、bytes.Clone）：子串或子切片会保留全部内容。否则请限制保留的数量。",
        ["do-lower-gomaxprocs"] = "GOMAXPROCS 远大于该进程可用的 CPU 数，而运行时的每个处理器都各有 span、缓冲区和一个 GC worker：请把 GOMAXPROCS 设为可用的 CPU 数（Go 1.25 起会按控制组的配额自行设置）。",
        ["do-break-cycle"] = "终结器或 cleanup 的数量与新增对象大致相同，而且没有运行：处于循环引用中且带终结器的对象，或被自己的 cleanup 引用的对象，永远不会释放。请打破循环，或显式关闭。",
    };
}
