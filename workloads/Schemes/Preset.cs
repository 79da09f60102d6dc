using WageSim.Workloads.Datasets;

namespace WageSim.Workloads.Schemes;

/// <summary>A published experiment: what is trained on what, and how.</summary>
/// <param name="Scheme">Name of the scheme.</param>
/// <param name="Network">Name in the catalogue of networks.</param>
/// <param name="Data">Name of the data set; its folder is the user's.</param>
/// <param name="Options">What is chosen of the scheme, the schedule of rates among it.</param>
public sealed record Preset(
    string Name, string Scheme, string Network, string Data, SchemeOptions Options, int Batch, int Epochs,
    Augmentation Augmentation, string Description);
