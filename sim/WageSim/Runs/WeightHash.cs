using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WageSim.Runs;

/// <summary>A fingerprint of trained weights.</summary>
public static class WeightHash
{
    /// <summary>SHA-256 of all codes as little-endian int16, layer by layer in the golden-trace layout.</summary>
    public static string Sha256(int[][] weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (int[] layer in weights)
        {
            byte[] bytes = new byte[layer.Length * 2];
            for (int i = 0; i < layer.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), checked((short)layer[i]));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
