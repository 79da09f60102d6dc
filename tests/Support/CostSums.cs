using WageSim.Models.Costs;
using WageSim.Reports;

namespace WageSim.Tests.Support;

/// <summary>Sums of energy and area, digit by digit.</summary>
internal static class CostSums
{
    public static void AssertExact(EnergyResult energy, AreaResult area, decimal total)
    {
        Assert.Equal(total, energy.TotalPicojoules);
        Assert.Equal(total, energy.Components.Values.Sum());
        Assert.Equal(total, energy.Parts.Sum(part => part.Picojoules));
        Assert.Equal(total, energy.Layers.Sum(layer => layer.Picojoules));
        Assert.Equal(Components.OfEnergy, energy.Components.Keys);
        Assert.All(energy.Parts, part => Assert.Equal(part.Count * part.PicojoulesEach, part.Picojoules));
        Assert.All(energy.Layers, layer => Assert.Equal(layer.Picojoules, layer.Components.Values.Sum()));
        foreach (string component in Components.OfEnergy)
        {
            Assert.Equal(
                energy.Components[component], energy.Parts.Where(part => part.Component == component).Sum(part => part.Picojoules));
            Assert.Equal(energy.Components[component], energy.Layers.Sum(layer => layer.Components[component]));
        }
        Assert.Equal(area.TotalSquareMicrons, area.Components.Values.Sum());
        Assert.Equal(area.TotalSquareMicrons, area.Tree.SquareMicrons);
        AssertSums(area.Tree);
    }

    private static void AssertSums(AreaNodeResult node)
    {
        if (node.Children.Count > 0) Assert.Equal(node.SquareMicrons, node.Children.Sum(child => child.SquareMicrons));
        foreach (var child in node.Children) AssertSums(child);
    }
}
