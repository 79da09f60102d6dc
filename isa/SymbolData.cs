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
        symbol.Read<long>(dram, values);
        return values;
    }

    /// <summary>The tensor's values into memory of the caller's, one each, of a type that can hold them.</summary>
    public static void Read<T>(this Symbol symbol, byte[] dram, Span<T> values) where T : unmanaged, INumberBase<T>
    {
        var bytes = dram.AsSpan((int)symbol.Address, (int)symbol.Bytes);
        switch (symbol.ElementBytes, symbol.Signed)
        {
            case (1, true): Convert<sbyte, T>(bytes, values); break;
            case (1, false): Convert<byte, T>(bytes, values); break;
            case (2, true): Convert<short, T>(bytes, values); break;
            case (2, false): Convert<ushort, T>(bytes, values); break;
            case (4, _): Convert<int, T>(bytes, values); break;
            default: Convert<long, T>(bytes, values); break;
        }
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

    private static void Convert<TFrom, T>(ReadOnlySpan<byte> bytes, Span<T> values)
        where TFrom : unmanaged, INumberBase<TFrom> where T : unmanaged, INumberBase<T>
    {
        var elements = MemoryMarshal.Cast<byte, TFrom>(bytes);
        for (int i = 0; i < elements.Length; i++) values[i] = T.CreateChecked(elements[i]);
    }

    private static void Write<T>(Span<byte> bytes, ReadOnlySpan<int> values) where T : unmanaged, INumberBase<T>
    {
        var elements = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < values.Length; i++) elements[i] = T.CreateTruncating(values[i]);
    }
}
