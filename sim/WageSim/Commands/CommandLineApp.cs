using System.CommandLine;
using System.CommandLine.Invocation;
using WageSim.CommandLine;
using WageSim.Machine;
using WageSim.Models;

namespace WageSim.Commands;

/// <summary>The program wagesim: arguments → exit code, with errors as one line on standard error.</summary>
public static class CommandLineApp
{
    public const string Name = "wagesim";

    /// <summary>Set to see the stack trace of an internal error.</summary>
    public const string DebugVariable = "WAGESIM_DEBUG";

    /// <summary>Version of this build, such as 0.1.0.</summary>
    public static string Version => Build.Version;

    /// <summary>Runs one command.</summary>
    public static int Run(IReadOnlyList<string> arguments, CancellationToken cancellation = default) => Guard(() =>
    {
        // No @file expansion: 8@0 is a learning rate. No bundling: -x is never -a -b.
        var parsed = Root(cancellation).Parse(arguments, new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (ParseFault.Find(parsed) is { } fault) throw new InputException(fault);
        return parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
    });

    /// <summary>Runs an action and turns what it throws into a message and an exit code.</summary>
    public static int Guard(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (InputException error)
        {
            return Fail(error.Message, ExitCode.BadInput);
        }
        catch (Exception error) when (error is DataRaceException or DeadlockException)
        {
            return Fail(error.Message, ExitCode.CheckFailed);
        }
        catch (OperationCanceledException)
        {
            return Fail("interrupted", ExitCode.Interrupted);
        }
        // A full disk or a folder that went away is not our bug; the system's message names the path.
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail(error.Message.ReplaceLineEndings(" "), ExitCode.BadInput);
        }
        // The border of the process: anything else is a bug, and still must not end in a dump.
#pragma warning disable CA1031
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail($"internal error: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}", ExitCode.InternalError);
            if (Environment.GetEnvironmentVariable(DebugVariable) is { Length: > 0 }) Console.Error.WriteLine(error.StackTrace);
            return ExitCode.InternalError;
        }
    }

    private static int Fail(string message, int code)
    {
        Console.Error.WriteLine($"{Name}: {message}");
        return code;
    }

    private static RootCommand Root(CancellationToken cancellation)
    {
        var root = new RootCommand("Cycle-accurate simulator of an accelerator that trains neural networks with low-bit integers.")
        {
            TrainCommand.Create(cancellation),
            InferCommand.Create(cancellation),
            ExportCommand.Create(),
            ValidateCommand.Create(cancellation),
            CompileCommand.Create(),
            AsmCommand.Create(),
            DisasmCommand.Create(),
            RunCommand.Create(cancellation),
            SweepCommand.Create(cancellation),
            ParetoCommand.Create(),
            ExplainCommand.Create(cancellation),
            TimeCommand.Create(cancellation),
            CompareCommand.Create(cancellation),
            ReportCommand.Create(),
            BenchCommand.Create(cancellation),
            CostsCommand.Create(),
            DataCommand.Create(cancellation),
            ListCommand.Create(),
        };
        root.HelpName = Name;
        root.Directives.Clear();
        root.Options.OfType<VersionOption>().Single().Action = new ShowVersion();
        root.SetAction(parsed => root.Parse(["--help"]).Invoke(parsed.InvocationConfiguration));
        return root;
    }

    // The library's own asks the entry assembly, which a test host is too, and shows the commit's hash.
    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            Output.Line($"{Name} {Version}");
            return ExitCode.Good;
        }
    }
}
