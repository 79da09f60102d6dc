using System.Security.Cryptography;
using System.Text;

namespace WageSim.Workloads.Topologies;

/// <summary>Layers of another tool's file, to be timed one by one.</summary>
/// <param name="Source">The file.</param>
/// <param name="Notes">What the file says that is not taken into account.</param>
public sealed record Topology(string Source, IReadOnlyList<TopologyLayer> Layers, IReadOnlyList<string> Notes)
{
    /// <summary>SHA-256 of the layers: two files with one digest are timed alike.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Layers))));
}
