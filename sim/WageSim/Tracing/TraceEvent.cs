using WageSim.Machine;

namespace WageSim.Tracing;

/// <summary>The kinds of events of a Perfetto trace.</summary>
internal enum EventKind : byte { Begin, End, Command, Wait, Signal, Data, Counter }

/// <summary>An event of a Perfetto trace, as it waits for its turn.</summary>
/// <param name="Thread">Its lane; of a counter its number.</param>
/// <param name="Name">What begins; whether data is read or written.</param>
/// <param name="A">
/// Begin: pc or -1. End: beats or -1. Command: cycle 0 of its run. Tokens: flow or 0. Data: cycles. Counter: value · 1000.
/// </param>
/// <param name="B">Tokens: semaphore. Data: bank.</param>
/// <param name="C">Data: bursts.</param>
/// <param name="D">Data: row.</param>
internal readonly record struct TraceEvent(
    EventKind Kind, int Thread, string Name = "", long A = -1, int B = 0, int C = 0, long D = 0, Execution? Command = null);
