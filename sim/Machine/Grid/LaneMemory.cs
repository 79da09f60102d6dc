using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Machine;

/// <summary>Registers of one kind, row by row, where a vector never lies across two cache lines.</summary>
internal sealed class LaneMemory
{
    private const int LineBytes = 64;
    private readonly int[] cells;
    private readonly int start;

    public LaneMemory(int count)
    {
        cells = GC.AllocateArray<int>(count + LineBytes / sizeof(int), pinned: true);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(cells, 0);
        start = (int)(-address & LineBytes - 1) / sizeof(int);
    }

    // Unchecked: an array's clock edge reads and writes every register it has.
    public ref int this[int index] => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(cells), start + index);

    /// <summary>Lanes of a row: up to a multiple of a vector.</summary>
    public static int Pitch(int lanes, int width) => (lanes + width - 1) / width * width;
}
