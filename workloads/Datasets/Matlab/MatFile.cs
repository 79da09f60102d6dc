using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using WageSim.Models;

namespace WageSim.Workloads.Datasets.Matlab;

/// <summary>The numeric arrays of a MATLAB level-5 MAT file, plain or compressed, one after another and never all in memory.</summary>
internal static class MatFile
{
    private const int HeaderBytes = 128, VersionAt = 124, MaxName = 64, MaxDimensions = 8;
    private const ushort Level5 = 0x0100, Level73 = 0x0200;
    private const int FirstNumericClass = 6, LastNumericClass = 15;
    private const uint ComplexFlag = 0x0800;

    /// <summary>Calls with each array; what the call leaves unread is passed over.</summary>
    public static void Read(string path, Action<MatArray> use) => ReadableFile.Read(path, file =>
    {
        Header(path, file);
        while (file.Position < file.Length)
        {
            var tag = MatTag.Read(file);
            long end = file.Position + tag.Bytes;
            if (tag.Inside is not null || end > file.Length)
            {
                throw new InputException(
                    $"{path}: the element at byte {file.Position - 8} goes on to byte {end}; the file ends at {file.Length}");
            }
            if (tag.Type == MatType.Compressed)
            {
                using var inflated = new ZLibStream(file, CompressionMode.Decompress, leaveOpen: true);
                if (MatTag.Read(inflated).Type == MatType.Matrix) Element(inflated, use);
                // To the end, where its checksum is.
                inflated.CopyTo(Stream.Null);
            }
            else if (tag.Type == MatType.Matrix) Element(file, use);
            file.Position = end;
        }
        return true;
    });

    private static void Header(string path, FileStream file)
    {
        byte[] header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
            throw new InputException($"{path}: {file.Length} bytes are too few for the {HeaderBytes}-byte header of a MAT file");
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(VersionAt));
        string order = Encoding.ASCII.GetString(header, VersionAt + 2, 2);
        if (order == "MI") throw new InputException($"{path}: is a big-endian MAT file; a little-endian one is expected");
        if (order != "IM")
            throw new InputException($"{path}: is not a MAT file of level 5: bytes 126 and 127 are not IM (level 4 has no such mark)");
        if (version == Level73)
            throw new InputException($"{path}: is a MAT file of version 7.3 (HDF5); level 5, as of save -v7, is expected");
        if (version != Level5) throw new InputException($"{path}: MAT version 0x{version:x4} is unknown; 0x{Level5:x4} is expected");
    }

    private static void Element(Stream stream, Action<MatArray> use)
    {
        byte[] flags = MatTag.Read(stream).Data(stream, 8);
        if (flags.Length != 8) throw new InvalidDataException("array flags of another size");
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(flags), kind = word & 0xff;
        // Cells, structures, texts, sparse and complex arrays are not what this reader is for.
        if (kind is < FirstNumericClass or > LastNumericClass || (word & ComplexFlag) != 0) return;
        byte[] sizes = MatTag.Read(stream).Data(stream, 4 * MaxDimensions);
        int[] dimensions = new int[sizes.Length / 4];
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadInt32LittleEndian(sizes.AsSpan(4 * i));
            if (dimensions[i] < 0) throw new InvalidDataException("a negative dimension");
        }
        string name = Encoding.ASCII.GetString(MatTag.Read(stream).Data(stream, MaxName));
        var tag = MatTag.Read(stream);
        var array = new MatArray(name, dimensions, tag.Type, tag.Bytes, tag.Inside is { } inside ? new MemoryStream(inside) : stream);
        if (array.Count * array.ElementBytes != tag.Bytes) throw new InvalidDataException("the dimensions do not fit the data");
        use(array);
    }
}
