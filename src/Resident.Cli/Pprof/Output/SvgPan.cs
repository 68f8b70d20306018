using System.Text;

namespace Resident.Cli.Pprof.Output;

/// <summary>Makes an image of graphviz one that can be moved and zoomed with the mouse in a browser.</summary>
internal static class SvgPan
{
    private const string Script = """
        <script type="text/ecmascript"><![CDATA[
        (function () {
          const svg = document.documentElement, view = document.getElementById("viewport");
          let x = 0, y = 0, zoom = 1, from = null;
          const draw = () => view.setAttribute("transform", `translate(${x},${y}) scale(${zoom})`);
          svg.addEventListener("wheel", e => {
            const factor = Math.exp(-e.deltaY / 400), next = Math.min(10, Math.max(0.2, zoom * factor)), real = next / zoom;
            x = e.clientX - (e.clientX - x) * real; y = e.clientY - (e.clientY - y) * real; zoom = next; e.preventDefault(); draw();
          }, { passive: false });
          svg.addEventListener("mousedown", e => { from = [e.clientX - x, e.clientY - y]; });
          svg.addEventListener("mousemove", e => { if (from) { x = e.clientX - from[0]; y = e.clientY - from[1]; draw(); } });
          svg.addEventListener("mouseup", () => { from = null; });
        })();
        ]]></script>
        """;

    /// <summary>Wraps the drawing; an image of an unknown shape comes back as it is.</summary>
    public static byte[] Wrap(byte[] image)
    {
        string text = Encoding.UTF8.GetString(image);
        int tag = text.IndexOf("<svg", StringComparison.Ordinal);
        int tagEnd = tag < 0 ? -1 : text.IndexOf('>', tag);
        int end = text.LastIndexOf("</svg>", StringComparison.Ordinal);
        return tagEnd < 0 || end < tagEnd
            ? image
            : Encoding.UTF8.GetBytes(
                text[..tag] + "<svg width=\"100%\" height=\"100%\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n"
                + Script + "\n<g id=\"viewport\">" + text[(tagEnd + 1)..end] + "</g></svg>\n");
    }
}
