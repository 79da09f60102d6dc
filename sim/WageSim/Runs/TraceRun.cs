using WageSim.CommandLine;
using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Tracing;

namespace WageSim.Runs;

/// <summary>Traces a program: its time is simulated once more, without data, and observed.</summary>
public sealed class TraceRun
{
    private readonly TraceRequest request;
    private readonly TraceSubject subject;
    private readonly TraceWindow window;
    private readonly Clock clock;
    private readonly long runs;

    /// <summary>Checks what is asked for; nothing is written yet.</summary>
    /// <param name="steps">Runs of the program there are, one after another.</param>
    public TraceRun(TraceRequest request, Chip chip, Program program, MachineResult timing, Clock clock, long steps = 1)
    {
        (this.request, this.clock) = (request, clock);
        subject = new(chip, program, timing.Ranges, timing.Cycles);
        runs = request.StepsOf(steps).Length;
        window = request.CyclesOf(runs * timing.Cycles);
    }

    /// <summary>Writes the file.</summary>
    /// <returns>A line on what was written.</returns>
    public string Write(CancellationToken cancellation)
    {
        MachineTrace? trace = null;
        OutputFile.Write(request.File, stream =>
            trace = LongTask.Run("trace", "cycles", window.Last + 1, task => Write(stream, task, cancellation)));
        string what = $"{request.File}: cycles {Format.Count(window.First)} to ";
        return trace!.CutAt is { } cut
            ? $"{what}{Format.Count(cut - 1)} of {Format.Count(window.Last)}: it has reached its limit of {Format.Bytes(request.Limit)}"
            : $"{what}{Format.Count(window.Last)}";
    }

    private MachineTrace Write(Stream stream, LongTask task, CancellationToken cancellation)
    {
        // Runs before the window take their time, but nobody has to see them.
        long first = window.First / subject.Cycles, reached = first * subject.Cycles;
        task.Advance(reached);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        MachineTrace? trace = null;
        trace = request.Open(subject, window, stream, Advance);
        for (long run = first; run < runs && !trace.IsComplete; run++) Run(trace, run * subject.Cycles, stop.Token, cancellation);
        trace.Finish();
        return trace;

        void Advance(long cycle)
        {
            task.Advance(cycle - reached);
            reached = cycle;
            if (trace!.IsComplete) stop.Cancel();
        }
    }

    private void Run(MachineTrace trace, long offset, CancellationToken stop, CancellationToken cancellation)
    {
        trace.Begin(offset);
        var options = new MachineOptions { Clock = clock, Observer = trace, Timeline = trace.Retired, Cancellation = stop };
        try
        {
            new Accelerator(subject.Chip, subject.Program, null, options).Run();
        }
        catch (OperationCanceledException) when (trace.IsComplete && !cancellation.IsCancellationRequested)
        {
            // The rest of the run is not asked for.
        }
    }
}
