using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace WageSim.Workloads.Datasets.Download;

/// <summary>MD5 sums, as data sets are published with.</summary>
internal static class Checksum
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Sum of what is left of a stream, in lower-case hexadecimal; tells how many bytes were newly read.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The published sums are MD5.")]
    public static string Md5(Stream stream, Action<long> progress, CancellationToken cancellation)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        byte[] buffer = new byte[BufferBytes];
        while (stream.Read(buffer) is > 0 and var count)
        {
            cancellation.ThrowIfCancellationRequested();
            md5.AppendData(buffer, 0, count);
            progress(count);
        }
        return Convert.ToHexStringLower(md5.GetHashAndReset());
    }
}
