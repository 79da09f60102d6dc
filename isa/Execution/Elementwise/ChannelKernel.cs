using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vchannel`: sums of errors and of their products, of a few channels at a time.</summary>
internal static class ChannelKernel
{
    public static void Run(VectorChannel op, in Command c, MachineState machine)
    {
        int channels = c.W0!.Run, elements = c.W0.Positions * channels, operands = NormBackwardPasses.OperandBytes * elements,
            table = (int)NormTable.Bytes(channels);
        if (VectorPasses.Meet(c.A, operands, c.B, table))
        {
            NormBackwardDefinitions.Run(op, c, machine);
            return;
        }
        var from = machine.Scratchpad.AsSpan((int)c.A, operands);
        var kernel = new Kernel(
            ref MemoryMarshal.GetReference(from), ref MemoryMarshal.GetReference(from[(2 * elements)..]),
            machine.Scratchpad.AsSpan((int)c.B, table))
        {
            Rows = c.W0.Positions, Channels = channels,
        };
        Columns.Cover<Kernel, long>(ref kernel, channels, machine.VectorBits);
    }

    private ref struct Kernel(ref byte normalised, ref byte errors, Span<byte> table) : IColumns<long>
    {
        private readonly ref byte normalised = ref normalised, errors = ref errors;
        private readonly Span<byte> table = table;
        public int Rows, Channels;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, long>
        {
            for (int n = first; n < last; n += V.Count)
            {
                V error = V.All(0), product = V.All(0), largest = V.All(0), zero = V.All(0);
                nint i = n;
                for (int row = 0; row < Rows; row++, i += Channels)
                {
                    V e = V.Signed8(ref Unsafe.Add(ref errors, i));
                    error += e;
                    product += V.Product32(e, V.Signed16(ref Unsafe.Add(ref normalised, 2 * i)));
                    largest = V.Max(largest, V.Max(e, zero - e));
                }
                for (int lane = 0; lane < V.Count; lane++) Add(n + lane, error[lane], product[lane], largest[lane]);
            }
        }

        private readonly void Add(int channel, long error, long product, long largest)
        {
            Span<byte> errorSum = Column(NormTable.ErrorSums(Channels), channel),
                productSum = Column(NormTable.ProductSums(Channels), channel), most = Column(NormTable.Largest(Channels), channel);
            BinaryPrimitives.WriteInt64LittleEndian(errorSum, unchecked(BinaryPrimitives.ReadInt64LittleEndian(errorSum) + error));
            BinaryPrimitives.WriteInt64LittleEndian(productSum, unchecked(BinaryPrimitives.ReadInt64LittleEndian(productSum) + product));
            BinaryPrimitives.WriteInt64LittleEndian(most, Math.Max(BinaryPrimitives.ReadInt64LittleEndian(most), largest));
        }

        private readonly Span<byte> Column(long at, int channel) => table[((int)at + 8 * channel)..];
    }
}
