using WageSim.Models.Hardware;

namespace WageSim.Models.Costs;

/// <summary>Registers and memories of a chip that its file does not name, as docs/machine.md has them: bits and bytes.</summary>
public sealed class ChipGeometry(Chip chip)
{
    /// <summary>Bits of an instruction word, and of a queue's entry: the instruction with its resolved addresses and walks.</summary>
    public const int InstructionBits = 128, QueueEntryBits = 256;

    /// <summary>Bits of a moving operand: a byte and its sign.</summary>
    public const int MovingBits = 9;

    /// <summary>Bits of a sum.</summary>
    public const int SumBits = 32;

    /// <summary>Subtractions of a quotient, one a bit, and their bits: a remainder doubled of 35 bits.</summary>
    public const int QuotientBits = 17, RemainderBits = 35, DivisorBits = 34;

    /// <summary>The same of a wide quotient: the divider with the lanes beside it.</summary>
    public const int WideQuotientBits = 12, WideRemainderBits = 64, WideDivisorBits = 63;

    /// <summary>Bits of two chained lanes: a subtraction a bit of a long quotient or root.</summary>
    public const int ChainedBits = 64;

    /// <summary>Bits of a scalar register, whose leading one is the range of a tensor.</summary>
    public const int LeadingOneBits = 64;

    /// <summary>Of a range: the magnitude less one, the width less its bits and the rate, the exponent plus two terms.</summary>
    public const int RangeAdditions = 5;

    /// <summary>Most bits of half a fraction: of a shift of 32.</summary>
    public const int HalfBits = 16;

    /// <summary>Bits of the constant that a lane multiplies by.</summary>
    public const int FactorBits = 17;

    public long Pes => (long)chip.Arrays * chip.Rows * chip.Cols;

    /// <summary>Bits of a slice with its sign.</summary>
    public int SliceBits => chip.MacBits + 1;

    /// <summary>Register bits of a PE: moving, vertical, shadow and active slice, sum, drain.</summary>
    public int PeBits => MovingBits + SumBits + 2 * SliceBits + 2 * SumBits;

    /// <summary>Skew registers of an array: lane r of x waits r cycles, lane c of y c, column c of the sums C − 1 − c.</summary>
    public long OperandSkewBits => MovingBits * (Triangle(chip.Rows) + Triangle(chip.Cols));

    public long SumSkewBits => SumBits * Triangle(chip.Cols);

    /// <summary>The same of the preload path, from the top and, transposed, from the left.</summary>
    public long PreloadSkewBits => SliceBits * (Triangle(chip.Rows) + Triangle(chip.Cols));

    /// <summary>All skew registers of an array.</summary>
    public long SkewBits => OperandSkewBits + SumSkewBits + PreloadSkewBits;

    /// <summary>Pipeline registers of the vector unit's lanes.</summary>
    public long LaneBits => (long)chip.Vector.Lanes * SumBits * chip.Vector.LatencyCycles;

    /// <summary>Remainder, divisor and quotient of the divider, and the 32 scalars of 64 bits.</summary>
    public static long VectorBits => RemainderBits + DivisorBits + QuotientBits + ScalarBits;

    /// <summary>The 32 scalars of 64 bits.</summary>
    public const long ScalarBits = 32 * 64;

    /// <summary>32 addresses of 64 bits, 32 walks of five counts of 24 bits and strides of 40, 8 loops, 32 semaphores.</summary>
    public static long SequencerBits => 32 * 64 + 32 * 5 * (24 + 40) + 8 * (16 + 16 + 32 + 32) + 32 * 8;

    public int InstructionBytes => chip.Sequencer.Instructions * (InstructionBits / 8);

    /// <summary>Staging pages of one DMA engine, of which there are two.</summary>
    public int StagingBytes => chip.Dma.PageBytes * chip.Dma.Pages;

    /// <summary>A unit's queue.</summary>
    public int QueueBytes => chip.Sequencer.QueueDepth * (QueueEntryBits / 8);

    /// <summary>Load, store, vector unit and arrays.</summary>
    public int Queues => 3 + chip.Arrays;

    private static long Triangle(int n) => n * (n - 1L) / 2;
}
