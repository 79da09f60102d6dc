using System.Runtime.InteropServices;
using WageSim.Commands;

namespace WageSim;

internal static class EntryPoint
{
    private static int Main(string[] arguments)
    {
        using var interrupt = new CancellationTokenSource();
        using var keyboard = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        return CommandLineApp.Run(arguments, interrupt.Token);

        // The first signal asks the run to stop; a second one finds the system's own handler and ends the process.
        void Cancel(PosixSignalContext context)
        {
            context.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        }
    }
}
