using System.Runtime.CompilerServices;
using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>One host thread's buffers for packed and gathered operands.</summary>
internal sealed class WorkerMemory(int columns)
{
    /// <summary>Groups of four k that a stationary panel holds.</summary>
    public const int MaxGroups = 1024;

    /// <summary>Factors that are multiplied in one go.</summary>
    public const int MaxFactors = 256;

    /// <summary>Bytes of gathered rows.</summary>
    public const int GatherBytes = 1 << 16;

    private byte[] moving = [], stationary = [];

    public sbyte[] Panel { get; } = GC.AllocateUninitializedArray<sbyte>(Kernels.Panel.Bytes(Math.Min(columns, 256), MaxGroups) + TilePacker.Slack);
    public byte[] Lines { get; } = new byte[256 * columns + TilePacker.Slack];
    public int[] Bias { get; } = new int[columns];

    /// <summary>The bias of the stationary operand that is laid out.</summary>
    public int[] PositionBias { get; } = new int[columns];
    public int[] Zeros { get; } = new int[columns];
    public byte[] Gathered { get; } = new byte[GatherBytes + TilePacker.Slack];
    public ByteFactor[] Factors { get; } = new ByteFactor[MaxFactors];

    /// <summary>What the two position panels hold: nothing, or the operand of a pass of the task at hand.</summary>
    public object? MovingKey { get; set; }
    public object? StationaryKey { get; set; }

    public byte[] MovingPanel(int bytes) => Room(ref moving, bytes);

    public byte[] StationaryPanel(int bytes) => Room(ref stationary, bytes);

    /// <summary>What was packed may have changed in the scratchpad.</summary>
    public void Forget() => (MovingKey, StationaryKey) = (null, null);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte[] Room(ref byte[] buffer, int bytes)
    {
        if (buffer.Length < bytes + TilePacker.Slack) buffer = new byte[bytes + TilePacker.Slack];
        return buffer;
    }
}
