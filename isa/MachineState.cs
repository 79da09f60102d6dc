using WageSim.Models;
using WageSim.Models.Hardware;

namespace WageSim.Isa;

/// <summary>Everything that a program can see: memories, scalars and the tiles in the arrays. No time.</summary>
public sealed class MachineState
{
    public MachineState(Chip chip, long dramBytes)
    {
        if (dramBytes > Array.MaxLength)
            throw new InputException(
                $"the program needs {dramBytes >> 20} MiB of DRAM; with its contents {Array.MaxLength >> 20} MiB can be simulated: " +
                "take a smaller batch (time alone, run --no-data, needs no contents)");
        Chip = chip;
        Dram = new byte[dramBytes];
        Scratchpad = new byte[chip.Scratchpad.TotalBytes + Kernels.TilePacker.Slack];
        Accumulator = new int[chip.AccumulatorRows * chip.Cols];
        Arrays = [.. Enumerable.Range(0, chip.Arrays).Select(_ => new ArrayState(chip.Rows, chip.Cols))];
    }

    public Chip Chip { get; }
    public byte[] Dram { get; }

    /// <summary>The scratchpad's bytes, and some behind them, so that kernels can read whole vectors.</summary>
    public byte[] Scratchpad { get; }

    /// <summary>Rows of Cols 32-bit sums.</summary>
    public int[] Accumulator { get; }

    /// <summary>The vector unit's scalar registers.</summary>
    public long[] Scalars { get; } = new long[ScalarCount];

    public const int ScalarCount = 32;

    public ArrayState[] Arrays { get; }

    /// <summary>What makes the arrays' products, or null for the kernels.</summary>
    public Execution.IArrayModel? ArrayModel { get; init; }

    /// <summary>Where products with a zero operand are counted, or null where they are not. Nothing else depends on it.</summary>
    public ZeroProducts? Zeros { get; set; }

    /// <summary>
    /// Executes the vector instructions by their definitions, element after element, and looks at every product for zeros; results do not
    /// depend on it.
    /// </summary>
    public bool Plain { get; init; }

    /// <summary>Bits of the widest host registers that kernels use: 512, 256, 128 or 0; results do not depend on it.</summary>
    public int VectorBits { get; init; } = Execution.Elementwise.Columns.HostBits;

    /// <summary>Scalar registers that the host sets before a program starts.</summary>
    public const int RangeScalar = 27, ExponentScalar = 28, SeedScalar = 29, StepScalar = 30, RateScalar = 31;
}

/// <summary>The stationary tiles of one array: the active one, and the shadow registers that a preload fills.</summary>
public sealed class ArrayState(int rows, int cols)
{
    /// <summary>Rows × cols weights, row by row.</summary>
    public short[] Active { get; } = new short[rows * cols];
    public short[] Shadow { get; } = new short[rows * cols];

    /// <summary>Whether a whole tile has been preloaded and not been taken yet.</summary>
    public bool Ready { get; set; }

    /// <summary>The active tile packed for the kernel: for each pair of rows, the columns' weights side by side.</summary>
    public short[] Pairs { get; } = new short[(rows + 1) / 2 * cols * 2];

    /// <summary>The preloaded tile becomes the active one.</summary>
    public void Swap()
    {
        Shadow.CopyTo(Active, 0);
        Ready = false;
        Execution.TileKernel.Pack(Active, rows, cols, Pairs);
    }
}
