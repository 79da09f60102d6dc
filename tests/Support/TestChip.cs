using WageSim.Models.Hardware;

namespace WageSim.Tests.Support;

/// <summary>Chips that tests use.</summary>
internal static class TestChip
{
    public static readonly Chip Edge = ChipFile.Load("edge", []);
}
