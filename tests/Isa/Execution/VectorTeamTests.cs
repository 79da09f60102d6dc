using WageSim.Isa;
using WageSim.Isa.Execution;

namespace WageSim.Tests.Isa.Execution;

/// <summary>Commands long enough to be shared by host threads: the memories do not tell how many there were.</summary>
public sealed class VectorTeamTests : IDisposable
{
    private const int Columns = 32, Rows = 30_011;

    private readonly Team[] teams = [new(1), new(2), new(3)];

    public void Dispose()
    {
        foreach (var team in teams) team.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vact_is_shared(bool pool)
    {
        var twins = Twins(2 * Rows * Columns, Rows);
        var walk = Walk.Unit with { Run = Columns, Count1 = 15, Count2 = 19, Count3 = Rows / (15 * 19) };
        twins.Execute(new(0, new VectorActivate(0, 0, 20, 8, pool, 0, 0), 0, 0, Rows * Columns, w0: walk));
    }

    [Theory]
    [InlineData(32, false)]
    [InlineData(30, false)]
    [InlineData(32, true)]
    public void Vspill_is_shared(int run, bool wide)
    {
        var twins = Twins(Rows * Columns * 9, Rows);
        var walk = Walk.Unit with { Run = run, Count1 = Rows };
        // The maximum lies in the last row, and below it in all others.
        twins.Plain.Accumulator[(Rows - 1) * Columns + run - 1] = int.MinValue;
        twins.Execute(new(0, new VectorSpill(0, 0, 0, wide, wide, true, 0, 0, true, 5), 0, 0, Rows * Columns, w0: walk));
        Assert.True(twins.Plain.Scalars[5] >= 1L << 31);
    }

    [Fact]
    public void Vquant_is_shared()
    {
        const int Count = 1_000_003;
        var twins = Twins(Count * 5, 1);
        twins.Plain.Scalars[5] = 1L << 31;
        twins.Execute(new(0, new VectorQuantize(0, 0, Count, false, 5, 8), 0, 4 * Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vroute_is_shared(bool pool)
    {
        const int Images = 77, Size = 31;
        int output = Images * Size * Size * Columns, inputs = pool ? Images * (Size / 2) * (Size / 2) * Columns : output;
        var twins = Twins(output + 2 * inputs, 1);
        var walk = new Walk(Columns, 1, Size, Columns, Size, Size * Columns, Images, Size * Size * Columns, 1, 0);
        twins.Execute(new(0, new VectorRoute(0, 0, 0, 0, pool, 1), 0, inputs, 2 * inputs, w0: walk));
    }

    [Fact]
    public void Vupdate_is_shared()
    {
        const int Count = 300_001;
        var twins = Twins(Count * 5, 1);
        twins.Plain.Scalars[5] = 1L << 31;
        var vupdate = new VectorUpdate(0, 0, 0, 0, 5, 0, Tensor: 3, GBits: 8, Clip: 2, Wide: false, External: false);
        twins.Execute(new(0, vupdate, 0, 4 * Count, 0, 12345, Walk.Unit with { Run = Count }));
    }

    private VectorTwins Twins(int bytes, int rows)
    {
        var twins = new VectorTwins(Columns, bytes / 1024 + 1, rows * Columns * 4 / 1024 + 1, teams);
        var random = new Random(bytes);
        random.NextBytes(twins.Plain.Scratchpad);
        for (int i = 0; i < twins.Plain.Accumulator.Length; i++) twins.Plain.Accumulator[i] = random.Next(-1 << 30, 1 << 30);
        return twins;
    }
}
