namespace WageSim.Workloads.Datasets.Download;

/// <summary>A data set that anybody may fetch.</summary>
/// <param name="Source">Address of the folder with its files; ends with a slash.</param>
public sealed record PublishedSet(string Name, Uri Source, IReadOnlyList<PublishedFile> Files);
