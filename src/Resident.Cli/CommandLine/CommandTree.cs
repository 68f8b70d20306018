using System.CommandLine;
using System.CommandLine.Help;
using Resident.Cli.Commands;

namespace Resident.Cli.CommandLine;

/// <summary>All commands, with the examples that their help shows.</summary>
internal static class CommandTree
{
    /// <summary>Makes the tree.</summary>
    /// <param name="child">What `run` is to start: taken out of the arguments before they are parsed, so that no option of the
    /// child's is mistaken for ours.</param>
    public static RootCommand Build(IReadOnlyList<string> child)
    {
        var examples = new Dictionary<Command, string[]>();
        var root = new RootCommand("Resident: why is my service's RES growing? Watches the memory of Go services.");
        Add(RunCommand.Build(child), RunCommand.Examples);
        Add(TraceCommand.Build(), TraceCommand.Examples);
        Add(WatchCommand.Build(), WatchCommand.Examples);
        Add(WhyCommand.Build(), WhyCommand.Examples);
        Add(StatCommand.Build(), StatCommand.Examples);
        Add(RecordCommand.Build(), RecordCommand.Examples);
        Add(ReportCommand.Build(), ReportCommand.Examples);
        Add(ExportCommand.Build(), ExportCommand.Examples);
        Add(ImportCommand.Build(), ImportCommand.Examples);
        Add(DiffCommand.Build(), DiffCommand.Examples);
        Add(TopCommand.Build(), TopCommand.Examples);
        Add(PsCommand.Build(), PsCommand.Examples);
        Add(MapCommand.Build(), MapCommand.Examples);
        Add(GoroutinesCommand.Build(), GoroutinesCommand.Examples);
        Add(FreeCommand.Build(), FreeCommand.Examples);
        Add(ProfileCommand.Build(), ProfileCommand.Examples);
        Add(PprofHelpCommand.Build(), PprofHelpCommand.Examples);
        Add(DemoCommand.Build(), DemoCommand.Examples);
        Add(CompletionCommand.Build(), CompletionCommand.Examples);
        examples.Add(root,
        [
            "resident demo                         a small leaking Go service, watched: start here",
            "resident run -- ./server -port 80     start a program, and see its memory live",
            "./server 2>&1 | resident              the same from a GODEBUG=gctrace=1 stream",
            "resident watch orders-api             watch a process that runs already",
            "resident why 4711                     the answer: where every byte of RES is, what grows, what to do",
        ]);

        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction action } help)
            {
                help.Action = new HelpWithExamples(action, examples);
            }
        }

        return root;

        void Add(Command command, string[] lines)
        {
            root.Subcommands.Add(command);
            examples.Add(command, lines);
        }
    }
}
