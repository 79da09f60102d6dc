using WageSim.Models.Networks;
using WageSim.Workloads.Datasets;

namespace WageSim.Workloads.Catalogue;

/// <summary>A published experiment: what is trained on what, and how.</summary>
/// <param name="Network">Name in the catalogue of networks.</param>
/// <param name="Data">Name of the data set; its folder is the user's.</param>
/// <param name="LearningRate">Rates from epochs on, such as "8@0,1@200".</param>
public sealed record Preset(
    string Name, string Network, string Data, BitWidths Bits, int Batch, int Epochs, string LearningRate,
    Augmentation Augmentation, string Description);
