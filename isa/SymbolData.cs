using System.Numerics;
using System.Runtime.InteropServices;

namespace WageSim.Isa;

/// <summary>Tensors in and out of DRAM, as the host sees them.</summary>
public static class SymbolData
{
    /// <summary>The tensor's values.</summary>
    public static long[] Read(this Symbol symbol, byte[] dram)
    {
        long[] values = new long[symbol.Elements];
        var bytes = dram.AsSpan((int)symbol.Address, (int)symbol.Bytes);
        switch (symbol.ElementBytes, symbol.Signed)
        {
            case (1, true): Read<sbyte>(bytes, values); break;
            case (1, false): Read<byte>(bytes, values); break;
            case (2, true): Read<short>(bytes, values); break;
            case (2, false): Read<ushort>(bytes, values); break;
            case (4, _): Read<int>(bytes, values); break;
            default: Read<long>(bytes, values); break;
        }
        return values;
    }

    /// <summary>Writes the first elements of the tensor.</summary>
    public static void Write(this Symbol symbol, byte[] dram, ReadOnlySpan<int> values)
    {
        if (values.Length > symbol.Elements)
            throw new ArgumentException($"{values.Length} values for tensor {symbol.Name} of {symbol.Elements}");
        var bytes = dram.AsSpan((int)symbol.Address, values.Length * symbol.ElementBytes);
        switch (symbol.ElementBytes)
        {
            case 1: Write<byte>(bytes, values); break;
            case 2: Write<short>(bytes, values); break;
            case 4: Write<int>(bytes, values); break;
            default: Write<long>(bytes, values); break;
        }
    }

    private static void Read<T>(ReadOnlySpan<byte> bytes, Span<long> values) where T : unmanaged, INumberBase<T>
    {
        var elements = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < values.Length; i++) values[i] = long.CreateTruncating(elements[i]);
    }

    private static void Write<T>(Span<byte> bytes, ReadOnlySpan<int> values) where T : unmanaged, INumberBase<T>
    {
        var elements = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < values.Length; i++) elements[i] = T.CreateTruncating(values[i]);
    }
}
