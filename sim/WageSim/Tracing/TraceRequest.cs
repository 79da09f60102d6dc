using WageSim.Models;

namespace WageSim.Tracing;

/// <summary>What `--trace` and its options ask for.</summary>
/// <param name="File">Where it goes; the extension says which format.</param>
/// <param name="Steps">Steps of training, or null for the first.</param>
/// <param name="Cycles">Cycles from the begin of the first of these steps, or null for all.</param>
/// <param name="Limit">Bytes of the file at most.</param>
public sealed record TraceRequest(string File, TraceWindow? Steps, TraceWindow? Cycles, long Limit)
{
    /// <summary>Bytes where no limit is given.</summary>
    public const long DefaultLimit = 64 << 20;

    private const string Perfetto = ".json", Vcd = ".vcd";

    /// <summary>Throws where the extension is not that of a format.</summary>
    public void CheckFormat()
    {
        if (!IsPerfetto && !Is(Vcd))
            throw new InputException($"--trace: '{File}' does not end in {Perfetto} (ui.perfetto.dev) or {Vcd} (waveforms)");
    }

    /// <summary>The steps of a run of so many; throws where they are beyond it.</summary>
    public TraceWindow StepsOf(long steps) => Within("--trace-steps", Steps ?? new(0, 0), steps, "the run's steps are");

    /// <summary>The cycles of so many; throws where they are beyond them.</summary>
    public TraceWindow CyclesOf(long cycles) => Within("--trace-cycles", Cycles ?? new(0, cycles - 1), cycles, "what is traced has cycles");

    /// <summary>A trace of that format.</summary>
    public MachineTrace Open(TraceSubject subject, TraceWindow window, Stream stream, Action<long> progress) => IsPerfetto
        ? new PerfettoTrace(subject, window, stream, Limit) { Progress = progress }
        : new VcdTrace(subject, window, stream, Limit) { Progress = progress };

    private bool IsPerfetto => Is(Perfetto);

    private bool Is(string extension) => Path.GetExtension(File).Equals(extension, StringComparison.OrdinalIgnoreCase);

    private static TraceWindow Within(string option, TraceWindow window, long count, string what) => window.Last < count
        ? window
        : throw new InputException($"{option}: {window.First}..{window.Last} is beyond the end; {what} 0..{count - 1}");
}
