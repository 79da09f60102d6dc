namespace WageSim.Workloads.Datasets;

/// <summary>From pixels to the 8-bit codes that the first layer reads.</summary>
public static class InputCodes
{
    /// <summary>[0, 255] → [-1, 1], v / 127.5 - 1 in 8 bits (WAGE, authors' code): clip(v - 128 + [v ≥ 128], ±127), never 0.</summary>
    public static void Encode(ReadOnlySpan<byte> pixels, Span<sbyte> codes)
    {
        if (pixels.Length != codes.Length) throw new ArgumentException($"{codes.Length} codes for {pixels.Length} pixels", nameof(codes));
        for (int i = 0; i < pixels.Length; i++)
        {
            int v = pixels[i];
            codes[i] = (sbyte)Math.Clamp(v - 128 + (v >> 7), -127, 127);
        }
    }
}
