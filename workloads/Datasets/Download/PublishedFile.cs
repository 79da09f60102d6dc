namespace WageSim.Workloads.Datasets.Download;

/// <summary>A file of a data set as its source offers it.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Md5">Lower-case hexadecimal.</param>
/// <param name="Contents">What it unpacks to; empty where it is not packed.</param>
public sealed record PublishedFile(string Name, long Bytes, string Md5, IReadOnlyList<PublishedContent> Contents)
{
    /// <summary>Other names under which people keep it.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];
}
