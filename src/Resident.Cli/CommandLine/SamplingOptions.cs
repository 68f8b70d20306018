using System.CommandLine;
using Resident.Cli.Sessions;
using Resident.Monitoring.Sampling;

namespace Resident.Cli.CommandLine;

/// <summary>The options of every command that samples a target: what, how often, how long.</summary>
internal sealed class SamplingOptions
{
    private readonly Argument<string> _target = TargetOptions.Target();
    private readonly TargetPickOptions _pick;
    private readonly Option<Uri?> _endpoint = TargetOptions.Endpoint();
    private readonly Option<TimeSpan> _interval = CommonOptions.Interval();
    private readonly Option<TimeSpan?> _duration = CommonOptions.For("Stop after this time.");
    private readonly Option<long?> _count = CommonOptions.Count("Stop after N samples.");

    /// <summary>Initializes a new instance of the <see cref="SamplingOptions"/> class.</summary>
    /// <param name="hasSum">Whether the command can sum processes up.</param>
    public SamplingOptions(bool hasSum = false) => _pick = new TargetPickOptions(hasSum);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_target);
        command.Options.Add(_endpoint);
        command.Options.Add(_interval);
        command.Options.Add(_duration);
        command.Options.Add(_count);
        _pick.AddTo(command);
    }

    /// <summary>Takes the target's word.</summary>
    public string Target(ParseResult result) => result.GetRequiredValue(_target);

    /// <summary>Takes which process is meant where the word means several.</summary>
    public TargetPick Pick(ParseResult result) => _pick.Read(result);

    /// <summary>Takes the address that the process serves, or null.</summary>
    public Uri? Endpoint(ParseResult result) => result.GetValue(_endpoint);

    /// <summary>Takes how often and how long.</summary>
    public LoopOptions Loop(ParseResult result) => new()
    {
        Interval = result.GetRequiredValue(_interval),
        Duration = result.GetValue(_duration),
        Count = result.GetValue(_count),
    };
}
