using System.CommandLine;
using Resident.Cli.Sessions;

namespace Resident.Cli.CommandLine;

/// <summary>The options that say which process is meant where TARGET means several: --newest, --largest, and --sum
/// where a sum makes sense.</summary>
internal sealed class TargetPickOptions
{
    private readonly Option<bool> _newest = new("--newest") { Description = "Of several processes, take the one that started last." };
    private readonly Option<bool> _largest = new("--largest") { Description = "Of several processes, take the one with the largest RES." };
    private readonly Option<bool> _sum;
    private readonly bool _hasSum;

    /// <summary>Initializes a new instance of the <see cref="TargetPickOptions"/> class.</summary>
    /// <param name="hasSum">Whether the command can sum processes up.</param>
    public TargetPickOptions(bool hasSum = false)
    {
        _hasSum = hasSum;
        _sum = new("--sum") { Description = "Of several processes, tell each one's RES and the sum of all.", Hidden = !hasSum };
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_newest);
        command.Options.Add(_largest);
        command.Options.Add(_sum);
    }

    /// <summary>Takes what was asked for.</summary>
    /// <exception cref="WrongRequestException">Two of them were given, or a sum where there is none.</exception>
    public TargetPick Read(ParseResult result) => (result.GetValue(_newest), result.GetValue(_largest), result.GetValue(_sum)) switch
    {
        (false, false, false) => TargetPick.Ask,
        (true, false, false) => TargetPick.Newest,
        (false, true, false) => TargetPick.Largest,
        (false, false, true) when _hasSum => TargetPick.Sum,
        (false, false, true) => throw new WrongRequestException("--sum: This command is about one process; resident why TARGET --sum tells sums. Give --newest, --largest or a PID."),
        _ => throw new WrongRequestException("--newest, --largest and --sum: Expected one of them."),
    };
}
