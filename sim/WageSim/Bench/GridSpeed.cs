using WageSim.Machine;

namespace WageSim.Bench;

/// <summary>A PE array simulated register by register, in both of its dataflows.</summary>
internal sealed class GridSpeed(int size, string prefix) : IMeasurement
{
    // Rows of moving operands of a pass: what fills and drains the array is then a small part.
    private const int Rows = 4096;

    private readonly string stationary = $"{prefix}.peUpdatesPerSecond", output = $"{prefix}.outputStationary.peUpdatesPerSecond";

    public IReadOnlyList<Figure> Figures =>
    [
        new(stationary, "PE/s", $"clock edges of PEs of a {size}×{size} array, weight-stationary, PE by PE; one core, " +
            "best of several passes"),
        new(output, "PE/s", "the same output-stationary"),
    ];

    public double Seconds => 1;

    public void Run(Measured measured)
    {
        var grid = new GridArrayModel(1, size, size);
        short[] x = Codes(Rows), y = Codes(Rows), tile = Codes(size);
        int[] sums = new int[Rows * size];
        measured[stationary] = PerSecond(() => grid.WeightStationary(0, swap: true, x, Rows, size, tile, sums));
        measured[output] = PerSecond(() => grid.OutputStationary(0, x, y, Rows, size, size, sums.AsSpan(0, size * size)));

        // Passes of a kind are alike.
        double PerSecond(Action pass)
        {
            long before = grid.PeUpdates;
            pass();
            long updates = grid.PeUpdates - before;
            return updates / measured.Best(0.5, pass);
        }
    }

    private short[] Codes(int rows)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, rows * size).Select(_ => (short)random.Next(sbyte.MinValue, sbyte.MaxValue + 1))];
    }
}
