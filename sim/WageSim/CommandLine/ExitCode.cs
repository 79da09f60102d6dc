namespace WageSim.CommandLine;

/// <summary>What the process's exit code says.</summary>
public static class ExitCode
{
    public const int Good = 0;

    /// <summary>A check failed: results differ, a data race, a deadlock.</summary>
    public const int CheckFailed = 1;

    /// <summary>Command line or input files are wrong, or a place cannot be written.</summary>
    public const int BadInput = 2;

    /// <summary>A bug of the simulator (EX_SOFTWARE of sysexits.h).</summary>
    public const int InternalError = 70;

    /// <summary>Interrupted: 128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>Asked to end, as by a batch system: 128 + SIGTERM.</summary>
    public const int Terminated = 143;
}
