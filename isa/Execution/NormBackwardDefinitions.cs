using System.Buffers.Binary;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution;

/// <summary>What batch normalisation backward computes, element after element: the kernels leave exactly this.</summary>
internal static class NormBackwardDefinitions
{
    /// <summary>Guard bits are so many less the height of the highest channel; what stands for none without a live channel.</summary>
    private const int GuardBits = 11, NoChannel = -128;

    /// <summary>Left shift of the centred errors to the unit of x̂ · P.</summary>
    public const int ProductShift = 14;

    private const int UnitLog2 = -6;

    private const long CountMask = (1 << 24) - 1;

    /// <summary>Guard bits that the unit can shift by.</summary>
    private const int LeastGuard = -64, MostGuard = 40;

    public static void Run(VectorChannel op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        int channels = c.W0!.Run;
        long elements = NormBackwardPasses.Elements(c.W0);
        for (long i = 0; i < elements; i++)
        {
            int n = (int)(i % channels), e = Error(c, memory, i, elements);
            Span<byte> error = At(c.B + NormTable.ErrorSums(channels)), product = At(c.B + NormTable.ProductSums(channels)),
                largest = At(c.B + NormTable.Largest(channels));
            BinaryPrimitives.WriteInt64LittleEndian(error, BinaryPrimitives.ReadInt64LittleEndian(error) + e);
            int x = Normalised(c, memory, i);
            BinaryPrimitives.WriteInt64LittleEndian(product, BinaryPrimitives.ReadInt64LittleEndian(product) + e * x);
            BinaryPrimitives.WriteInt64LittleEndian(largest, Math.Max(BinaryPrimitives.ReadInt64LittleEndian(largest), Math.Abs(e)));

            Span<byte> At(long column) => memory.AsSpan((int)(column + 8 * n));
        }
    }

    public static void Run(VectorLive op, in Command c, MachineState machine)
    {
        long before = machine.Scalars[op.Guard];
        long? highest = op.More && before != NoChannel ? GuardBits - before : null;
        for (int n = 0; n < op.Count; n++)
        {
            long deviation = Int32(machine.Scratchpad, c.A + NormTable.Deviations(op.Count), n),
                scale = Int32(machine.Scratchpad, c.A + NormTable.Scales(op.Count), n),
                largest = Int64(machine.Scratchpad, c.A + NormTable.Largest(op.Count), n);
            if (largest <= 0 || scale == 0 || deviation <= 0) continue;
            int height = Rounding.BitLength(largest) + Rounding.BitLength(Math.Abs(scale)) - Rounding.BitLength(deviation + 1);
            highest = Math.Max(highest ?? height, height);
        }
        machine.Scalars[op.Guard] = highest is { } h ? GuardBits - h : NoChannel;
        if (highest is { } most) machine.Scalars[op.Exponent] += UnitLog2 - (GuardBits - most);
        else machine.Scalars[op.Exponent] = 0;
    }

    public static void Run(VectorNormBackward op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        int channels = c.W0!.Run, guard = Guard(op, machine);
        long elements = NormBackwardPasses.Elements(c.W0), count = Count(op, machine);
        for (long i = 0; i < elements; i++)
        {
            int n = (int)(i % channels);
            long deviation = Int32(memory, c.B + NormTable.Deviations(channels), n);
            Int128 u = 0;
            if (count > 0 && deviation > 0)
            {
                Int128 centred = (Int128)count * Error(c, memory, i, elements) - Int64(memory, c.B + NormTable.ErrorSums(channels), n);
                Int128 product = (Int128)Normalised(c, memory, i) * Int64(memory, c.B + NormTable.ProductSums(channels), n);
                Int128 numerator = Int32(memory, c.B + NormTable.Scales(channels), n) * ((centred << ProductShift) - product);
                Int128 divisor = (Int128)count * (deviation + 1);
                u = Division.Nearest(numerator << Math.Max(0, guard), divisor << Math.Max(0, -guard));
            }
            WideErrorDefinitions.Write(machine, c.C, i, (long)Int128.Clamp(u, -int.MaxValue, int.MaxValue), op.Max);
        }
    }

    /// <summary>Values of a channel; 0 where there is no live one.</summary>
    public static long Count(VectorNormBackward op, MachineState machine) =>
        machine.Scalars[op.Guard] == NoChannel ? 0 : machine.Scalars[op.N] & CountMask;

    public static int Guard(VectorNormBackward op, MachineState machine) =>
        (int)Math.Clamp(machine.Scalars[op.Guard], LeastGuard, MostGuard);

    private static int Normalised(in Command c, byte[] memory, long i) =>
        BinaryPrimitives.ReadInt16LittleEndian(memory.AsSpan((int)(c.A + 2 * i)));

    private static int Error(in Command c, byte[] memory, long i, long elements) => (sbyte)memory[c.A + 2 * elements + i];

    public static int Int32(byte[] memory, long column, int n) =>
        BinaryPrimitives.ReadInt32LittleEndian(memory.AsSpan((int)(column + 4 * n)));

    public static long Int64(byte[] memory, long column, int n) =>
        BinaryPrimitives.ReadInt64LittleEndian(memory.AsSpan((int)(column + 8 * n)));
}
