using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>Where the tiles of one array are while a plan is built: known from the group at hand, or in the array's registers.</summary>
internal sealed class TileTracker
{
    private List<TilePart> shadow = [], active = [];
    private ArrayGroup? shadowOwner, activeOwner;
    private bool readyInRegisters;

    private bool Ready => shadowOwner is null ? readyInRegisters : shadow[^1].Instruction.Last;

    /// <summary>A preload. Says whether its tile begins in this group, so that its passes can be planned.</summary>
    public bool Preload(Weights weights, int start, ArrayGroup group)
    {
        if (Ready || !weights.First && (shadowOwner != group || !TilePacker.Alike(weights, shadow[0].Instruction))) return false;
        if (weights.First) shadow = [];
        shadow.Add(new(weights, start));
        shadowOwner = group;
        return true;
    }

    /// <summary>The tile that a pass uses, or null if it has to be found in the registers.</summary>
    public IReadOnlyList<TilePart>? Take(bool swap, ArrayGroup group)
    {
        if (!swap) return activeOwner == group ? active : null;
        if (shadowOwner != group || !Ready) return null;
        (active, activeOwner, shadowOwner, readyInRegisters) = (shadow, group, null, false);
        return active;
    }

    /// <summary>What is known goes into the registers when its group is done.</summary>
    public void Settle()
    {
        readyInRegisters = Ready;
        activeOwner?.Leave(active, taken: true);
        shadowOwner?.Leave(shadow, taken: false);
        if (activeOwner is not null && shadowOwner != activeOwner) shadowOwner?.Before.Add(activeOwner);
        (activeOwner, shadowOwner) = (null, null);
    }

    /// <summary>A command works on the registers themselves.</summary>
    public void Pass(Instruction instruction)
    {
        if (instruction is Weights weights) readyInRegisters = weights.Last;
        if (instruction is WeightStationary { Swap: true }) readyInRegisters = false;
    }
}
