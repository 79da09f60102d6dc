using WageSim.Isa;
using WageSim.Models.Golden;
using WageSim.Tests.Models.Golden;
using WageSim.Tests.Support;

namespace WageSim.Tests.Isa.Execution;

/// <summary>The instructions of softmax on whole rows: what the golden model's real numbers give, and what no network asks for.</summary>
public sealed class SoftmaxTests
{
    private const int Words = 0, Rows = 8192, Powers = 12288, Labels = 24576, Max = 3;

    [Fact]
    public void Three_passes_over_rows_give_the_golden_errors()
    {
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            var twins = new VectorTwins(cols: 4, scratchpadKiB: 32);
            int rows = random.Next(1, 8), classes = random.Next(1, 200), unitLog2 = random.Next(2, 47);
            bool inPlace = random.Next(2) == 0;
            var operands = new VectorOperands(random, twins);
            operands.Words(Words, rows * classes, wide: false, random.Next(3) == 0 ? 32 : Math.Min(unitLog2 + random.Next(1, 6), 31));
            int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))];
            double[] sums = [.. Enumerable.Range(0, rows * classes).Select(k => (double)Word(twins, Words + 4 * k))];
            for (int k = 0; k < rows; k++) BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(Labels + 4 * k), labels[k]);
            twins.Plain.Scalars[Max] = 5;

            var walk = Walk.Unit with { Run = classes, Count1 = rows };
            int to = inPlace ? Words : Powers;
            Assert.Null(twins.Execute(new(0, new VectorRowMaximum(0, 0, 0), Words, Rows, W0: walk)));
            Assert.Null(twins.Execute(new(0, new VectorExponential(0, 0, 0, 0, unitLog2 + 8), Words, Rows, to, W0: walk)));
            Assert.Null(twins.Execute(new(0, new VectorDivide(0, 0, 0, 0, Max), to, Rows, Labels, W0: walk)));
            var errors = Enumerable.Range(0, rows * classes).Select(k => Word(twins, to + 4 * k)).ToList();
            Assert.Equal(CrossEntropy.Errors(sums, labels, unitLog2).Select(e => (int)Math.ScaleB(e, 16)), errors);
            Assert.Equal(Math.Max(5, errors.Max(Math.Abs)), twins.Plain.Scalars[Max]);
        }
    }

    [Fact]
    public void The_table_is_rounded_from_exact_powers_and_printed_in_the_machines_description()
    {
        var twins = new VectorTwins(cols: 4);
        for (int f = 0; f < 256; f++)
        {
            // Shifted by 18, t grows by less than one a unit of distance: every entry is met.
            long distance = 0;
            while (distance * 94548 >> 18 < f) distance++;
            Assert.Equal(f, distance * 94548 >> 18);
            Write(twins, Words, (int)-distance);
            Write(twins, Rows, 0);
            Assert.Null(twins.Execute(new(0, new VectorExponential(0, 0, 0, 0, 18), Words, Rows, Powers, W0: Walk.Unit)));
            Assert.Equal(NaiveSoftmax.Table[f], Word(twins, Powers));
        }
        string printed = string.Join(' ', NaiveSoftmax.Table.Select(entry => $"{entry:X}"));
        string[] lines = [.. printed.Split(' ').Chunk(16).Select(line => string.Join(' ', line))];
        Assert.All(lines, line => Assert.Contains(line, Repository.Text("docs/machine.md")));
    }

    [Theory]
    [InlineData(1u, 0L, 131071)] // no sum
    [InlineData(0u, 0L, 131071)]
    [InlineData(6u, 3L, 131071)] // twice the sum: beyond 17 bits
    [InlineData(5u, 3L, 109226)]
    [InlineData(3u, 3L, 65536)]
    [InlineData(uint.MaxValue, (1L << 34) - 1, 16383)]
    [InlineData(1u, (1L << 34) + 3, 21845)] // bits above the 34th are not looked at
    public void A_quotient_has_17_bits_whatever_its_operands(uint power, long sum, int quotient)
    {
        var twins = new VectorTwins(cols: 4);
        BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(Words), power);
        BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(Rows), sum);
        Write(twins, Labels, 1);
        Assert.Null(twins.Execute(new(0, new VectorDivide(0, 0, 0, 0, Max), Words, Rows, Labels, W0: Walk.Unit)));
        Assert.Equal(quotient, Word(twins, Words));
        Assert.Equal(quotient, twins.Plain.Scalars[Max]);
    }

    [Fact]
    public void A_word_above_the_rows_maximum_counts_as_the_maximum()
    {
        var twins = new VectorTwins(cols: 4);
        (int Word, int Row, int Power)[] cases =
            [(7, -9, 1 << 24), (int.MaxValue, int.MinValue, 1 << 24), (int.MinValue, int.MaxValue, 0)];
        foreach (var (word, row, power) in cases)
        {
            Write(twins, Words, word);
            Write(twins, Rows, row);
            Assert.Null(twins.Execute(new(0, new VectorExponential(0, 0, 0, 0, 8), Words, Rows, Powers, W0: Walk.Unit)));
            Assert.Equal(power, Word(twins, Powers));
        }
    }

    private static int Word(VectorTwins twins, int at) => BitConverter.ToInt32(twins.Plain.Scratchpad, at);

    private static void Write(VectorTwins twins, int at, int value) => BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(at), value);
}
