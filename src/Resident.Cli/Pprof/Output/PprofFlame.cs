using System.Text;
using Resident.Analysis.Profiles;
using Resident.Model.Profiles;
using Resident.Reporting.Profiles;
using Resident.Web.Profiles;

namespace Resident.Cli.Pprof.Output;

/// <summary>Flame graphs: the document that the page draws, and the page with the document in it.</summary>
internal static class PprofFlame
{
    private const int MostNodes = 100_000;
    private const double Smallest = 0.00001;

    /// <summary>Makes the document.</summary>
    public static byte[] Document(Profile profile, ReportOptions options)
    {
        var tree = FlameTree.Build(profile, options);
        var layout = FlameLayout.Make(tree, Smallest, MostNodes);
        var document = new FlameDocument();
        var root = new GraphNodeInfo { Name = "root" };
        for (int i = 0; i < layout.Nodes.Count; i++)
        {
            int node = layout.Nodes[i];
            document.Add(layout.Depths[i], tree.FrameOf(node), frame => frame < 0 ? root : tree.Index.InfoOf(frame), tree.SelfOf(node), layout.HiddenBelow(node));
        }

        using var stream = new MemoryStream();
        document.Write(stream, options, layout.Cutoff);
        return stream.ToArray();
    }

    /// <summary>Makes one HTML file that asks for nothing else.</summary>
    public static string Page(Profile profile, ReportOptions options)
    {
        // Names could end the script: "<" is written as JSON allows it, too.
        string data = Encoding.UTF8.GetString(Document(profile, options)).Replace("<", "\\u003C", StringComparison.Ordinal);
        return Asset("profile.html")
            .Replace("<link rel=\"icon\" href=\"data:,\">\n", string.Empty, StringComparison.Ordinal)
            .Replace("<link rel=\"stylesheet\" href=\"profile.css\">", $"<style>\n{Asset("profile.css")}</style>", StringComparison.Ordinal)
            .Replace("<script src=\"profile.js\"></script>", $"<script>\nwindow.residentFlame = {data};\n{Asset("profile.js")}</script>", StringComparison.Ordinal);
    }

    private static string Asset(string name) => Encoding.UTF8.GetString(ProfileRoutes.ReadAsset(name));
}
