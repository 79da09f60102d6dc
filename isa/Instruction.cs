using WageSim.Models.Hardware;

namespace WageSim.Isa;

/// <summary>An instruction: the record's parameters, in order, are its fields from bit 8 up; the attributes are its table row.</summary>
public abstract record Instruction
{
    /// <summary>The unit whose queue takes it; the sequencer itself for what it executes on its own.</summary>
    public virtual Unit Target => Unit.Sequencer;

    /// <summary>The command for the unit, with the sequencer's registers filled in.</summary>
    public virtual Command Resolve(int pc, Sequencer sequencer) => new(pc, this);

    /// <summary>What the command reads and writes.</summary>
    public virtual void List(in Command c, Chip chip, ref AccessList accesses) { }

    /// <summary>What the command does.</summary>
    public virtual void Execute(in Command c, MachineState machine) { }
}
