namespace WageSim.Isa;

/// <summary>How a vector instruction reads sums: x = acc · 2^Shift, plus a word if More; 0 where Masked and the clip bit is 0.</summary>
public interface ISumOperand
{
    int Shift { get; }
    bool More { get; }
    /// <summary>Whether words have 64 bits instead of 32.</summary>
    bool Wide { get; }
    bool Masked { get; }
}
