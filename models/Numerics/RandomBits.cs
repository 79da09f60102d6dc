namespace WageSim.Models.Numerics;

/// <summary>Random bits that are addressed, not drawn: f(seed, step, tensor, index), so no order of execution can change them.</summary>
/// <remarks>
/// Bob Jenkins' six-step integer hash (additions, shifts and exclusive-ors only, hence cheap in hardware), chained over the address.
/// </remarks>
public static class RandomBits
{
    /// <summary>The key of one tensor in one step; a pass of the vector unit computes it once.</summary>
    public static uint Key(uint seed, uint step, uint tensor) => Mix(tensor ^ Mix(step ^ Mix(seed)));

    /// <summary>One element's 16-bit draw, 0…65535. Mixed twice: after once, the draws of neighbours are still correlated.</summary>
    public static ushort Draw(uint key, uint index) => (ushort)(Mix(Mix(index ^ key)) >> 16);

    /// <summary>One mixing of 32 bits.</summary>
    public static uint Mix(uint a)
    {
        unchecked
        {
            a = a + 0x7ed55d16 + (a << 12);
            a = a ^ 0xc761c23c ^ (a >> 19);
            a = a + 0x165667b1 + (a << 5);
            a = (a + 0xd3a2646c) ^ (a << 9);
            a = a + 0xfd7046c5 + (a << 3);
            return a ^ 0xb55a4f09 ^ (a >> 16);
        }
    }
}
