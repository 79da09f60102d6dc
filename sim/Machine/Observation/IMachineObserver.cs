using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>Is told what every part of the machine does in every cycle: the same on both clocks.</summary>
/// <remarks>
/// What is told about one subject (a unit's state, a port, a bank's row) comes in the order of cycles, in stretches of any length;
/// different subjects are told of at different times, some ahead. Issues, tokens and DRAM may lie ahead of the present cycle.
/// </remarks>
public interface IMachineObserver
{
    /// <summary>A unit, or the sequencer, is in a state in the cycles [from, to). The stretches cover the whole run.</summary>
    void State(Unit unit, UnitState state, Cycle from, Cycle to);

    /// <summary>Beats, the same in each of the cycles [from, to); stretches without any are left out.</summary>
    /// <param name="ports">The ports granted for each.</param>
    /// <param name="products">PE products of each.</param>
    void Beats(Unit unit, Way way, Beat beat, ulong ports, long products, Cycle from, Cycle to);

    /// <summary>From a cycle on the sequencer is at an instruction: it executes it, or waits to. Told before its state then.</summary>
    void At(int pc, Cycle from);

    /// <summary>A unit's queue has so many entries more or, negative, less.</summary>
    void Queued(Unit unit, int entries, Cycle now);

    /// <summary>A command starts.</summary>
    void Started(Unit unit, Execution execution);

    /// <summary>A unit takes a token.</summary>
    void Waited(Unit unit, int semaphore, Cycle now);

    /// <summary>A unit sends a token, which is there in the next cycle.</summary>
    void Signalled(Unit unit, int semaphore, Cycle now);

    /// <summary>The sequencer sets a semaphore; all units are idle.</summary>
    void TokensSet(int semaphore, int count, Cycle now);

    /// <summary>A DRAM bank has a row open from a cycle on, or none: -1.</summary>
    void Row(int bank, long row, Cycle from);

    /// <summary>The DRAM's data bus moves bursts of one row.</summary>
    void Data(bool write, int bank, long row, int bursts, Cycle from, Cycle to);

    /// <summary>All that was before a cycle has been told.</summary>
    void Reached(Cycle now);
}
