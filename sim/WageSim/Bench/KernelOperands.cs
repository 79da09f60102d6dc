using System.Runtime.InteropServices;
using WageSim.Isa.Kernels;

namespace WageSim.Bench;

/// <summary>Signed bytes of one matrix product in host memory, laid out as the functional side hands them to the byte kernel.</summary>
public sealed unsafe class KernelOperands : IDisposable
{
    private const int Alignment = 64;

    private readonly List<nint> blocks = [];
    private readonly ByteProduct product;

    /// <param name="rows">Rows of moving operands.</param>
    /// <param name="depth">Products a sum, a multiple of 4.</param>
    /// <param name="columns">Columns of stationary operands, a multiple of 4.</param>
    /// <param name="accumulate">Adds to sums that are there, as the passes of all tiles but the first do.</param>
    public KernelOperands(int rows, int depth, int columns, bool accumulate)
    {
        Macs = (long)rows * depth * columns;
        int groups = depth / 4;
        product = new()
        {
            Moving = (byte*)Random((long)rows * depth), Step = 4, Flip = 0x80,
            Offsets = (int*)Allocate(sizeof(int) * (long)rows), Rows = rows,
            Factors = (ByteFactor*)Allocate(sizeof(ByteFactor)), FactorCount = 1,
            Panel = (sbyte*)Random(Panel.Bytes(columns, groups)), Groups = groups, PanelColumns = columns,
            Bias = (int*)Allocate(sizeof(int) * columns), Sums = (int*)Allocate(sizeof(int) * (long)rows * columns),
            Pitch = columns, Columns = columns, Accumulate = accumulate,
        };
        product.Factors[0] = new(0, groups);
        for (int i = 0; i < rows; i++) product.Offsets[i] = i * depth;
        ByteKernel.Bias(product.Panel, columns, groups, product.Bias);
    }

    /// <summary>Multiply-accumulates of the product.</summary>
    public long Macs { get; }

    /// <summary>Computes the product with the best instructions that this host has.</summary>
    public void Run() => ByteKernel.Run(product);

    /// <summary>Computes the product with certain instructions.</summary>
    public void Run<TDot>() where TDot : struct, IDotProduct => ByteKernel.Run<TDot>(product);

    public void Dispose()
    {
        foreach (nint block in blocks) NativeMemory.AlignedFree((void*)block);
        blocks.Clear();
    }

    private void* Random(long count)
    {
        byte* bytes = (byte*)Allocate(count);
        new Random(1).NextBytes(new Span<byte>(bytes, checked((int)count)));
        return bytes;
    }

    private void* Allocate(long bytes)
    {
        nuint size = (nuint)((bytes + Alignment) / Alignment * Alignment);
        void* block = NativeMemory.AlignedAlloc(size, Alignment);
        NativeMemory.Clear(block, size);
        blocks.Add((nint)block);
        return block;
    }
}
