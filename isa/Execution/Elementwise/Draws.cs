using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>Many of <see cref="RandomBits"/>' draws at once.</summary>
public static class Draws
{
    /// <summary>Draws of elements first, first + 1, … modulo 2^32.</summary>
    public static void Fill(uint key, uint first, Span<ushort> draws, int bits)
    {
        var kernel = new Kernel { Key = key, First = first, Into = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(draws)) };
        Columns.Cover<Kernel, int>(ref kernel, draws.Length, bits);
    }

    private ref struct Kernel : IColumns<int>
    {
        public uint Key, First;
        public ref byte Into;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, int>
        {
            V index = V.All((int)First + first) + V.Indices, step = V.All(V.Count), key = V.All((int)Key);
            for (int i = first; i < last; i += V.Count, index += step)
                (Mix(Mix(index ^ key)) >>> 16).Store16(ref Unsafe.Add(ref Into, 2 * (nint)i));
        }

        /// <summary><see cref="RandomBits.Mix"/>.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Mix<V>(V a) where V : struct, ILanes<V, int>
        {
            a = a + V.All(0x7ed55d16) + (a << 12);
            a = a ^ V.All(unchecked((int)0xc761c23c)) ^ a >>> 19;
            a = a + V.All(0x165667b1) + (a << 5);
            a = a + V.All(unchecked((int)0xd3a2646c)) ^ a << 9;
            a = a + V.All(unchecked((int)0xfd7046c5)) + (a << 3);
            return a ^ V.All(unchecked((int)0xb55a4f09)) ^ a >>> 16;
        }
    }
}
