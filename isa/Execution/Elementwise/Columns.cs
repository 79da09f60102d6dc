using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>A kernel over columns of lanes of type T, at any width.</summary>
internal interface IColumns<T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    /// <summary>Columns from … end - 1, whose number is a multiple of V's lanes.</summary>
    void Run<V>(int from, int end) where V : struct, ILanes<V, T>;
}

/// <summary>Cuts columns into those for the widest registers, those for the next ones, and the rest.</summary>
internal static class Columns
{
    /// <summary>How kernels are compiled: at once, and apart: four widths in one method are more than the compiler inlines.</summary>
    public const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Bits of the widest registers that kernels use on this host.</summary>
    public static int HostBits { get; } =
        Avx512BW.IsSupported ? 512 : Avx2.IsSupported ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    public static void Cover<K, T>(ref K kernel, int count, int bits)
        where K : struct, IColumns<T>, allows ref struct
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        int done = 0;
        if (bits >= 512 && Avx512BW.IsSupported) Take<K, T, Lanes512<T>>(ref kernel, count, ref done);
        if (bits >= 256 && Avx2.IsSupported) Take<K, T, Lanes256<T>>(ref kernel, count, ref done);
        if (bits >= 128) Take<K, T, Lanes128<T>>(ref kernel, count, ref done);
        Take<K, T, Lane<T>>(ref kernel, count, ref done);
    }

    /// <summary>The largest of some lanes and a number.</summary>
    public static long Largest<V>(V lanes, long number) where V : struct, ILanes<V, long>
    {
        for (int lane = 0; lane < V.Count; lane++) number = Math.Max(number, lanes[lane]);
        return number;
    }

    private static void Take<K, T, V>(ref K kernel, int count, ref int done)
        where K : struct, IColumns<T>, allows ref struct
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where V : struct, ILanes<V, T>
    {
        int end = done + (count - done) / V.Count * V.Count;
        if (end > done) kernel.Run<V>(done, end);
        done = end;
    }
}
