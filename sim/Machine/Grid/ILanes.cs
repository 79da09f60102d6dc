namespace WageSim.Machine;

/// <summary>Registers of neighbouring PEs of a row, each a 32-bit lane of a vector: one text of the array for every width.</summary>
internal interface ILanes<TSelf> where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(ref int registers, nint at);
    static abstract void Store(TSelf lanes, ref int registers, nint at);
    static abstract TSelf All(int value);
    static abstract TSelf Broadcast(ref int registers, nint at);

    /// <summary>Operands as the low halves of words without tags.</summary>
    static abstract TSelf Widen(ref short operands, nint at);

    /// <summary>One PE to the right: the last lane of `left`, then all but the last of `here`.</summary>
    static abstract TSelf ShiftIn(TSelf left, TSelf here);

    /// <summary>sum + product of the two words' operands.</summary>
    static abstract TSelf MultiplyAdd(TSelf sum, TSelf x, TSelf y);

    static abstract TSelf operator +(TSelf a, TSelf b);
    static abstract TSelf operator &(TSelf a, TSelf b);
    static abstract TSelf operator |(TSelf a, TSelf b);
    static abstract TSelf operator ^(TSelf a, TSelf b);

    /// <summary>All ones in the lanes that are the same in both.</summary>
    static abstract TSelf Same(TSelf a, TSelf b);

    /// <summary>Bits of `then` where `mask` has ones, of `otherwise` where it has zeros.</summary>
    static abstract TSelf Select(TSelf mask, TSelf then, TSelf otherwise);

    /// <summary>Whether any lane has a bit of `bits`.</summary>
    static abstract bool AnyBit(TSelf lanes, TSelf bits);

    /// <summary>count, in each lane, and one more in units of <see cref="Word.Used"/> where both words have that tag.</summary>
    static abstract TSelf CountUsed(TSelf count, TSelf a, TSelf b);

    /// <summary>The count over all lanes.</summary>
    static abstract int Total(TSelf count);
}
