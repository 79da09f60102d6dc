using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Tests.Support;
using Xunit.Sdk;

namespace WageSim.Tests.Isa.Execution;

/// <summary>A machine that executes vector commands by their definitions, and others that use kernels: all must be left alike.</summary>
internal sealed class VectorTwins
{
    private readonly MachineState[] kernels;

    public VectorTwins(int cols, int scratchpadKiB = 64, int accumulatorKiB = 64)
    {
        Chip chip = Rig.With(cols: cols, banks: 1, bankKiB: scratchpadKiB, accumulatorBanks: 1, accumulatorKiB: accumulatorKiB).Chip;
        Plain = new(chip, 0) { Plain = true };
        kernels = [.. new[] { 0, 128, 256, 512 }.Select(bits => new MachineState(chip, 0) { VectorBits = bits })];
    }

    /// <summary>What a test prepares: the others start with copies of it.</summary>
    public MachineState Plain { get; }

    public int Bytes => Plain.Scratchpad.Length;
    public int Rows => Plain.Chip.AccumulatorRows;

    /// <summary>Executes the command on all machines; returns the error that all of them report, if any.</summary>
    public string? Execute(Command command)
    {
        foreach (var machine in kernels)
        {
            Plain.Scratchpad.CopyTo(machine.Scratchpad, 0);
            Plain.Accumulator.CopyTo(machine.Accumulator, 0);
            Plain.Scalars.CopyTo(machine.Scalars, 0);
        }
        string? error = Error(Plain);
        foreach (var machine in kernels)
        {
            string what = $"{command} of {machine.Chip.Cols} columns with {machine.VectorBits} bits";
            if (Error(machine) is var other && other != error) throw new XunitException($"{what}: '{other}' instead of '{error}'");
            if (error is not null) continue;
            Same(what + ": scratchpad byte", Plain.Scratchpad, machine.Scratchpad);
            Same(what + ": sum", Plain.Accumulator, machine.Accumulator);
            Same(what + ": scalar", Plain.Scalars, machine.Scalars);
        }
        return error;

        string? Error(MachineState machine)
        {
            try { command.Instruction.Execute(command, machine); }
            catch (InputException e) { return e.Message; }
            return null;
        }
    }

    private static void Same<T>(string what, ReadOnlySpan<T> expected, ReadOnlySpan<T> actual) where T : IEquatable<T>
    {
        int at = expected.CommonPrefixLength(actual);
        if (at < expected.Length) throw new XunitException($"{what} {at} is {actual[at]} instead of {expected[at]}");
    }
}
