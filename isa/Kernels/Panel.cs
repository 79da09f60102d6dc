using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WageSim.Isa.Kernels;

/// <summary>
/// The layout of stationary operands for the byte kernels: blocks of 32, 16, 8 or 4 columns; in a block, groups of four k one after
/// the other; in a group, the four bytes of each column.
/// </summary>
public static unsafe class Panel
{
    /// <summary>Whether a number of columns can be laid out.</summary>
    public static bool Fits(int columns) => columns % 4 == 0;

    /// <summary>Columns of a panel for so many that are used.</summary>
    public static int ColumnsFor(int used) => (used + 3) / 4 * 4;

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
    /// Interleaves four rows of bytes into one group: column n gets row0[n], row1[n], row2[n], row3[n]. Rows are read up to a multiple
    /// of 16.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave(byte* row0, byte* row1, byte* row2, byte* row3, byte flip, byte* into, int columns)
    {
        var signs = Vector128.Create(flip);
        for (int n = 0; n < columns; n += 16)
        {
            Vector128<byte> a = Vector128.Load(row0 + n) ^ signs, b = Vector128.Load(row1 + n) ^ signs;
            Vector128<byte> c = Vector128.Load(row2 + n) ^ signs, d = Vector128.Load(row3 + n) ^ signs;
            Vector128<ushort> ab = Low(a, b).AsUInt16(), cd = Low(c, d).AsUInt16();
            Low(ab, cd).AsByte().Store(into + 4 * n);
            if (columns - n <= 4) return;
            High(ab, cd).AsByte().Store(into + 4 * n + 16);
            if (columns - n <= 8) return;
            (ab, cd) = (High(a, b).AsUInt16(), High(c, d).AsUInt16());
            Low(ab, cd).AsByte().Store(into + 4 * n + 32);
            High(ab, cd).AsByte().Store(into + 4 * n + 48);
        }
    }

    // Elements of the lower, or upper, halves in turn.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Low(Vector128<byte> a, Vector128<byte> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : (Vector128.WidenLower(a) | Vector128.WidenLower(b) << 8).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> High(Vector128<byte> a, Vector128<byte> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : (Vector128.WidenUpper(a) | Vector128.WidenUpper(b) << 8).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Low(Vector128<ushort> a, Vector128<ushort> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : (Vector128.WidenLower(a) | Vector128.WidenLower(b) << 16).AsUInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> High(Vector128<ushort> a, Vector128<ushort> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : (Vector128.WidenUpper(a) | Vector128.WidenUpper(b) << 16).AsUInt16();
}
