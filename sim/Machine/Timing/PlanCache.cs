using System.Runtime.InteropServices;

namespace WageSim.Machine;

/// <summary>Plans that were made before, by what they depend on. When it is full it begins anew, so memory stays bounded.</summary>
internal sealed class PlanCache<TKey, TPlan> where TKey : struct, IEquatable<TKey> where TPlan : class
{
    private const int Limit = 1 << 15;
    private readonly Dictionary<TKey, TPlan> plans = [];

    /// <summary>The plan's place; empty where it has still to be made, which must happen at once.</summary>
    public ref TPlan? this[in TKey key]
    {
        get
        {
            if (plans.Count >= Limit) plans.Clear();
            return ref CollectionsMarshal.GetValueRefOrAddDefault(plans, key, out _);
        }
    }
}
