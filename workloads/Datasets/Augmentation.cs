namespace WageSim.Workloads.Datasets;

/// <summary>How training images are varied.</summary>
[Flags]
public enum Augmentation
{
    None = 0,

    /// <summary>A window at a random place of the bordered image.</summary>
    Crop = 1,

    /// <summary>Left and right exchanged, every second time.</summary>
    Flip = 2,
}
