namespace WageSim.Workloads.Topologies;

/// <summary>The loop whose turns each need another operand: none, blocks or groups in either order, or chunks of channels.</summary>
internal enum LoopLevel
{
    None,
    Outer,
    Inner,
    Chunk,
}
