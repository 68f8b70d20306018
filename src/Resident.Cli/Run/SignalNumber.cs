namespace Resident.Cli.Run;

/// <summary>Signals by number, as on Linux x64 and arm64 (signal(7)).</summary>
internal static class SignalNumber
{
    internal const int Hangup = 1;
    internal const int Interrupt = 2;
    internal const int Quit = 3;
    internal const int Kill = 9;
    internal const int User1 = 10;
    internal const int User2 = 12;
    internal const int Pipe = 13;
    internal const int Alarm = 14;
    internal const int Terminate = 15;
    internal const int StackFault = 16;
    internal const int Child = 17;
    internal const int Continue = 18;
    internal const int Stop = 19;
    internal const int TerminalStop = 20;
    internal const int TerminalInput = 21;
    internal const int TerminalOutput = 22;
    internal const int VirtualAlarm = 26;
    internal const int Profiling = 27;
    internal const int WindowChange = 28;
    internal const int InputOutput = 29;
    internal const int Power = 30;

    /// <summary>Gets the signals that are meant for the program and that the launcher hands on.</summary>
    internal static ReadOnlySpan<int> Forwarded =>
    [
        Hangup, Interrupt, Quit, User1, User2, Alarm, Terminate, StackFault, Continue, TerminalStop, VirtualAlarm, Profiling, WindowChange, InputOutput, Power,
    ];
}
