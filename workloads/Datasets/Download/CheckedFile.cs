namespace WageSim.Workloads.Datasets.Download;

/// <summary>A file that has its published sum.</summary>
/// <param name="Repacked">Whether only what it unpacks to has, packed by other software.</param>
public sealed record CheckedFile(string Path, long Bytes, string Md5, bool Repacked);
