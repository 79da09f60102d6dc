using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace WageSim.Isa.Kernels;

/// <summary>
/// The multiply-accumulate kernel for bytes: a few rows' sums stay in registers while k runs over all factors of the product.
/// </summary>
/// <remarks>
/// Twelve accumulators beside the operands fill the sixteen registers of AVX-VNNI: 3 rows × 32 columns or 6 × 16. Narrower blocks
/// take 8 rows; for 4 columns a register holds two of them. Rows that a last group lacks are computed from its first row and not written.
/// </remarks>
public static unsafe class ByteKernel
{
    private delegate void ProductKernel(in ByteProduct product);
    private delegate void BiasKernel(sbyte* panel, int columns, int groups, int* bias);
    private delegate void RowBiasKernel(byte* moving, int step, int rows, int groups, byte flip, int* bias);

    private static readonly (ProductKernel Run, BiasKernel Bias, RowBiasKernel RowBias) best =
        AvxVnni.IsSupported ? (Run<VnniDotProduct>, Bias<VnniDotProduct>, RowBias<VnniDotProduct>)
        : Avx2.IsSupported ? (Run<Avx2DotProduct>, Bias<Avx2DotProduct>, RowBias<Avx2DotProduct>)
        : Dp.IsSupported ? (Run<ArmDotProduct>, Bias<ArmDotProduct>, RowBias<ArmDotProduct>)
        : (Run<PlainDotProduct>, Bias<PlainDotProduct>, RowBias<PlainDotProduct>);

    /// <summary>The instructions that products are made with on this host.</summary>
    public static string Instructions =>
        AvxVnni.IsSupported ? "AVX-VNNI" : Avx2.IsSupported ? "AVX2" : Dp.IsSupported ? "Arm dot product" : "plain";

    /// <summary>Computes a product with the best instructions that this host has.</summary>
    public static void Run(in ByteProduct product) => best.Run(product);

    /// <summary>bias[n] = -128 · Σ of the panel's column n: what the flipped signs of moving operands have to take away.</summary>
    public static void Bias(sbyte* panel, int columns, int groups, int* bias) => best.Bias(panel, columns, groups, bias);

    /// <summary>
    /// bias[k] = 128 · Σ of row k's operands, which lie as <see cref="PositionPanel"/> lays out moving ones: what products by a
    /// stationary operand that had 128 taken away lack. Numbers are written up to a multiple of 8.
    /// </summary>
    public static void RowBias(byte* moving, int step, int rows, int groups, byte flip, int* bias) =>
        best.RowBias(moving, step, rows, groups, flip, bias);

    /// <summary>sums[i, n] += bias[i] &lt;&lt; shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRowBias(int* bias, int rows, int columns, int* sums, int pitch, int shift)
    {
        for (int i = 0; i < rows; i++, sums += pitch)
        {
            int add = bias[i] << shift, n = 0;
            var all = Vector256.Create(add);
            for (; n + 8 <= columns; n += 8) (Vector256.Load(sums + n) + all).Store(sums + n);
            for (; n < columns; n++) sums[n] += add;
        }
    }

