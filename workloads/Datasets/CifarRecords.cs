using WageSim.Models;

namespace WageSim.Workloads.Datasets;

/// <summary>CIFAR-10's binary records: a label 0…9, then 1,024 red, 1,024 green and 1,024 blue bytes, each plane row by row.</summary>
internal static class CifarRecords
{
    public const int Classes = 10;
    private const int Plane = 32 * 32, Channels = 3, RecordBytes = 1 + Channels * Plane;

    /// <summary>Reads as many records as the bytes hold; the name is for messages.</summary>
    public static PixelSet Read(string name, Stream stream, long bytes)
    {
        var (records, rest) = Math.DivRem(bytes, RecordBytes);
        if (rest != 0)
        {
            throw new InputException(
                $"{name}: {bytes} bytes are not a multiple of a record's {RecordBytes}; record {records} has {rest} bytes");
        }
        if (records == 0) throw new InputException($"{name}: no records; at least one of {RecordBytes} bytes is expected");
        if (records > Array.MaxLength / (Channels * Plane))
            throw new InputException($"{name}: {records} records are more than {Array.MaxLength / (Channels * Plane)}");
        byte[] pixels = new byte[records * Channels * Plane], labels = new byte[records], record = new byte[RecordBytes];
        for (int i = 0; i < labels.Length; i++)
        {
            if (stream.ReadAtLeast(record, RecordBytes, throwOnEndOfStream: false) < RecordBytes)
                throw new InputException($"{name}: the file ends in record {i} of {records}");
            if (record[0] >= Classes) throw new InputException($"{name}: label {record[0]} of record {i} is outside 0..{Classes - 1}");
            labels[i] = record[0];
            Interleave(record.AsSpan(1), pixels.AsSpan(i * Channels * Plane, Channels * Plane));
        }
        return new(new(32, 32, Channels), pixels, labels);
    }

    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        for (int i = 0; i < Plane; i++)
            for (int c = 0; c < Channels; c++) pixels[i * Channels + c] = planes[c * Plane + i];
    }
}
