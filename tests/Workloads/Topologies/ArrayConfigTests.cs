using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Workloads.Topologies;

namespace WageSim.Tests.Workloads.Topologies;

/// <summary>SCALE-Sim configuration files as changes to a chip.</summary>
public sealed class ArrayConfigTests
{
    private const string Good =
        """
        ; a comment
        [general]
        run_name = some_run

        [architecture_presets]
        ArrayHeight:    64
        ArrayWidth = 48
        IfmapSramSzkB:  100
        FilterSramSzkB: 61
        OfmapSramSzkB : 37
        IfmapOffset:    0
        Dataflow : os
        Bandwidth : 10

        [run_presets]
        InterfaceBandwidth: CALC
        """;

    private static readonly Chip chip = ChipFile.Load("base", []);

    private static string Refused(string text) => Assert.Throws<InputException>(() => ArrayConfig.Parse(text, "s.cfg", chip)).Message;

    [Fact]
    public void Sizes_become_changes_and_the_rest_is_noted()
    {
        var config = ArrayConfig.Parse(Good, "s.cfg", chip);
        // 16 scratchpad banks for 161 KiB, 4 of accumulators for 37 KiB.
        Assert.Equal(["rows=64", "cols=48", "scratchpad.bankKiB=11", "accumulator.bankKiB=10"], config.Overrides);
        Assert.Equal(Dataflow.OutputStationary, config.Dataflow);
        Assert.Equal(
        [
            "IfmapSramSzkB and FilterSramSzkB are one scratchpad of 161 KiB in 16 banks",
            "OfmapSramSzkB is 37 KiB of accumulators, four bytes a sum, in 4 banks",
            "no counterpart here: IfmapOffset 0, Bandwidth 10; DRAM is that of the chip",
        ], config.Notes);
    }

    [Fact]
    public void What_is_left_out_stays_as_the_chip_has_it()
    {
        var config = ArrayConfig.Parse("[architecture_presets]\narrayheight: 8\n", "s.cfg", chip);
        Assert.Equal(["rows=8"], config.Overrides);
        Assert.Null(config.Dataflow);
        Assert.Empty(config.Notes);
    }

    [Theory]
    [InlineData("", "s.cfg: there is no section [architecture_presets]")]
    [InlineData("ArrayHeight: 3\n", "s.cfg: line 1: 'ArrayHeight: 3': a section such as [architecture_presets] is expected")]
    [InlineData("[architecture_presets]\n\nArrayHeight\n", "s.cfg: line 3: 'ArrayHeight': NAME: VALUE is expected")]
    [InlineData("[architecture_presets]\nArrayHeight: 0\n", "s.cfg: line 2: ArrayHeight: '0': a whole number 1..256 is expected")]
    [InlineData("[architecture_presets]\nArrayWidth: wide\n", "s.cfg: line 2: ArrayWidth: 'wide': a whole number 1..256 is expected")]
    [InlineData("[architecture_presets]\nArrayWidth: 1\narraywidth: 2\n",
        "s.cfg: line 3: arraywidth comes twice in [architecture_presets]")]
    [InlineData("[architecture_presets]\nDataflow: rs\n", "s.cfg: line 2: Dataflow: 'rs' is not one of ws, os")]
    [InlineData("[architecture_presets]\nDataflow: is\n",
        "s.cfg: line 2: Dataflow: 'is': the array keeps weights or sums, not inputs; ws or os is expected")]
    public void Faults_name_their_place(string text, string message) => Assert.Equal(message, Refused(text));
}