    /// <summary>Computes a product with certain instructions.</summary>
    public static void Run<TDot>(in ByteProduct product) where TDot : struct, IDotProduct
    {
        for (int column = 0; column < product.Columns;)
        {
            int width = Panel.BlockWidth(product.PanelColumns - column);
            switch (width)
            {
                case 32: ThreeRows<TDot>(product, column); break;
                case 16: SixRows<TDot>(product, column); break;
                case 8: EightRows<TDot>(product, column); break;
                default: EightRowsInPairs<TDot>(product, column); break;
            }
            column += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Bias<TDot>(sbyte* panel, int columns, int groups, int* bias) where TDot : struct, IDotProduct
    {
        var flip = Vector256.Create((byte)0x80);
        for (int start = 0; start < columns;)
        {
            int width = Panel.BlockWidth(columns - start), step = width * 4;
            Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default;
            sbyte* w = panel + Panel.Block(start, groups), end = w + (long)groups * step;
            for (; w < end; w += step)
            {
                s0 = TDot.Add(s0, flip, width == 4 ? Vector256.Create(Vector128.Load(w)) : Vector256.Load(w));
                if (width < 16) continue;
                s1 = TDot.Add(s1, flip, Vector256.Load(w + 32));
                if (width < 32) continue;
                s2 = TDot.Add(s2, flip, Vector256.Load(w + 64));
                s3 = TDot.Add(s3, flip, Vector256.Load(w + 96));
            }
            int* to = bias + start;
            if (width == 4) (-s0).GetLower().Store(to);
            else (-s0).Store(to);
            if (width >= 16) (-s1).Store(to + 8);
            if (width == 32)
            {
                (-s2).Store(to + 16);
                (-s3).Store(to + 24);
            }
            start += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowBias<TDot>(byte* moving, int step, int rows, int groups, byte flip, int* bias) where TDot : struct, IDotProduct
    {
        var ones = Vector256.Create((sbyte)1);
        // What a flip has added to each of the operands.
        var added = Vector256.Create(flip * 4 * groups);
        for (int k = 0; k < rows; k += 8)
        {
            Vector256<int> sums = default;
            byte* x = moving + 4 * k;
            for (int g = 0; g < groups; g++, x += step) sums = TDot.Add(sums, Vector256.Load(x), ones);
            (sums - added << 7).Store(bias + k);
        }
    }

    /// <summary>The definition: plain loops.</summary>
    public static void Define(in ByteProduct p)
    {
        for (int i = 0; i < p.Rows; i++)
            for (int n = 0; n < p.Columns; n++)
            {
                int sum = p.Bias[n], group = 0;
                for (int f = 0; f < p.FactorCount; f++)
                    for (int g = 0; g < p.Factors[f].Groups; g++, group++)
                        for (int k = 0; k < 4; k++)
                        {
                            byte x = p.Moving[p.Factors[f].Start + p.Offsets[i] + (long)g * p.Step + k];
                            sum += (x ^ p.Flip) * p.Panel[Panel.At(p.PanelColumns, p.Groups, group, n) + k];
                        }
                int* target = p.Sums + (long)i * p.Pitch + n;
                *target = (p.Accumulate ? *target : 0) + (sum << p.Shift);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ThreeRows<TDot>(in ByteProduct p, int column) where TDot : struct, IDotProduct
    {
        var flip = Vector256.Create(p.Flip);
        int* bias = p.Bias + column;
        int step = p.Step;
        for (int i = 0; i < p.Rows; i += 3)
        {
            int live = p.Rows - i;
            long first = p.Offsets[i], second = live > 1 ? p.Offsets[i + 1] : first, third = live > 2 ? p.Offsets[i + 2] : first;
            Vector256<int> a0 = Vector256.Load(bias), a1 = Vector256.Load(bias + 8);
            Vector256<int> a2 = Vector256.Load(bias + 16), a3 = Vector256.Load(bias + 24);
            Vector256<int> b0 = a0, b1 = a1, b2 = a2, b3 = a3, c0 = a0, c1 = a1, c2 = a2, c3 = a3;
            sbyte* w = p.Panel + Panel.Block(column, p.Groups);
            for (int f = 0; f < p.FactorCount; f++)
            {
                byte* x = p.Moving + p.Factors[f].Start + first;
                long toSecond = second - first, toThird = third - first;
                for (int g = p.Factors[f].Groups; g > 0; g--, x += step, w += 128)
                {
                    var w0 = Vector256.Load(w);
                    var w1 = Vector256.Load(w + 32);
                    var w2 = Vector256.Load(w + 64);
                    var w3 = Vector256.Load(w + 96);
                    var v = Four(x) ^ flip;
                    a0 = TDot.Add(a0, v, w0); a1 = TDot.Add(a1, v, w1); a2 = TDot.Add(a2, v, w2); a3 = TDot.Add(a3, v, w3);
                    v = Four(x + toSecond) ^ flip;
                    b0 = TDot.Add(b0, v, w0); b1 = TDot.Add(b1, v, w1); b2 = TDot.Add(b2, v, w2); b3 = TDot.Add(b3, v, w3);
                    v = Four(x + toThird) ^ flip;
                    c0 = TDot.Add(c0, v, w0); c1 = TDot.Add(c1, v, w1); c2 = TDot.Add(c2, v, w2); c3 = TDot.Add(c3, v, w3);
                }
            }
            Put(p, i, column, a0); Put(p, i, column + 8, a1); Put(p, i, column + 16, a2); Put(p, i, column + 24, a3);
            if (live < 2) return;
            Put(p, i + 1, column, b0); Put(p, i + 1, column + 8, b1); Put(p, i + 1, column + 16, b2); Put(p, i + 1, column + 24, b3);
            if (live < 3) return;
            Put(p, i + 2, column, c0); Put(p, i + 2, column + 8, c1); Put(p, i + 2, column + 16, c2); Put(p, i + 2, column + 24, c3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixRows<TDot>(in ByteProduct p, int column) where TDot : struct, IDotProduct
    {
        var flip = Vector256.Create(p.Flip);
        int* bias = p.Bias + column;
        int step = p.Step;
        long* rows = stackalloc long[6];
        for (int i = 0; i < p.Rows; i += 6)
        {
            int live = Rows(p, i, 6, rows);
            Vector256<int> a0 = Vector256.Load(bias), a1 = Vector256.Load(bias + 8), b0 = a0, b1 = a1, c0 = a0, c1 = a1;
            Vector256<int> d0 = a0, d1 = a1, e0 = a0, e1 = a1, f0 = a0, f1 = a1;
            sbyte* w = p.Panel + Panel.Block(column, p.Groups);
            for (int f = 0; f < p.FactorCount; f++)
            {
                byte* x = p.Moving + p.Factors[f].Start, xa = x + rows[0], xb = x + rows[1], xc = x + rows[2];
                byte* xd = x + rows[3], xe = x + rows[4], xf = x + rows[5];
                long at = 0;
                for (int g = p.Factors[f].Groups; g > 0; g--, at += step, w += 64)
                {
                    var w0 = Vector256.Load(w);
                    var w1 = Vector256.Load(w + 32);
                    var v = Four(xa + at) ^ flip;
                    a0 = TDot.Add(a0, v, w0); a1 = TDot.Add(a1, v, w1);
                    v = Four(xb + at) ^ flip;
                    b0 = TDot.Add(b0, v, w0); b1 = TDot.Add(b1, v, w1);
                    v = Four(xc + at) ^ flip;
                    c0 = TDot.Add(c0, v, w0); c1 = TDot.Add(c1, v, w1);
                    v = Four(xd + at) ^ flip;
                    d0 = TDot.Add(d0, v, w0); d1 = TDot.Add(d1, v, w1);
                    v = Four(xe + at) ^ flip;
                    e0 = TDot.Add(e0, v, w0); e1 = TDot.Add(e1, v, w1);
                    v = Four(xf + at) ^ flip;
                    f0 = TDot.Add(f0, v, w0); f1 = TDot.Add(f1, v, w1);
                }
            }
            Put(p, i, column, a0); Put(p, i, column + 8, a1);
            if (live > 1) { Put(p, i + 1, column, b0); Put(p, i + 1, column + 8, b1); }
            if (live > 2) { Put(p, i + 2, column, c0); Put(p, i + 2, column + 8, c1); }
            if (live > 3) { Put(p, i + 3, column, d0); Put(p, i + 3, column + 8, d1); }
            if (live > 4) { Put(p, i + 4, column, e0); Put(p, i + 4, column + 8, e1); }
            if (live > 5) { Put(p, i + 5, column, f0); Put(p, i + 5, column + 8, f1); }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightRows<TDot>(in ByteProduct p, int column) where TDot : struct, IDotProduct
    {
        var flip = Vector256.Create(p.Flip);
        var bias = Vector256.Load(p.Bias + column);
        int step = p.Step;
        long* rows = stackalloc long[8];
        for (int i = 0; i < p.Rows; i += 8)
        {
            int live = Rows(p, i, 8, rows);
            Vector256<int> s0 = bias, s1 = bias, s2 = bias, s3 = bias, s4 = bias, s5 = bias, s6 = bias, s7 = bias;
            sbyte* w = p.Panel + Panel.Block(column, p.Groups);
            for (int f = 0; f < p.FactorCount; f++)
            {
                byte* x = p.Moving + p.Factors[f].Start;
                for (int g = p.Factors[f].Groups; g > 0; g--, x += step, w += 32)
                {
                    var w0 = Vector256.Load(w);
                    s0 = TDot.Add(s0, Four(x + rows[0]) ^ flip, w0);
                    s1 = TDot.Add(s1, Four(x + rows[1]) ^ flip, w0);
                    s2 = TDot.Add(s2, Four(x + rows[2]) ^ flip, w0);
                    s3 = TDot.Add(s3, Four(x + rows[3]) ^ flip, w0);
                    s4 = TDot.Add(s4, Four(x + rows[4]) ^ flip, w0);
                    s5 = TDot.Add(s5, Four(x + rows[5]) ^ flip, w0);
                    s6 = TDot.Add(s6, Four(x + rows[6]) ^ flip, w0);
                    s7 = TDot.Add(s7, Four(x + rows[7]) ^ flip, w0);
                }
            }
            Put(p, i, column, s0);
            if (live > 1) Put(p, i + 1, column, s1);
            if (live > 2) Put(p, i + 2, column, s2);
            if (live > 3) Put(p, i + 3, column, s3);
            if (live > 4) Put(p, i + 4, column, s4);
            if (live > 5) Put(p, i + 5, column, s5);
            if (live > 6) Put(p, i + 6, column, s6);
            if (live > 7) Put(p, i + 7, column, s7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightRowsInPairs<TDot>(in ByteProduct p, int column) where TDot : struct, IDotProduct
    {
        var flip = Vector256.Create(p.Flip);
        var bias = Vector256.Create(Vector128.Load(p.Bias + column));
        int step = p.Step;
        long* rows = stackalloc long[8];
        for (int i = 0; i < p.Rows; i += 8)
        {
            int live = Rows(p, i, 8, rows);
            Vector256<int> s0 = bias, s1 = bias, s2 = bias, s3 = bias;
            sbyte* w = p.Panel + Panel.Block(column, p.Groups);
            for (int f = 0; f < p.FactorCount; f++)
            {
                byte* x = p.Moving + p.Factors[f].Start;
                int groups = p.Factors[f].Groups;
                // Four rows are all that an output-stationary pass of an array of four has.
                for (; live <= 4 && groups > 0; groups--, x += step, w += 16)
                {
                    var w0 = Vector256.Create(Vector128.Load(w));
                    s0 = TDot.Add(s0, FourOfTwo(x + rows[0], x + rows[1]) ^ flip, w0);
                    s1 = TDot.Add(s1, FourOfTwo(x + rows[2], x + rows[3]) ^ flip, w0);
                }
                for (; groups > 0; groups--, x += step, w += 16)
                {
                    var w0 = Vector256.Create(Vector128.Load(w));
                    s0 = TDot.Add(s0, FourOfTwo(x + rows[0], x + rows[1]) ^ flip, w0);
                    s1 = TDot.Add(s1, FourOfTwo(x + rows[2], x + rows[3]) ^ flip, w0);
                    s2 = TDot.Add(s2, FourOfTwo(x + rows[4], x + rows[5]) ^ flip, w0);
                    s3 = TDot.Add(s3, FourOfTwo(x + rows[6], x + rows[7]) ^ flip, w0);
                }
            }
            PutPair(p, i, column, s0, live);
            PutPair(p, i + 2, column, s1, live - 2);
            PutPair(p, i + 4, column, s2, live - 4);
            PutPair(p, i + 6, column, s3, live - 6);
        }
    }

    // Offsets of a group of rows; what is missing at the end repeats the first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rows(in ByteProduct p, int i, int group, long* rows)
    {
        int live = Math.Min(group, p.Rows - i);
        for (int j = 0; j < group; j++) rows[j] = p.Offsets[j < live ? i + j : i];
        return live;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Four(byte* x) => Vector256.Create(Unsafe.ReadUnaligned<int>(x)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> FourOfTwo(byte* x, byte* y) =>
        Vector256.Create(Vector128.Create(Unsafe.ReadUnaligned<int>(x)), Vector128.Create(Unsafe.ReadUnaligned<int>(y))).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(in ByteProduct p, int row, int column, Vector256<int> sum)
    {
        int* target = p.Sums + (long)row * p.Pitch + column;
        if (column + 8 > p.Columns) { PutSome(p, target, p.Columns - column, sum); return; }
        if (p.Shift != 0) sum <<= p.Shift;
        if (p.Accumulate) sum += Vector256.Load(target);
        sum.Store(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutPair(in ByteProduct p, int row, int column, Vector256<int> sums, int live)
    {
        if (live < 1) return;
        int* target = p.Sums + (long)row * p.Pitch + column;
        if (live > 1 && p.Pitch == 4 && p.Columns == 4)
        {
            if (p.Shift != 0) sums <<= p.Shift;
            if (p.Accumulate) sums += Vector256.Load(target);
            sums.Store(target);
            return;
        }
        int columns = Math.Min(4, p.Columns - column);
        PutSome(p, target, columns, sums);
        if (live > 1) PutSome(p, target + p.Pitch, columns, Vector256.Create(sums.GetUpper(), sums.GetUpper()));
    }

    private static void PutSome(in ByteProduct p, int* target, int columns, Vector256<int> sums)
    {
        for (int n = 0; n < columns; n++) target[n] = (p.Accumulate ? target[n] : 0) + (sums[n] << p.Shift);
    }
}
