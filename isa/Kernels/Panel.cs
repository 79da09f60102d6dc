using System.Runtime.Intrinsics;

namespace WageSim.Isa.Kernels;

/// <summary>
/// The layout of stationary operands for the byte kernels: blocks of 32, 16, 8 or 4 columns; in a block, groups of four k one after
/// the other; in a group, the four bytes of each column.
/// </summary>
public static unsafe class Panel
{
    /// <summary>Whether a number of columns can be laid out.</summary>
    public static bool Fits(int columns) => columns % 4 == 0;

    /// <summary>Bytes of a panel.</summary>
    public static int Bytes(int columns, int groups) => columns * groups * 4;

    /// <summary>Columns of the next block when so many are left.</summary>
    public static int BlockWidth(int left) => left >= 32 ? 32 : left >= 16 ? 16 : left >= 8 ? 8 : 4;

    /// <summary>Where the block that starts at a column begins.</summary>
    public static int Block(int column, int groups) => column * groups * 4;

    /// <summary>Where the four bytes of a group and column are.</summary>
    public static int At(int columns, int groups, int group, int column)
    {
        int start = 0;
        while (column - start >= BlockWidth(columns - start)) start += BlockWidth(columns - start);
        return Block(start, groups) + (group * BlockWidth(columns - start) + column - start) * 4;
    }

    /// <summary>
    /// Interleaves four rows of bytes into one group: column n gets row0[n], row1[n], row2[n], row3[n]. Rows are read up to a multiple of 16.
    /// </summary>
    public static void Interleave(byte* row0, byte* row1, byte* row2, byte* row3, byte flip, byte* into, int columns)
    {
        var signs = Vector128.Create(flip);
        for (int n = 0; n < columns; n += 16)
        {
            Vector128<byte> a = Vector128.Load(row0 + n) ^ signs, b = Vector128.Load(row1 + n) ^ signs;
            Vector128<byte> c = Vector128.Load(row2 + n) ^ signs, d = Vector128.Load(row3 + n) ^ signs;
            var (ab0, ab1) = Zip(a, b);
            var (cd0, cd1) = Zip(c, d);
            var (q0, q1) = Zip(ab0.AsUInt16(), cd0.AsUInt16());
            q0.AsByte().Store(into + 4 * n);
            if (columns - n <= 4) return;
            q1.AsByte().Store(into + 4 * n + 16);
            if (columns - n <= 8) return;
            var (q2, q3) = Zip(ab1.AsUInt16(), cd1.AsUInt16());
            q2.AsByte().Store(into + 4 * n + 32);
            q3.AsByte().Store(into + 4 * n + 48);
        }
    }

    private static (Vector128<byte> Low, Vector128<byte> High) Zip(Vector128<byte> a, Vector128<byte> b)
    {
        if (System.Runtime.Intrinsics.X86.Sse2.IsSupported)
            return (System.Runtime.Intrinsics.X86.Sse2.UnpackLow(a, b), System.Runtime.Intrinsics.X86.Sse2.UnpackHigh(a, b));
        var (low, high) = (Vector128.Widen(a), Vector128.Widen(b));
        return ((low.Lower | high.Lower << 8).AsByte(), (low.Upper | high.Upper << 8).AsByte());
    }

    private static (Vector128<ushort> Low, Vector128<ushort> High) Zip(Vector128<ushort> a, Vector128<ushort> b)
    {
        if (System.Runtime.Intrinsics.X86.Sse2.IsSupported)
            return (System.Runtime.Intrinsics.X86.Sse2.UnpackLow(a, b), System.Runtime.Intrinsics.X86.Sse2.UnpackHigh(a, b));
        var (low, high) = (Vector128.Widen(a), Vector128.Widen(b));
        return ((low.Lower | high.Lower << 16).AsUInt16(), (low.Upper | high.Upper << 16).AsUInt16());
    }
}
