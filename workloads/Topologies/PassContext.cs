using WageSim.Isa;
using WageSim.Models.Hardware;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Topologies;

/// <summary>What the passes of a chunk and a column of tiles need.</summary>
/// <param name="Shares">Of each array: its part of the block.</param>
/// <param name="WeightPitch">Bytes from one row of the chunk's weights to the next.</param>
/// <param name="First">Whether these passes are the first to write their sums.</param>
internal sealed record PassContext(
    Emitter Emitter, Chip Chip, LayerOptions Options, Handshake Moving, Handshake Stationary, Handshake Sums,
    IReadOnlyList<(int Array, PositionBlock Block)> Shares, PositionBlock Capacity, int Chunk, int Columns, int WeightPitch,
    int ModeRegister, bool First)
{
    /// <summary>Slices of a weight, lowest bits first.</summary>
    public IEnumerable<(int Low, int Width)> Slices
    {
        get
        {
            for (int low = 0; low < Options.WeightBits; low += Chip.MacBits)
                yield return (low, Math.Min(Chip.MacBits, Options.WeightBits - low));
        }
    }

    /// <summary>The register that says whether a pass adds: of the first chunk one that is cleared for the first tile.</summary>
    public int Mode => First ? ModeRegister : Emitter.One;

    /// <summary>The next tile is the first of its sums.</summary>
    public void StartSums()
    {
        if (First) Emitter.Emit(new Set(ModeRegister, 0));
    }

    /// <summary>Weight-stationary passes of one tile by all arrays.</summary>
    public void Tile(int rows, Func<PositionBlock, Walk> positions)
    {
        var walks = Shares.Select(share => Emitter.Walk(positions(share.Block))).ToList();
        foreach (var (low, width) in Slices)
        {
            foreach (var (array, _) in Shares)
                Emitter.Emit(new Weights(
                    array, Stationary.At(), WeightPitch, 0, rows, Columns, Bytes: 1, Shift: 0, Options.WeightBits, low, width,
                    Transpose: false, First: true, Last: true));
            for (int i = 0; i < Shares.Count; i++)
                Emitter.Emit(new WeightStationary(
                    Shares[i].Array, Moving.At(0, Shares[i].Array), walks[i], Byte: 0, Sums.At(0, Shares[i].Array),
                    low == 0 ? Mode : Emitter.One, low, Columns, Swap: true));
        }
        if (First) Emitter.Emit(new Set(ModeRegister, 1));
    }
}
