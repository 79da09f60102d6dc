using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vstat`: sums of words and of their squares, of a few channels at a time.</summary>
internal static class StatisticsKernel
{
    public static void Run(VectorStatistics op, in Command c, MachineState machine)
    {
        int channels = c.W0!.Run, words = 4 * c.W0.Positions * channels;
        if (VectorPasses.Meet(c.A, words, c.B, (long)VectorStatistics.SumBytes * channels))
        {
            StatisticsDefinitions.Run(op, c, machine);
            return;
        }
        ref byte from = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A, words));
        var kernel = new Kernel(ref from, machine.Scratchpad.AsSpan((int)c.B, VectorStatistics.SumBytes * channels))
        {
            Rows = c.W0.Positions, Channels = channels,
        };
        Columns.Cover<Kernel, long>(ref kernel, channels, machine.VectorBits);
    }

    private ref struct Kernel(ref byte words, Span<byte> sums) : IColumns<long>
    {
        private readonly ref byte words = ref words;
        private readonly Span<byte> sums = sums;
        public int Rows, Channels;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, long>
        {
            V lower = V.All(uint.MaxValue);
            for (int n = first; n < last; n += V.Count)
            {
                // Squares have up to 63 bits: their halves are summed apart.
                V sum = V.All(0), low = V.All(0), high = V.All(0);
                ref byte at = ref Unsafe.Add(ref words, 4 * (nint)n);
                for (int i = 0; i < Rows; i++, at = ref Unsafe.Add(ref at, 4 * (nint)Channels))
                {
                    V x = V.Signed32(ref at), square = V.Product32(x, x);
                    sum += x;
                    low += square & lower;
                    high += square >>> 32;
                }
                for (int lane = 0; lane < V.Count; lane++) Add(n + lane, sum[lane], ((Int128)high[lane] << 32) + low[lane]);
            }
        }

        private readonly void Add(int channel, long sum, Int128 squares)
        {
            Span<byte> s1 = sums[(8 * channel)..], s2 = sums[(8 * Channels + 16 * channel)..];
            BinaryPrimitives.WriteInt64LittleEndian(s1, unchecked(BinaryPrimitives.ReadInt64LittleEndian(s1) + sum));
            BinaryPrimitives.WriteInt128LittleEndian(s2, unchecked(BinaryPrimitives.ReadInt128LittleEndian(s2) + squares));
        }
    }
}
