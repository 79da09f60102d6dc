namespace WageSim.Isa.Kernels;

/// <summary>A factor of a product: where its first row's operands start, and groups of four of them a row.</summary>
public readonly record struct ByteFactor(long Start, int Groups);

/// <summary>
/// What a byte kernel computes: for each row i and column n,
/// sums[i, n] (+)= (bias[n] + Σ over factors and k of (x[i, k] ⊕ flip) · panel[k, n]) &lt;&lt; shift, modulo 2^32.
/// </summary>
/// <remarks>
/// Moving operands are taken as unsigned bytes. A signed one is flipped at its sign bit, which adds 128, and the bias takes
/// 128 · Σ panel away.
/// </remarks>
public unsafe struct ByteProduct
{
    /// <summary>Moving operands: group g of row i of a factor is four bytes at Moving + Start + Offsets[i] + g · Step.</summary>
    public byte* Moving { get; set; }
    public int* Offsets { get; set; }
    public int Rows { get; set; }
    public int Step { get; set; }
    public byte Flip { get; set; }

    public ByteFactor* Factors { get; set; }
    public int FactorCount { get; set; }

    /// <summary>Stationary operands of all factors, as <see cref="Panel"/> lays them out.</summary>
    public sbyte* Panel { get; set; }
    public int Groups { get; set; }

    /// <summary>Columns that the panel is laid out for: a multiple of 4, of which the first ones are used.</summary>
    public int PanelColumns { get; set; }
    public int* Bias { get; set; }

    /// <summary>Sums: Columns of Pitch are written in each row.</summary>
    public int* Sums { get; set; }
    public int Pitch { get; set; }
    public int Columns { get; set; }
    public bool Accumulate { get; set; }
    public int Shift { get; set; }
}
