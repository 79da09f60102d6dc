namespace WageSim.Workloads.Datasets.Images;

/// <summary>The checksum of PNG chunks: CRC-32, reflected polynomial 0xedb88320.</summary>
internal static class Crc32
{
    private static readonly uint[] table = [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8)
        .Aggregate((uint)value, (crc, _) => (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes) crc = table[(byte)(crc ^ value)] ^ crc >> 8;
        return ~crc;
    }
}
