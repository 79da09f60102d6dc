namespace WageSim.Models.Files;

/// <summary>The checksum of zip archives and PNG chunks: CRC-32 of ISO 3309, polynomial 0xEDB88320 with the lowest bit first.</summary>
public static class Crc32
{
    private const uint Polynomial = 0xedb88320;

    private static readonly uint[] table = [.. Enumerable.Range(0, 256).Select(value => Shifted((uint)value))];

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes) crc = table[(byte)(crc ^ value)] ^ crc >> 8;
        return ~crc;
    }

    private static uint Shifted(uint value)
    {
        for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? value >> 1 ^ Polynomial : value >> 1;
        return value;
    }
}
