using WageSim.Models;
using WageSim.Workloads.Catalogue;

namespace WageSim.Sweeps;

/// <summary>Training images of the data sets that networks are named for.</summary>
internal static class EpochImages
{
    /// <summary>Whole steps of an epoch.</summary>
    public static long Steps(string network, int? images, int batch)
    {
        int count = images ?? NetworkCatalogue.All.FirstOrDefault(known => known.Name == network)?.TrainingImages ?? 0;
        if (count == 0)
            throw new InputException($"network '{network}': images of an epoch are not known; give them (--images N), or take one of " +
                string.Join(", ", NetworkCatalogue.All.Select(known => known.Name)));
        return count >= batch ? count / batch : throw new InputException($"batch {batch}: is more than the {count} images of an epoch");
    }
}
