namespace WageSim.Workloads.Datasets.Download;

/// <summary>A file that a published one unpacks to.</summary>
/// <param name="Names">Where it may lie in the set's folder.</param>
/// <param name="Md5">Lower-case hexadecimal.</param>
public sealed record PublishedContent(IReadOnlyList<string> Names, string Md5);
