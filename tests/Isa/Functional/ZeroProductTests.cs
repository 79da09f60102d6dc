using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Isa.Functional;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Tests.Support;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Schemes;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Isa.Functional;

/// <summary>
/// Products with a zero operand: looked at one by one, from counts of columns and rows, on the functional side, PE by PE and in time.
/// </summary>
public sealed class ZeroProductTests
{
    [Fact]
    public void Random_programs_have_the_same_zeros_however_they_are_counted()
    {
        for (int seed = 0; seed < 120; seed++)
        {
            var random = new RandomMachineProgram(seed);
            var counted = Counted(random.Chip, random.Program, machine =>
            {
                random.Prepare(machine);
                Thin(machine.Dram, seed);
                Thin(machine.Scratchpad, seed + 1);
            }, threads: 1 + seed % 3);
            Assert.True(counted.Total <= new Accelerator(random.Chip, random.Program, null).Run().PeProducts, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("tiny", "")]
    [InlineData("tiny", "macBits=4")]
    [InlineData("tiny", "macBits=8 cols=5")]
    [InlineData("edge", "")]
    [InlineData("edge", "macBits=2 arrays=3")]
    [InlineData("base", "arrays=2")]
    [InlineData("base", "cols=20 rows=7 macBits=4")]
    [InlineData("base", "cols=12 rows=33 macBits=2")]
    [InlineData("wide", "")]
    public void Training_steps_have_the_same_zeros_however_they_are_counted(string preset, string changes)
    {
        var chip = ChipFile.Load(preset, changes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        (string Network, string Bits)[] cases =
            [("5C5-MP2-12C3-MP2-24FC-10SSE", "2-8-8-8"), ("8C3-40FC-4SSE", "8-8-16-16"),
            ("70FC-3SSE", "5-6-10-11"), ("6C3-3SSE", "9-16-16-16")];
        for (int i = 0; i < cases.Length; i++)
        {
            var (program, prepare) = Step(cases[i].Network, cases[i].Bits, chip, new(9, 7, 3), batch: 7);
            Counted(chip, program, prepare, threads: 1 + i % 3);
        }
    }

    [Theory]
    [InlineData("digits-cnn", 8, 1)]
    [InlineData("mnist-lenet", 28, 1)]
    [InlineData("cifar10-vgg", 16, 3)]
    [InlineData("imagenet-alexnet", 67, 3)]
    public void Shipped_networks_have_the_same_zeros_however_they_are_counted(string name, int side, int channels)
    {
        string notation = System.Text.RegularExpressions.Regex.Replace(
            NetworkCatalogue.Resolve(name), "[0-9]+(?=(C|FC|SSE|CE))", number => $"{Math.Clamp(int.Parse(number.Value) / 16, 3, 24)}");
        var chip = ChipFile.Load("base", ["macBits=4"]);
        var (program, prepare) = Step(notation, "2-8-8-8", chip, new(side, side, channels), batch: 2);
        var zeros = Counted(chip, program, prepare, threads: 2);
        foreach (var (range, count) in program.Ranges.Zip(zeros.Ranges))
        {
            if (range.Phase is "forward" or "gradient") Assert.True(count > 0, $"{range.Layer} {range.Phase}");
            if (range.Phase is "loss" or "update") Assert.Equal(0, count);
        }
    }

    [Fact]
    public void Bytes_by_bytes_have_the_same_zeros_on_any_array()
    {
        long? first = null;
        foreach (string changes in (string[])["rows=8 cols=8", "rows=16 cols=24 arrays=2", "rows=64 cols=64", "rows=13 cols=33"])
        {
            var chip = ChipFile.Load("base", changes.Split(' '));
            var (program, prepare) = Step("12C3-MP2-20C3-30FC-10SSE", "8-8-8-8", chip, new(8, 8, 2), batch: 6);
            var zeros = Counted(chip, program, prepare, threads: 2).Total;
            Assert.Equal(first ??= zeros, zeros);
        }
    }

    [Fact]
    public void Narrower_slices_have_more_zeros_and_more_products()
    {
        var totals = new List<(long Zeros, long Products)>();
        foreach (int macBits in (int[])[8, 4, 2])
        {
            var chip = ChipFile.Load("base", [$"macBits={macBits}"]);
            var (program, prepare) = Step("8C3-20FC-10SSE", "8-8-8-8", chip, new(8, 8, 2), batch: 6);
            totals.Add((Counted(chip, program, prepare, threads: 1).Total, new Accelerator(chip, program, null).Run().PeProducts));
        }
        Assert.Equal(totals.OrderBy(total => total.Zeros), totals);
        Assert.Equal(totals[0].Products * 4, totals[2].Products);
        Assert.All(totals, total => Assert.InRange(total.Zeros, 1, total.Products - 1));
    }

    [Fact]
    public void Products_by_zeros_alone_are_all_counted_and_those_without_zeros_are_not()
    {
        // 10 rows of 4 by a tile of 3 columns, and 4 × 4 sums over 10 positions.
        string text = $".dram 64\n{Walk(1, 4, n1: 10, s1: 16)}.range a forward\n{Weights(0, cols: 3)}{Ws(256, 1, cols: 3, swap: true)}"
            + $".range a gradient\n{Os(256, 1, 1024, 1, acc: 64)}{Halt()}";
        var rig = Rig.With();
        var program = Assembler.Assemble(text, "zeros.s");
        Assert.Equal([0L, 0], Zeros(0x11).Ranges);
        Assert.Equal([10L * 4 * 3, 10 * 4 * 4], Zeros(0).Ranges);

        ZeroProducts Zeros(byte value) => Counted(rig.Chip, program, machine => Array.Fill(machine.Scratchpad, value), threads: 1);
    }

    [Fact]
    public void Nothing_else_depends_on_counting()
    {
        var chip = ChipFile.Load("edge", []);
        var (program, prepare) = Step("8C3-MP2-20FC-10SSE", "2-8-8-8", chip, new(8, 8, 2), batch: 6);
        MachineState with = new(chip, program.DramBytes) { Zeros = new(program) }, without = new(chip, program.DramBytes);
        using var team = new Team(2);
        foreach (var machine in (MachineState[])[with, without])
        {
            prepare(machine);
            new FunctionalSide(program, machine, team, worthSharing: 0).Run(default);
        }
        Assert.Equal(without.Dram, with.Dram);
        Assert.Equal(without.Accumulator, with.Accumulator);
    }

    /// <summary>Counts in all ways, several runs of the fast one, and compares them range by range.</summary>
    private static ZeroProducts Counted(Chip chip, Program program, Action<MachineState> prepare, int threads)
    {
        var plain = Machine(plain: true);
        new Interpreter(program, plain).Run();
        var columns = Machine();
        new Interpreter(program, columns).Run();
        Assert.Equal(plain.Zeros!.Ranges, columns.Zeros!.Ranges);
        var grid = Machine(model: new GridArrayModel(chip.Arrays, chip.Rows, chip.Cols));
        if (program.Instructions.Count < 200) new Interpreter(program, grid).Run();
        if (program.Instructions.Count < 200) Assert.Equal(plain.Zeros.Ranges, grid.Zeros!.Ranges);
        var timed = Machine();
        new Accelerator(chip, program, timed).Run();
        Assert.Equal(plain.Zeros.Ranges, timed.Zeros!.Ranges);

        var fast = Machine();
        using var team = new Team(threads);
        var side = new FunctionalSide(program, fast, team, worthSharing: 0);
        for (int run = 0; run < 2; run++)
        {
            // The plan is made without counting, or with it.
            fast.Zeros = run == threads % 2 ? null : new(program);
            if (run == 1) Reset(fast);
            side.Run(default);
            if (fast.Zeros is { } counted) Assert.Equal(plain.Zeros.Ranges, counted.Ranges);
        }
        return plain.Zeros;

        void Reset(MachineState machine)
        {
            prepare(machine);
            foreach (var array in machine.Arrays)
            {
                foreach (short[] registers in (short[][])[array.Active, array.Shadow, array.Pairs]) Array.Clear(registers);
                array.Ready = false;
            }
        }

        MachineState Machine(bool plain = false, IArrayModel? model = null)
        {
            var machine = new MachineState(chip, program.DramBytes) { Plain = plain, Zeros = new(program), ArrayModel = model };
            prepare(machine);
            return machine;
        }
    }

    private static (Program Program, Action<MachineState> Prepare) Step(
        string notation, string bits, Chip chip, ImageShape input, int batch)
    {
        var parameters = WageParameters.Default(Network.Parse(notation, input), BitWidths.Parse(bits));
        var program = SchemeCompiler.Compile(parameters, chip, new(batch));
        return (program, machine =>
        {
            Array.Clear(machine.Scratchpad);
            Array.Clear(machine.Accumulator);
            new Random(7).NextBytes(machine.Dram);
            Thin(machine.Dram, 7);
            foreach (var symbol in program.Symbols)
            {
                if (symbol.Name == "label") symbol.Write(machine.Dram, new int[symbol.Elements]);
                if (symbol.Name.StartsWith("weight", StringComparison.Ordinal) && symbol.ElementBytes == 2)
                    symbol.Write(machine.Dram, [.. Enumerable.Range(0, (int)symbol.Elements).Select(i => i * 37 % 1000 - 500)]);
            }
            machine.Scalars[MachineState.SeedScalar] = 3;
            machine.Scalars[MachineState.RateScalar] = 2;
        });
    }

    // Whole bytes and single bits become zero.
    private static void Thin(byte[] bytes, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(random.Next(3) switch { 0 => 0, 1 => bytes[i] & random.Next(256), _ => bytes[i] });
    }
}
