using System.Buffers.Binary;

namespace WageSim.Isa;

/// <summary>Tensors in and out of DRAM, as the host sees them.</summary>
public static class SymbolData
{
    /// <summary>The tensor's values.</summary>
    public static long[] Read(this Symbol symbol, byte[] dram)
    {
        var bytes = dram.AsSpan((int)symbol.Address, (int)symbol.Bytes);
        long[] values = new long[symbol.Elements];
        for (int i = 0; i < values.Length; i++)
        {
            var element = bytes.Slice(i * symbol.ElementBytes, symbol.ElementBytes);
            values[i] = (symbol.ElementBytes, symbol.Signed) switch
            {
                (1, true) => (sbyte)element[0],
                (1, false) => element[0],
                (2, true) => BinaryPrimitives.ReadInt16LittleEndian(element),
                (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(element),
                (4, _) => BinaryPrimitives.ReadInt32LittleEndian(element),
                _ => BinaryPrimitives.ReadInt64LittleEndian(element),
            };
        }
        return values;
    }

    /// <summary>Writes the first elements of the tensor.</summary>
    public static void Write(this Symbol symbol, byte[] dram, ReadOnlySpan<int> values)
    {
        if (values.Length > symbol.Elements)
            throw new ArgumentException($"{values.Length} values for tensor {symbol.Name} of {symbol.Elements}");
        for (int i = 0; i < values.Length; i++)
        {
            var element = dram.AsSpan((int)symbol.Address + i * symbol.ElementBytes, symbol.ElementBytes);
            switch (symbol.ElementBytes)
            {
                case 1: element[0] = (byte)values[i]; break;
                case 2: BinaryPrimitives.WriteInt16LittleEndian(element, (short)values[i]); break;
                case 4: BinaryPrimitives.WriteInt32LittleEndian(element, values[i]); break;
                default: BinaryPrimitives.WriteInt64LittleEndian(element, values[i]); break;
            }
        }
    }
}
