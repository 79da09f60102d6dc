using System.Reflection;

namespace WageSim.Models.Costs;

/// <summary>Every event that costs energy. Components count them; prices live in tables.</summary>
public enum Activity
{
    [Counted("product", "One PE's product of an 8-bit moving operand by 2 stationary bits, with its 32-bit addition.")]
    MacPass2,

    [Counted("product", "One PE's product of an 8-bit moving operand by 4 stationary bits, with its 32-bit addition.")]
    MacPass4,

    [Counted("product", "One PE's product of an 8-bit moving operand by 8 stationary bits, with its 32-bit addition.")]
    MacPass8,

    [Counted("slice", "One stationary slice written to a PE's register.")]
    WeightPreload,

    [Counted("32-bit word", "One sum read from an accumulator bank.")]
    AccumulatorReadWord,

    [Counted("32-bit word", "One sum written to an accumulator bank.")]
    AccumulatorWriteWord,

    [Counted("32-bit addition", "One sum added to the one that its accumulator bank holds.")]
    AccumulatorAdd,

    [Counted("byte", "One byte of a port word read from a scratchpad bank, used or not.")]
    ScratchpadReadByte,

    [Counted("byte", "One byte of a port word written to a scratchpad bank.")]
    ScratchpadWriteByte,

    [Counted("byte", "One byte of a burst read from DRAM, used or not.")]
    DramReadByte,

    [Counted("byte", "One byte of a burst written to DRAM.")]
    DramWriteByte,

    [Counted("row activation", "One DRAM row opened, with the precharge that closes it.")]
    DramActivate,

    [Counted("refresh", "One refresh of all banks.")]
    DramRefresh,

    [Counted("32-bit operation", "One vector lane's shift with rounding.")]
    VectorShift,

    [Counted("32-bit operation", "One vector lane's compare, clip or select.")]
    VectorCompare,

    [Counted("32-bit operation", "One vector lane's addition or subtraction.")]
    VectorAdd,

    [Counted("32-bit operation", "One vector lane's multiplication by a number of up to 17 bits.")]
    VectorMultiply,

    [Counted("25-bit entry", "One entry read from a vector lane's table of powers.")]
    VectorLookup,

    [Counted("quotient", "One quotient of 17 bits by a divisor of 34.")]
    VectorDivide,

    [Counted("quotient", "One quotient of 12 bits by a divisor of 63.")]
    VectorWideDivide,

    [Counted("16-bit comparison", "One vector lane's comparison of a fraction's high bits with its low ones: pseudo-stochastic rounding.")]
    VectorHalfCompare,

    [Counted("tensor", "The shift of a tensor from its largest magnitude: the leading one of 64 bits, and the additions to its exponent.")]
    VectorRange,

    [Counted("32-bit operation", "One vector lane's product of two 32-bit numbers.")]
    VectorProduct,

    [Counted("bit", "One bit of a long quotient: a subtraction of 64 bits in two lanes that is kept or not.")]
    VectorQuotientBit,

    [Counted("bit", "One bit of a square root: a subtraction of 64 bits in two lanes that is kept or not.")]
    VectorRootBit,

    [Counted("32-bit part", "One lane's part of an addition or subtraction of 64 bits, in two lanes, or of 128, in four.")]
    VectorWideAdd,

    [Counted("flag", "One comparison that sets an operand's flag: its code is a coarse or a fine one.")]
    VectorFlag,

    [Counted("16-bit draw", "One addressed random draw of the vector unit.")]
    RandomDraw,

    [Counted("instruction", "One instruction fetched and issued by the sequencer.")]
    SequencerInstruction,
}

/// <summary>What one count of an activity is.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class CountedAttribute(string unit, string summary) : Attribute
{
    public string Unit { get; } = unit;
    public string Summary { get; } = summary;
}

/// <summary>The list of activities with their descriptions.</summary>
public static class Activities
{
    /// <summary>All activities in order.</summary>
    public static IReadOnlyList<Activity> All { get; } = Enum.GetValues<Activity>();

    /// <summary>Unit and meaning of an activity.</summary>
    public static CountedAttribute Describe(this Activity activity) =>
        typeof(Activity).GetField(activity.ToString())!.GetCustomAttribute<CountedAttribute>()!;
}
