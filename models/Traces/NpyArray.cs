using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace WageSim.Models.Traces;

/// <summary>An integer array of NumPy's .npy format, little-endian, in C order.</summary>
/// <param name="Type">i1, u1, i2, u2, i4, u4 or i8.</param>
/// <param name="Shape">Empty for a scalar.</param>
/// <param name="Values">In row-major order.</param>
public sealed partial record NpyArray(string Type, int[] Shape, long[] Values)
{
    private const int Alignment = 64;
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the bytes of a .npy file; where names the file and array in error messages.</summary>
    public static NpyArray Parse(ReadOnlySpan<byte> bytes, string where)
    {
        if (bytes.Length < 12 || !bytes.StartsWith(Magic)) throw new InputException($"{where}: not a .npy array; it must begin with \\x93NUMPY and a version");
        int major = bytes[6];
        if (major is not (1 or 2)) throw new InputException($"{where}: .npy version {major} is not supported; 1 and 2 are");
        int start = major == 1 ? 10 : 12;
        long length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (start + length > bytes.Length) throw new InputException($"{where}: the header claims {length} bytes, the file has {bytes.Length - start}");
        string header = Encoding.Latin1.GetString(bytes.Slice(start, (int)length));
        if (Header().Match(header) is not { Success: true } match) throw new InputException($"{where}: the header must give descr, fortran_order and shape; it is {header.Trim()}");

        string type = match.Groups["type"].Value;
        int size = SizeOf(type);
        string order = match.Groups["order"].Value;
        if (size == 0 || order != (size == 1 ? "|" : "<")) throw new InputException($"{where}: dtype '{order}{type}' is not supported; |i1 |u1 <i2 <u2 <i4 <u4 <i8 are");
        if (match.Groups["fortran"].Value != "False") throw new InputException($"{where}: fortran_order is True; C order is expected");
        var data = bytes[(start + (int)length)..];
        int[] shape = [.. match.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Dimension)];
        double expected = shape.Aggregate((double)size, (product, dimension) => product * dimension);
        if (expected != data.Length) throw new InputException($"{where}: shape ({string.Join(", ", shape)}) of {type} takes {expected} bytes, {data.Length} follow the header");
        var values = new long[data.Length / size];
        for (int i = 0; i < values.Length; i++) values[i] = Get(type, data.Slice(i * size, size));
        return new(type, shape, values);

        int Dimension(string text) => int.TryParse(text, out int dimension) ? dimension : throw new InputException($"{where}: shape has {text}; at most {int.MaxValue} is allowed");
    }

    /// <summary>The bytes of a version 1 .npy file, its data aligned as NumPy does.</summary>
    public byte[] ToBytes()
    {
        int size = SizeOf(Type);
        if (size == 0) throw new ArgumentException($"dtype '{Type}' is not one of i1 u1 i2 u2 i4 u4 i8");
        string shape = Shape.Length == 1 ? $"({Shape[0]},)" : $"({string.Join(", ", Shape)})";
        string header = $"{{'descr': '{(size == 1 ? '|' : '<')}{Type}', 'fortran_order': False, 'shape': {shape}, }}";
        int start = Magic.Length + 4, dataStart = (start + header.Length + 1 + Alignment - 1) / Alignment * Alignment;
        header = header.PadRight(dataStart - start - 1) + '\n';
        var bytes = new byte[dataStart + Values.Length * size];
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)header.Length);
        Encoding.Latin1.GetBytes(header, bytes.AsSpan(start));
        Span<byte> value = stackalloc byte[8];
        for (int i = 0; i < Values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(value, Values[i]);
            value[..size].CopyTo(bytes.AsSpan(dataStart + i * size));
            if (Get(Type, value) != Values[i]) throw new ArgumentException($"value {Values[i]} does not fit dtype '{Type}'");
        }
        return bytes;
    }

    private static int SizeOf(string type) => type is "i1" or "u1" or "i2" or "u2" or "i4" or "u4" or "i8" ? type[1] - '0' : 0;

    private static long Get(string type, ReadOnlySpan<byte> bytes) => type switch
    {
        "i1" => (sbyte)bytes[0],
        "u1" => bytes[0],
        "i2" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "u2" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "i4" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "u4" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };

    // The header is a Python dictionary; NumPy always writes its three keys in this order.
    [GeneratedRegex(@"^\{\s*'descr'\s*:\s*'(?<order>[<>|=]?)(?<type>\w+)'\s*,\s*'fortran_order'\s*:\s*(?<fortran>True|False)\s*,\s*'shape'\s*:\s*\((?<shape>[\d\s,]*)\)\s*,?\s*\}\s*$")]
    private static partial Regex Header();
}
