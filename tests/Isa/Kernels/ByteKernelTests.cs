using System.Runtime.Intrinsics.X86;
using WageSim.Isa.Kernels;

namespace WageSim.Tests.Isa.Kernels;

public sealed unsafe class ByteKernelTests
{
    [Fact]
    public void Every_form_equals_three_loops()
    {
        foreach (int columns in (int[])[4, 8, 12, 16, 20, 28, 32, 36, 48, 60, 64, 128])
            for (int seed = 0; seed < 12; seed++) Compare(new(columns * 100 + seed), columns, seed);
    }

    [Fact]
    public void The_bias_takes_away_what_flipped_signs_add()
    {
        var random = new Random(1);
        const int columns = 44, groups = 9;
        sbyte[] panel = new sbyte[Panel.Bytes(columns, groups) + 64];
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(panel.AsSpan()));
        int[] bias = new int[columns], expected = new int[columns];
        for (int n = 0; n < columns; n++)
            for (int g = 0; g < groups; g++)
                for (int k = 0; k < 4; k++) expected[n] -= 128 * panel[Panel.At(columns, groups, g, n) + k];
        fixed (sbyte* p = panel)
        fixed (int* b = bias) ByteKernel.Bias(p, columns, groups, b);
        Assert.Equal(expected, bias);
    }

    [Fact]
    public void The_row_bias_is_what_a_stationary_operand_of_128_would_add()
    {
        var random = new Random(3);
        foreach (int rows in (int[])[1, 4, 5, 8, 9, 16, 17, 31, 64, 129, 256])
            foreach (byte flip in (byte[])[0, 0x80])
                foreach (int groups in (int[])[1, 2, 7, 512])
                {
                    int step = 4 * ((rows + 7) / 8 * 8), columns = random.Next(1, 40), pitch = columns + random.Next(9);
                    int shift = random.Next(32);
                    byte[] moving = new byte[groups * step + 64];
                    if (groups == 7) Array.Fill(moving, (byte)255);
                    else random.NextBytes(moving);
                    int[] bias = new int[rows + 8], sums = [.. Enumerable.Range(0, rows * pitch).Select(_ => random.Next())];
                    int[] expected = [.. sums];
                    for (int i = 0; i < rows; i++)
                        for (int n = 0; n < columns; n++)
                        {
                            int sum = 0;
                            for (int g = 0; g < groups; g++)
                                for (int k = 0; k < 4; k++) sum += 128 * (moving[g * step + 4 * i + k] - flip);
                            expected[i * pitch + n] += sum << shift;
                        }
                    fixed (byte* m = moving)
                    fixed (int* b = bias, s = sums)
                    {
                        ByteKernel.RowBias(m, step, rows, groups, flip, b);
                        ByteKernel.AddRowBias(b, rows, columns, s, pitch, shift);
                    }
                    Assert.Equal(expected, sums);
                }
    }

    [Fact]
    public void Interleaved_rows_lie_four_to_a_column()
    {
        var random = new Random(2);
        foreach (int columns in (int[])[4, 8, 16, 32, 48])
        {
            byte[] rows = new byte[4 * 64], into = Enumerable.Repeat((byte)7, 4 * columns + 1).ToArray();
            random.NextBytes(rows);
            fixed (byte* r = rows, q = into) Panel.Interleave(r, r + 64, r + 128, r + 192, 0x80, q, columns);
            for (int n = 0; n < columns; n++)
                for (int k = 0; k < 4; k++) Assert.Equal(rows[64 * k + n] ^ 0x80, into[4 * n + k]);
            Assert.Equal(7, into[4 * columns]);
        }
    }

    private static void Compare(Random random, int columns, int seed)
    {
        int rows = random.Next(1, 20), factors = random.Next(1, 4), pitch = columns + 4 * (seed % 3);
        int step = seed % 3 == 0 ? 4 : 4 * random.Next(1, 9);
        ByteFactor[] list = new ByteFactor[factors];
        int groups = 0;
        for (int f = 0; f < factors; f++)
        {
            list[f] = new(random.Next(500), random.Next(1, 12));
            groups += list[f].Groups;
        }
        byte[] moving = new byte[4096];
        sbyte[] panel = new sbyte[Panel.Bytes(columns, groups)];
        random.NextBytes(moving);
        for (int i = 0; i < panel.Length; i++)
            panel[i] = seed == 0 ? sbyte.MinValue : seed == 1 ? sbyte.MaxValue : (sbyte)random.Next(-128, 128);
        if (seed < 2) Array.Fill(moving, (byte)255);
        int[] offsets = [.. Enumerable.Range(0, rows).Select(_ => random.Next(2000))];
        int[] bias = [.. Enumerable.Range(0, columns).Select(_ => random.Next(-1_000_000, 1_000_000))];
        int[] before = [.. Enumerable.Range(0, rows * pitch + 8).Select(_ => random.Next())];
        int written = seed % 2 == 0 ? columns : random.Next(1, columns + 1);
        bool accumulate = seed % 4 < 2;
        int shift = seed % 5 == 0 ? random.Next(32) : 0;
        byte flip = (byte)(seed % 3 == 1 ? 0x80 : 0);

        int[] expected = Result((in ByteProduct p) => ByteKernel.Define(p));
        Assert.Equal(expected, Result((in ByteProduct p) => ByteKernel.Run(p)));
        Assert.Equal(expected, Result((in ByteProduct p) => ByteKernel.Run<PlainDotProduct>(p)));
        if (Avx2.IsSupported) Assert.Equal(expected, Result((in ByteProduct p) => ByteKernel.Run<Avx2DotProduct>(p)));
        if (AvxVnni.IsSupported) Assert.Equal(expected, Result((in ByteProduct p) => ByteKernel.Run<VnniDotProduct>(p)));

        int[] Result(Form form)
        {
            int[] sums = [.. before];
            fixed (byte* m = moving)
            fixed (sbyte* w = panel)
            fixed (int* o = offsets, b = bias, s = sums)
            fixed (ByteFactor* f = list)
                form(new ByteProduct
                {
                    Moving = m, Offsets = o, Rows = rows, Step = step, Flip = flip, Factors = f, FactorCount = factors,
                    Panel = w, Groups = groups, PanelColumns = columns, Bias = b, Sums = s, Pitch = pitch, Columns = written,
                    Accumulate = accumulate, Shift = shift,
                });
            return sums;
        }
    }

    private delegate void Form(in ByteProduct product);
}
