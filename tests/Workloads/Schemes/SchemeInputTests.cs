using WageSim.Workloads.Datasets;
using WageSim.Workloads.Schemes.Niti;
using WageSim.Workloads.Schemes.Wage;

namespace WageSim.Tests.Workloads.Schemes;

public sealed class SchemeInputTests
{
    private static readonly DataSet digits = DataSets.Load("digits");

    [Fact]
    public void WAGE_takes_one_table_for_all_sets() => Assert.Same(PixelCodes.SignedUnit, new WageScheme().InputCodes(digits));

    [Fact]
    public void NITI_normalises_by_the_set_s_statistics()
    {
        var table = new NitiScheme().InputCodes(digits);
        Assert.Equal((-6, -52, 118), (table.Exponent, (int)table[0, 0], (int)table[0, 255]));
        Assert.Equal(-5, new NitiScheme().InputCodes(digits with { Statistics = PixelStatistics.Mnist }).Exponent);
    }
}
