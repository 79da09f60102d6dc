using System.Buffers.Binary;
using System.Security.Cryptography;
using WageSim.Models.Schemes;

namespace WageSim.Runs;

/// <summary>A fingerprint of what was trained: weights, and all else of a scheme's state.</summary>
public static class WeightHash
{
    /// <summary>
    /// SHA-256 of the arrays of <see cref="SchemeParameters.State"/> one after another, each value as little-endian int16, or int32 where
    /// its tensor has such values.
    /// </summary>
    public static string Sha256(SchemeParameters parameters, int[][] state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (tensor, codes) in parameters.State.Zip(state)) hash.AppendData(Bytes(codes, tensor.KeptBytes));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Bytes(int[] codes, int size)
    {
        byte[] bytes = new byte[codes.Length * size];
        for (int i = 0; i < codes.Length; i++)
        {
            if (size == sizeof(short)) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(size * i), checked((short)codes[i]));
            else BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(size * i), codes[i]);
        }
        return bytes;
    }
}
