using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.EndToEnd;

/// <summary>More bandwidth, banks or lanes never cost a program cycles; where other tiles do is known (docs/sweeps.md).</summary>
public sealed class MonotoneTests
{
    // Network, chip and the change that costs cycles: estimates of the compiler prefer the tiles that it allows.
    private static readonly string[] exceptions =
    [
        "digits-cnn tiny dram.channels=2",
        "mnist-lenet edge scratchpad.banks=16", "mnist-lenet edge scratchpad.banks=32", "mnist-lenet edge accumulator.banks=16",
        "mnist-lenet edge dram.channels=4",
        "mnist-lenet base scratchpad.banks=16", "mnist-lenet base scratchpad.banks=32", "mnist-lenet base accumulator.banks=4",
        "mnist-lenet base accumulator.banks=8", "mnist-lenet base accumulator.banks=16",
        "mnist-lenet wide scratchpad.banks=8", "mnist-lenet wide scratchpad.banks=16", "mnist-lenet wide accumulator.banks=8",
        "mnist-lenet wide accumulator.banks=16",
        "cifar10-vgg base accumulator.banks=4", "cifar10-vgg base accumulator.banks=8", "cifar10-vgg base accumulator.banks=16",
    ];

    private const int MostLanes = 1024;
    private const double LargestLoss = 0.033;

    [Theory]
    [InlineData("digits-cnn", 32, "tiny"), InlineData("digits-cnn", 32, "edge"), InlineData("digits-cnn", 32, "base")]
    [InlineData("digits-cnn", 32, "wide"), InlineData("mnist-lenet", 16, "edge"), InlineData("mnist-lenet", 16, "base")]
    [InlineData("mnist-lenet", 16, "wide"), InlineData("digits-cnn", 32, "ideal"), InlineData("cifar10-vgg", 1, "ideal")]
    [InlineData("cifar10-vgg", 1, "base")]
    public void More_never_costs_a_program_cycles_and_costs_a_compiled_step_only_where_it_is_known(string network, int batch, string chip)
    {
        var parameters = WageParameters.Default(NetworkCatalogue.Find(network)!.Build(), BitWidths.Paper);
        // Four banks of the base chip do not hold a tile of the VGG.
        int lanes = ChipFile.Load(chip, []).Vector.Lanes, fewest = network == "cifar10-vgg" ? 8 : 4;
        string[][] chains =
        [
            [.. new[] { 4, 8, 16, 32 }.Where(banks => banks >= fewest).Select(banks => $"scratchpad.banks={banks}")],
            [.. new[] { 2, 4, 8, 16 }.Select(banks => $"accumulator.banks={banks}")],
            [.. new[] { 1, 2, 4, 8 }.Select(times => lanes * times / 4).Where(count => count <= MostLanes)
                .Select(count => $"vector.lanes={count}")],
            [.. new[] { 1, 2, 4 }.Select(channels => $"dram.channels={channels}")],
        ];
        var found = new List<string>();
        foreach (string[] chain in chains)
        {
            Program? before = null;
            long cyclesBefore = long.MaxValue;
            foreach (string change in chain)
            {
                // More channels of a memory that limits; all else on the chip's own.
                bool isDram = change.StartsWith("dram.", StringComparison.Ordinal);
                var more = ChipFile.Load(chip, isDram ? ["dram=lpddr3-1333", change] : [change]);
                var program = SchemeCompiler.Compile(parameters, more, new(batch));
                long cycles = new Accelerator(more, program, null).Run().Cycles;
                if (before is not null)
                {
                    long kept = new Accelerator(more, before, null).Run().Cycles;
                    Assert.True(kept <= cyclesBefore, $"{change}: the same program takes {kept} instead of {cyclesBefore} cycles");
                }
                if (cycles > cyclesBefore)
                {
                    found.Add($"{network} {chip} {change}");
                    Assert.True(cycles <= cyclesBefore * (1 + LargestLoss), $"{change}: {cyclesBefore} → {cycles}");
                }
                (before, cyclesBefore) = (program, cycles);
            }
        }
        Assert.Equal(exceptions.Where(known => known.StartsWith($"{network} {chip} ", StringComparison.Ordinal)).Order(), found.Order());
    }
}
