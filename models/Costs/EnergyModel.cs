namespace WageSim.Models.Costs;

/// <summary>Energy = counts · prices.</summary>
public sealed class EnergyModel(PriceTable prices)
{
    /// <summary>Energy of all activities.</summary>
    public double Picojoules(ActivityCounts counts) => Activities.All.Sum(activity => Picojoules(activity, counts[activity]));

    /// <summary>Energy of one activity.</summary>
    public double Picojoules(Activity activity, long count) => count * prices[activity].Picojoules;
}
