namespace WageSim.Machine;

/// <summary>A bank: its open row and the earliest DRAM cycle of each of its next commands.</summary>
internal struct DramBank
{
    public const long Closed = -1;

    public long OpenRow;
    public long ActivateReady;
    public long ColumnReady;
    public long PrechargeReady;

    /// <summary>A bank without an open row that can be activated from a cycle on.</summary>
    public static DramBank ClosedUntil(long cycle) => new() { OpenRow = Closed, ActivateReady = cycle };
}
