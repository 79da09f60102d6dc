using System.Runtime.InteropServices;
using WageSim.CommandLine;
using WageSim.Commands;

namespace WageSim;

internal static class EntryPoint
{
    private static int Main(string[] arguments)
    {
        using var interrupt = new CancellationTokenSource();
        bool terminated = false;
        using var keyboard = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        int code = CommandLineApp.Run(arguments, interrupt.Token);
        return code == ExitCode.Interrupted && terminated ? ExitCode.Terminated : code;

        // The first signal asks the run to stop; a second one finds the system's own handler and ends the process.
        void Cancel(PosixSignalContext context)
        {
            terminated |= context.Signal == PosixSignal.SIGTERM;
            context.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        }
    }
}
