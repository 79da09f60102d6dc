namespace WageSim.Machine;

/// <summary>The triangle of registers at an edge of the array: lane i is delayed by i cycles, or by lanes - 1 - i to undo that.</summary>
internal sealed class SkewRegisters(int lanes, bool undo = false)
{
    private readonly Operand[] registers = new Operand[lanes * lanes];

    /// <summary>One lane's clock edge: everything moves one register on; a lane without registers is a wire.</summary>
    public Operand Shift(int lane, Operand input)
    {
        int depth = undo ? lanes - 1 - lane : lane;
        if (depth == 0) return input;
        var line = registers.AsSpan(lane * lanes, depth);
        Operand output = line[^1];
        line[..^1].CopyTo(line[1..]);
        line[0] = input;
        return output;
    }
}
