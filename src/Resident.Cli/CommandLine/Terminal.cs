using System.Text;
using Resident.Model;

namespace Resident.Cli.CommandLine;

/// <summary>The one way to the console. What is written to Console.Out and Console.Error is made printable on its way;
/// only what draws sends the terminal's own orders, through here.</summary>
internal static class Terminal
{
    private static readonly PrintableWriter Out = new(Console.Out);
    private static readonly PrintableWriter Error = new(Console.Error);

    /// <summary>Puts the writers in place, before anything is written.</summary>
    public static void Guard()
    {
        Out.HasStyles = TextOutput.HasColor;
        Console.SetOut(Out);
        Console.SetError(Error);
    }

    /// <summary>Lets colours pass to stdout, because the command line asks for them.</summary>
    public static void AllowStyles() => Out.HasStyles = true;

    /// <summary>Sends a frame to stdout at once: orders of ours around lines that were made printable.</summary>
    public static void Draw(string frame)
    {
        using var stdout = Console.OpenStandardOutput();
        stdout.Write(Encoding.UTF8.GetBytes(frame));
    }

    /// <summary>Writes over the current line of stderr.</summary>
    public static void ShowProgress(string text) => Order("\r" + PrintableText.OneLine(text));

    /// <summary>Sends text with orders to stderr: of one who makes printable what is not ours in it.</summary>
    public static void Order(string text)
    {
        using var stderr = Console.OpenStandardError();
        stderr.Write(Encoding.UTF8.GetBytes(text));
    }
}
