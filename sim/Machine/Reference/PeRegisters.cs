namespace WageSim.Machine;

/// <summary>All registers of an array and what one clock edge does to them.</summary>
/// <remarks>
/// A PE's inputs are its left and upper neighbours' registers as they were before the edge. Going from the last PE to the first, each
/// neighbour is read before it is overwritten, so one copy of every register is enough.
/// </remarks>
internal sealed class PeRegisters(int rows, int cols)
{
    // One flat array per register kind, row by row.
    private readonly Operand[] moving = new Operand[rows * cols];   // x, to the right
    private readonly Operand[] vertical = new Operand[rows * cols]; // partial sums or y, down
    private readonly Operand[] chainDown = new Operand[rows * cols], chainRight = new Operand[rows * cols];
    private readonly Operand[] shadow = new Operand[rows * cols], active = new Operand[rows * cols];
    private readonly int[] sums = new int[rows * cols];             // output-stationary accumulators

    /// <summary>Products of two used values so far.</summary>
    public long Macs { get; private set; }

    /// <summary>Used weights written to shadow registers so far.</summary>
    public long WeightLoads { get; private set; }

    /// <summary>Weight-stationary clock edge: `bottom` gets what the last row's adders give in this cycle.</summary>
    public void ClockWeightStationary(
        ReadOnlySpan<Operand> left, ReadOnlySpan<Operand> weightsTop, ReadOnlySpan<Operand> weightsLeft, Span<Operand> bottom)
    {
        for (int r = rows - 1; r >= 0; r--)
            for (int c = cols - 1; c >= 0; c--)
            {
                int pe = r * cols + c;
                Operand x = c == 0 ? left[r] : moving[pe - 1];
                Operand fromTop = r == 0 ? weightsTop[c] : chainDown[pe - cols], fromLeft = c == 0 ? weightsLeft[r] : chainRight[pe - 1];
                if (x.First) active[pe] = shadow[pe];
                int above = r == 0 ? 0 : vertical[pe - cols].Value;
                vertical[pe] = new(unchecked(above + x.Value * active[pe].Value), x.Tags);
                if (x.Used && active[pe].Used) Macs++;
                // After the swap: the first weight of the next tile may reach the PE together with the first row of this pass.
                Preload(pe, fromTop, r);
                Preload(pe, fromLeft, c);
                (moving[pe], chainDown[pe], chainRight[pe]) = (x, fromTop, fromLeft);
            }
        vertical.AsSpan((rows - 1) * cols).CopyTo(bottom);
    }

    /// <summary>Output-stationary clock edge: `bus` gets the sum that a column's drain bus carries in this cycle.</summary>
    public void ClockOutputStationary(ReadOnlySpan<Operand> left, ReadOnlySpan<Operand> top, Span<Operand> bus)
    {
        bus.Clear();
        for (int r = rows - 1; r >= 0; r--)
            for (int c = cols - 1; c >= 0; c--)
            {
                int pe = r * cols + c;
                Operand x = c == 0 ? left[r] : moving[pe - 1], y = r == 0 ? top[c] : vertical[pe - cols];
                sums[pe] = unchecked((x.First ? 0 : sums[pe]) + x.Value * y.Value);
                if (x.Used && y.Used) Macs++;
                if (x.Last && x.Used)
                {
                    if (bus[c].Valid) throw new InvalidOperationException($"two sums on the drain bus of column {c}");
                    bus[c] = new(sums[pe], Tags.Valid);
                }
                (moving[pe], vertical[pe]) = (x, y);
            }
    }

    private void Preload(int pe, Operand weight, int line)
    {
        if (weight.First) shadow[pe] = default;
        if (!weight.Valid || weight.Line != line) return;
        shadow[pe] = weight;
        if (weight.Used) WeightLoads++;
    }
}
