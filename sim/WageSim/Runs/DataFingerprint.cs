using System.Security.Cryptography;
using WageSim.Workloads.Datasets;

namespace WageSim.Runs;

/// <summary>A fingerprint of images and labels, wherever they were read from.</summary>
internal static class DataFingerprint
{
    /// <summary>SHA-256 of the training images, then the test images, each as <see cref="ImageSet.Hash"/> has them.</summary>
    public static string Sha256(DataSet data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        data.Train.Hash(hash);
        data.Test.Hash(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
