namespace WageSim.Isa.Functional;

/// <summary>Part of a memory that a task reads or writes: bytes, accumulator rows or scalar registers From … To - 1.</summary>
/// <param name="Size">How many of them, if not all.</param>
internal readonly record struct Extent(Memory Memory, long From, long To, long Size, bool Write);
