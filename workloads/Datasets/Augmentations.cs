namespace WageSim.Workloads.Datasets;

/// <summary>Augmentations as the user writes them.</summary>
public static class Augmentations
{
    private static readonly (string Name, Augmentation Value)[] known =
    [
        ("none", Augmentation.None), ("crop", Augmentation.Crop), ("flip", Augmentation.Flip),
        ("crop+flip", Augmentation.Crop | Augmentation.Flip),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. known.Select(entry => entry.Name)];

    /// <summary>The augmentation of a name, or null.</summary>
    public static Augmentation? Find(string name) =>
        Array.FindIndex(known, entry => entry.Name == name) is >= 0 and var i ? known[i].Value : null;

    /// <summary>none, crop, flip or crop+flip.</summary>
    public static string Name(Augmentation value) => known.First(entry => entry.Value == value).Name;
}
