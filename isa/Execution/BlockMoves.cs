using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WageSim.Isa.Execution;

/// <summary>DMA blocks: run by run, in the order of the walks.</summary>
internal static class BlockMoves
{
    private const int LongestShort = 64;

    public static void List(in Command command, Memory source, Memory destination, ref AccessList accesses)
    {
        accesses.Read(source, command.A, command.W0!);
        accesses.Write(destination, command.B, command.W1!.ShapedAs(command.W0!));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(byte[] from, long start, Walk source, byte[] to, long target, Walk destination)
    {
        int bytes = source.RunBytes;
        for (int i4 = 0; i4 < source.Segments; i4++)
            for (int i3 = 0; i3 < source.Count3; i3++)
                for (int i2 = 0; i2 < source.Count2; i2++)
                {
                    long a = start + i4 * source.SegmentStride + i3 * source.Stride3 + i2 * source.Stride2;
                    long b = target + i4 * destination.SegmentStride + i3 * destination.Stride3 + i2 * destination.Stride2;
                    if (bytes <= LongestShort) Short(from, a, source.Stride1, to, b, destination.Stride1, source.Count1, bytes);
                    else
                        for (int i1 = 0; i1 < source.Count1; i1++)
                            from.AsSpan((int)(a + i1 * source.Stride1), bytes).CopyTo(to.AsSpan((int)(b + i1 * destination.Stride1)));
                }
    }

    // Runs of a few elements, of which there are many: a call each would take longer than the copy.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Short(byte[] from, long a, long aStep, byte[] to, long b, long bStep, int count, int bytes)
    {
        for (int i = 0; i < count; i++, a += aStep, b += bStep)
        {
            var source = from.AsSpan((int)a, bytes);
            var target = to.AsSpan((int)b, bytes);
            int done = 0;
            for (; done + 16 <= bytes; done += 16) Vector128.Create<byte>(source[done..]).CopyTo(target[done..]);
            for (; done < bytes; done++) target[done] = source[done];
        }
    }

    public static void Fill(byte[] memory, long start, Walk walk, byte value)
    {
        for (int i4 = 0; i4 < walk.Segments; i4++)
            for (int i3 = 0; i3 < walk.Count3; i3++)
                for (int i2 = 0; i2 < walk.Count2; i2++)
                {
                    long line = start + i4 * walk.SegmentStride + i3 * walk.Stride3 + i2 * walk.Stride2;
                    for (int i1 = 0; i1 < walk.Count1; i1++)
                        memory.AsSpan((int)(line + i1 * walk.Stride1), walk.RunBytes).Fill(value);
                }
    }
}
