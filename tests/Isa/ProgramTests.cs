using WageSim.Isa;
using WageSim.Models;

namespace WageSim.Tests.Isa;

public sealed class ProgramTests
{
    [Fact]
    public void The_range_of_an_instruction_is_the_one_that_holds_it()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var program = new RandomPrograms(seed).Program();
            for (int pc = -1; pc <= program.Instructions.Count; pc++)
                Assert.Same(program.Ranges.SingleOrDefault(range => range.Start <= pc && pc < range.End), program.RangeOf(pc));
        }
    }

    [Fact]
    public void A_tensor_is_found_by_name()
    {
        var program = new Program { Instructions = [], Symbols = [new("w0", 0, 1, true, [3, 4]), new("x", 64, 2, false, [])] };
        Assert.Equal((12, 12), (program.Find("w0").Elements, program.Find("w0").Bytes));
        Assert.Equal((1, 2), (program.Find("x").Elements, program.Find("x").Bytes));
        Assert.Equal("the program has no tensor 'w1'; did you mean 'w0'?", Assert.Throws<InputException>(() => program.Find("w1")).Message);
        Assert.Equal("the program has no tensor 'gradient'", Assert.Throws<InputException>(() => program.Find("gradient")).Message);
    }

    [Fact]
    public void Two_programs_are_the_same_only_if_everything_is()
    {
        Assert.True(Sample().SameAs(Sample()));
        Program[] others =
        [
            Sample(chip: "other"), Sample(dram: 1000), Sample(count: 4), Sample(name: "b"),
            Sample(dimension: 5), Sample(phase: "backward"), Sample(image: 2), Sample(channel: 8),
        ];
        foreach (var other in others)
        {
            Assert.False(Sample().SameAs(other));
            Assert.False(other.SameAs(Sample()));
        }
    }

    private static Program Sample(
        string chip = "c", long dram = 999, int count = 3, string name = "a",
        int dimension = 4, string phase = "forward", int image = 1, int channel = 7) => new()
        {
            Instructions = [new Loop(count, 1), new Sync(), new Halt()],
            Symbols = [new(name, 0, 1, true, [2, dimension])],
            Ranges = [new(0, 2, "conv0", phase)],
            Probes = [new(1, "z", 0, 0, 0, [image], [channel, 0])],
            Chip = chip,
            DramBytes = dram,
        };
}
