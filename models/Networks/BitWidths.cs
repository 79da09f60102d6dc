namespace WageSim.Models.Networks;

/// <summary>Bits of weights in MACs (kW), activations (kA), stored weights (kG) and errors (kE), in the paper's order W-A-G-E.</summary>
public readonly record struct BitWidths(int Weight, int Activation, int Gradient, int Error)
{
    /// <summary>The paper's 2-8-8-8.</summary>
    public static readonly BitWidths Paper = new(2, 8, 8, 8);

    /// <summary>"2-8-8-8" → widths; W and A 2…16, G and E 4…16, and G at least W.</summary>
    public static BitWidths Parse(string text)
    {
        string[] parts = text.Split('-');
        int[] widths = [.. parts.Select(part => int.TryParse(part, out int bits) ? bits : -1)];
        if (parts.Length != 4 || widths.Contains(-1))
            throw new InputException($"bit widths '{text}': four numbers W-A-G-E are expected, such as 2-8-8-8");
        var result = new BitWidths(widths[0], widths[1], widths[2], widths[3]);
        result.Check($"bit widths '{text}'");
        return result;
    }

    /// <summary>Throws with the range where a width is outside it.</summary>
    public void Check(string where)
    {
        Range("W", Weight, 2, 16);
        Range("A", Activation, 2, 16);
        Range("G", Gradient, 4, 16);
        Range("E", Error, 4, 16);
        if (Gradient < Weight)
            throw new InputException(
                $"{where}: G = {Gradient} is below W = {Weight}; stored weights are at least as wide as the weights used");

        void Range(string name, int value, int low, int high)
        {
            if (value < low || value > high) throw new InputException($"{where}: {name} = {value} is outside {low}..{high}");
        }
    }

    public override string ToString() => $"{Weight}-{Activation}-{Gradient}-{Error}";
}
