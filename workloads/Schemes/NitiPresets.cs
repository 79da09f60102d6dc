namespace WageSim.Workloads.Schemes;

/// <summary>The experiments of NITI's authors' code.</summary>
internal static class NitiPresets
{
    public static IReadOnlyList<Preset> All { get; } = [];
}
