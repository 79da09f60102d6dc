using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Isa.Functional;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Tests.Support;
using WageSim.Workloads.Schemes;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Isa.Functional;

/// <summary>The functional side leaves what the interpreter leaves, in every memory, with any number of threads, run after run.</summary>
public sealed class FunctionalSideTests
{
    [Fact]
    public void Random_programs_end_as_in_the_interpreter()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new RandomMachineProgram(seed);
            Compare(random.Chip, random.Program, random.Prepare, threads: 1 + seed % 3, runs: 1, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("tiny", "")]
    [InlineData("tiny", "macBits=4")]
    [InlineData("edge", "")]
    [InlineData("edge", "macBits=2 arrays=3")]
    [InlineData("base", "arrays=2")]
    [InlineData("base", "cols=20 rows=7 macBits=4")]
    [InlineData("base", "cols=12 rows=33")]
    [InlineData("wide", "")]
    [InlineData("edge", "cols=9")]
    public void Training_steps_end_as_in_the_interpreter(string preset, string changes)
    {
        var chip = ChipFile.Load(preset, changes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        (string Network, string Bits)[] cases =
            [("5C5-MP2-12C3-MP2-24FC-10SSE", "2-8-8-8"), ("8C3-40FC-4SSE", "8-8-16-16"), ("70FC-3SSE", "5-6-10-11")];
        foreach (var (notation, bits) in cases)
        {
            var parameters = WageParameters.Default(Network.Parse(notation, new ImageShape(12, 10, 3)), BitWidths.Parse(bits));
            var program = SchemeCompiler.Compile(parameters, chip, new(9));
            Compare(chip, program, machine => Prepare(machine, program), threads: 2, runs: 2, $"{notation} {bits}");
        }
    }

    [Theory]
    [InlineData(32, 1)]
    [InlineData(31, 0)]
    public void Rows_of_a_long_pass_are_shared_by_threads(int columns, int mode)
    {
        const int Length = 2100;
        var rig = Rig.With(rows: 32, cols: 32, banks: 3, bankKiB: 32, portBits: 256, accumulatorBanks: 3, accumulatorKiB: 128);
        var program = Assembler.Assemble(
            $".dram 64\n{Set(31, mode)}{Walk(1, 32, n1: Length, s1: 31)}{Weights(0, 32, 32, 32)}"
            + $"{Ws(1024, 1, cols: columns, mode: 31, swap: true)}{Halt()}", "threads.s");
        foreach (int threads in (int[])[1, 2, 3]) Compare(rig.Chip, program, Randomise, threads, runs: 1, $"{threads} threads");
    }

    [Theory]
    [InlineData("a tile used again later", "first=1 last=1|ws 1|load|ws 0|ws 0")]
    [InlineData("a tile preloaded early", "first=1 last=1|load|ws 1|first=1 last=1|sync|ws 1")]
    [InlineData("a tile in parts", "first=1 last=0|load|first=0 last=1|ws 1|first=1 last=0|first=0 last=1|ws 1|ws 0")]
    [InlineData("a part begun anew", "first=1 last=0|first=1 last=1|ws 1|first=1 last=0|sync|first=1 last=1|ws 1|sync|ws 0")]
    [InlineData("a tile left ready", "first=1 last=1|ws 1|ws 0|first=1 last=1|ws 1|first=1 last=1")]
    public void Tiles_may_be_anywhere_in_the_program(string what, string steps)
    {
        var rig = Rig.With(rows: 4, cols: 4, banks: 4, bankKiB: 4);
        string text = $".dram 4096\n{Walk(1, 4, n1: 9, s1: 5)}{Walk(2, 256)}{Set(31, 1)}";
        int place = 0;
        foreach (string step in steps.Split('|'))
        {
            place += 24;
            text += step switch
            {
                "load" => LoadBlock(place, 2, 0, 2) + Token(Lines.Load, Array0),
                "sync" => Sync(),
                "ws 1" => Ws(1024 + place, 1, acc: place % 96, mode: 31, swap: true),
                "ws 0" => Ws(1024 + place, 1, acc: place % 96, mode: 31),
                "first=1 last=1" => Weights(place, pitch: 4),
                "first=1 last=0" => Weights(place, rows: 2, pitch: 4, last: false),
                _ => Weights(place, rows: 2, row: 2, pitch: 4, first: false),
            };
        }
        Compare(rig.Chip, Assembler.Assemble(text + Halt(), "tiles.s"), Randomise, threads: 2, runs: 1, what);
    }

    [Fact]
    public void Packed_weights_are_used_again_until_the_scratchpad_changes_below_them()
    {
        var rig = Rig.With(rows: 16, cols: 16, banks: 4, bankKiB: 16, accumulatorBanks: 4, accumulatorKiB: 128);
        string product = Weights(64, 16, 16) + Ws(8192, 1, cols: 16, mode: 31, swap: true) + Fill(32000, 2);
        string elsewhere = Fill(0, 2) + Fill(320, 2), below = Fill(300, 2, 7);
        string text = $"{Walk(1, 16, n1: 1000, s1: 16)}{Walk(2, 40)}{Set(31, 1)}"
            + Loop(3, product + product + elsewhere + product + below + product + Fill(90, 2, 3) + product);
        var program = Assembler.Assemble($".dram 64\n{text}{Halt()}", "panels.s");
        foreach (int threads in (int[])[1, 2, 3]) Compare(rig.Chip, program, Randomise, threads, runs: 2, $"{threads} threads");
    }

    [Theory]
    [InlineData(9, 16, 1)]
    [InlineData(25, 32, 0)]
    [InlineData(7, 5, 1)]
    public void Positions_of_passes_with_few_sums_are_shared_by_threads(int run, int columns, int mode)
    {
        var rig = Rig.With(rows: 32, cols: 32, banks: 4, bankKiB: 64, portBits: 256, accumulatorBanks: 3, accumulatorKiB: 128);
        string pass = Os(0, 1, 100_000, 2, acc: 3, mode: 31) + Os(64, 1, 100_007, 2, acc: 40, mode: 31);
        string text = $"{Walk(1, run, n1: 2501, s1: 31)}{Walk(2, columns, n1: 2501, s1: columns)}{Set(31, mode)}"
            + Loop(3, Weights(0, 32, 32, 32) + pass + Fill(90_000, 3, 5) + Ws(1024, 4, acc: 200, mode: 31, swap: true) + Set(31, 1));
        string walks = Walk(3, 20_000) + Walk(4, 32, n1: 9, s1: 5);
        var program = Assembler.Assemble($".dram 64\n{walks}{text}{Halt()}", "positions.s");
        foreach (int threads in (int[])[1, 2, 3, 5]) Compare(rig.Chip, program, Randomise, threads, runs: 2, $"{threads} threads");
    }

    [Fact]
    public void A_tile_preloaded_before_shared_positions_is_left_before_its_weights_change()
    {
        var rig = Rig.With(rows: 32, cols: 32, banks: 4, bankKiB: 64, portBits: 256, accumulatorBanks: 3, accumulatorKiB: 128);
        string pass = Os(2048, 1, 100_000, 2, acc: 3) + Fill(0, 3, 7) + Ws(2048, 4, acc: 200, cols: 32, swap: true);
        string text = $"{Walk(1, 32, n1: 2501, s1: 31)}{Walk(2, 32, n1: 2501, s1: 32)}{Walk(3, 1024)}{Walk(4, 32, n1: 9, s1: 5)}"
            + Loop(8, Fill(0, 3, 3) + Weights(0, 32, 32, 32) + pass);
        var program = Assembler.Assemble($".dram 64\n{text}{Halt()}", "tile.s");
        foreach (int threads in (int[])[1, 2, 3]) Compare(rig.Chip, program, Randomise, threads, runs: 3, $"{threads} threads");
    }

    [Fact]
    public void Errors_of_a_program_are_the_interpreters()
    {
        var rig = Rig.With(rows: 4, cols: 4);
        foreach (string text in (string[])
        [
            $"{Weights(0)}{Weights(0)}{Halt()}",
            $"{Walk(1, 4)}{Ws(0, 1, swap: true)}{Halt()}",
            $"{Wait(Vector, 3)}{Halt()}",
            $"{Walk(1, 4)}{Ws(1 << 22, 1)}{Halt()}",
            $"{Walk(1, 4)}{Spill(0, 1, 0, shift: 31)}{Halt()}",
        ])
        {
            var program = Assembler.Assemble($".dram 4096\n{text}", "wrong.s");
            MachineState expected = new(rig.Chip, 4096), actual = new(rig.Chip, 4096);
            Randomise(expected);
            Randomise(actual);
            var thrown = Assert.Throws<InputException>(() => new Interpreter(program, expected).Run());
            using var team = new Team(2);
            var same = Assert.Throws<InputException>(() => new FunctionalSide(program, actual, team, worthSharing: 0).Run(default));
            Assert.Equal(thrown.Message, same.Message);
        }
    }

    [Fact]
    public void A_cancelled_run_ends()
    {
        var rig = Rig.With(rows: 4, cols: 4);
        var program = Assembler.Assemble($".dram 64\n{Walk(1, 64)}{Walk(2, 64)}{LoadBlock(0, 1, 0, 2)}{Halt()}", "long.s");
        using var team = new Team(2);
        using var source = new CancellationTokenSource();
        source.Cancel();
        var side = new FunctionalSide(program, new(rig.Chip, 64), team);
        Assert.ThrowsAny<OperationCanceledException>(() => side.Run(source.Token));
    }

    [Fact]
    public void A_second_run_uses_the_plan_of_the_first()
    {
        var chip = ChipFile.Load("edge", []);
        var parameters = WageParameters.Default(Network.Parse("8C3-MP2-16FC-4SSE", new ImageShape(8, 8, 1)), BitWidths.Paper);
        var program = SchemeCompiler.Compile(parameters, chip, new(8));
        var machine = new MachineState(chip, program.DramBytes);
        Prepare(machine, program);
        using var team = new Team(1);
        var side = new FunctionalSide(program, machine, team);
        side.Run(default);
        side.Run(default);
        var decoding = side.Decoding;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) side.Run(default);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        Assert.Equal(decoding, side.Decoding);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 5)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(5, 3)]
    public void Short_segments_of_several_factors_are_gathered_side_by_side(int run, int segments)
    {
        var rig = Rig.With(rows: 16, cols: 4, banks: 4, bankKiB: 4);
        string walk = Walk(1, run, n1: 20, s1: 16, segments: segments, segment: 7);
        string text = $"{walk}{Set(31, 1)}{Weights(0, 16, pitch: 4)}{Ws(1024, 1, swap: true)}"
            + $"{Weights(64, 16, pitch: 4)}{Ws(1400, 1, mode: 31, swap: true)}{Halt()}";
        Compare(rig.Chip, Assembler.Assemble($".dram 4096\n{text}", "segments.s"), Randomise, threads: 1, runs: 1, $"{run} × {segments}");
    }

    [Fact]
    public void Bytes_of_wide_operands_stream_as_in_the_interpreter()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            int columns = 4 * random.Next(1, 10), depth = random.Next(1, 20), segments = random.Next(1, 4), stride = random.Next(4) switch
            {
                0 => random.Next(0, 60), 1 => 2 * depth, _ => 2 * random.Next(0, 40),
            };
            var rig = Rig.With(rows: 64, cols: columns, banks: 4, bankKiB: 16, accumulatorBanks: 4, accumulatorKiB: 128);
            int across = random.Next(1, 14), down = random.Next(1, 12), row = random.Next(3) == 0 ? random.Next(0, 300) : across * stride,
                segment = random.Next(3) == 0 ? random.Next(0, 50) : 2 * random.Next(0, 40), start = 20_000 + random.Next(9);
            string text = Walk(1, depth, bytes: 2, n1: across, s1: stride, n2: down, s2: row, segments: segments, segment: segment);
            for (int tap = 0; tap < 4; tap++)
            {
                // Mostly whole elements apart; an odd distance is allowed, too.
                int from = start + 2 * random.Next(0, 200) + (random.Next(8) == 0 ? 1 : 0), acc = 200 * random.Next(2);
                text += Set(31, tap == 0 || random.Next(4) == 0 ? 0 : 1) + Weights(300 * tap, depth * segments, columns, columns)
                    + Ws(from, 1, acc, columns, mode: 31, which: 0, swap: true)
                    + Set(31, 1) + Ws(from, 1, acc, columns, mode: 31, which: 1, shift: random.Next(3) == 0 ? 0 : 8);
            }
            var program = Assembler.Assemble($".dram 64\n{text}{Halt()}", "bytes.s");
            Compare(rig.Chip, program, Randomise, threads: 1 + seed % 3, runs: 2, $"seed {seed}");
        }
    }

    [Fact]
    public void Products_of_any_slices_of_two_operands_are_those_of_the_interpreter()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            int rows = random.Next(1, 40), columns = 4 * random.Next(1, 10), xBytes = random.Next(1, 3), yBytes = random.Next(1, 3);
            int positions = random.Next(4) == 0 ? random.Next(2000, 2200) : random.Next(1, 60), used = random.Next(1, columns + 1);
            var rig = Rig.With(rows: 40, cols: columns, banks: 4, bankKiB: 128, accumulatorBanks: 4, accumulatorKiB: 32);
            string text = Walk(1, rows, xBytes, n1: positions, s1: xBytes * rows) +
                Walk(2, used, yBytes, n1: positions, s1: yBytes * used + 3);
            for (int pass = 0; pass < 6; pass++)
            {
                // Bytes as the compiler cuts them, and any other slices.
                bool whole = random.Next(3) > 0;
                int xLow = whole ? 8 * random.Next(xBytes) : random.Next(16), yLow = whole ? 8 * random.Next(yBytes) : random.Next(16);
                text += Set(31, random.Next(2)) + Os(
                    0, 1, 200_000, 2, acc: random.Next(2) * 50, mode: 31, xLow: xLow, xWidth: whole ? 8 : random.Next(1, 9),
                    xSigned: random.Next(2) == 0, yLow: yLow, yWidth: whole ? 8 : random.Next(1, 9), ySigned: random.Next(2) == 0);
            }
            var program = Assembler.Assemble($".dram 64\n{text}{Halt()}", "slices.s");
            Compare(rig.Chip, program, Randomise, threads: 1 + seed % 3, runs: 2, $"seed {seed}");
        }
    }

    [Fact]
    public void Updates_take_the_rate_and_the_draws_that_were_set_before_them()
    {
        var rig = Rig.With(banks: 4, bankKiB: 4);
        string text = Walk(1, 512);
        string update = InstructionSet.Print(new VectorUpdate(
            Gradient: 0, Weight: 8192, Draws: 0, Walk: 1, Max: 3, Index: 0, Tensor: 0, GBits: 8, Clip: 8, Wide: false, External: false));
        for (int i = 0; i < 30; i++) text += $"{update}\n{Vset(MachineState.RateScalar, i % 5)}{Vset(MachineState.StepScalar, i)}";
        var program = Assembler.Assemble($".dram 64\n{text}{Halt()}", "updates.s");
        Compare(rig.Chip, program, machine =>
        {
            Randomise(machine);
            machine.Scalars[3] = 1L << 34;
        }, threads: 2, runs: 3, "updates");
    }

    [Fact]
    public void A_cancelled_run_can_be_run_again()
    {
        var rig = Rig.With(rows: 4, cols: 4);
        var program = Assembler.Assemble($".dram 64\n{Walk(1, 64)}{Loop(2000, LoadBlock(0, 1, 0, 1))}{Halt()}", "long.s");
        using var team = new Team(2);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var side = new FunctionalSide(program, new(rig.Chip, 64), team, worthSharing: 0);
        for (int i = 0; i < 3; i++)
        {
            side.Run(default);
            Assert.ThrowsAny<OperationCanceledException>(() => side.Run(cancelled.Token));
        }
        side.Run(default);
    }

    private static void Compare(Chip chip, Program program, Action<MachineState> prepare, int threads, int runs, string what)
    {
        MachineState expected = new(chip, program.DramBytes) { Zeros = new(program) };
        MachineState actual = new(chip, program.DramBytes) { Zeros = new(program) };
        prepare(expected);
        prepare(actual);
        using var team = new Team(threads);
        var side = new FunctionalSide(program, actual, team, worthSharing: 0);
        for (int run = 0; run < runs; run++)
        {
            new Interpreter(program, expected).Run();
            side.Run(default);
            Assert.True(expected.Dram.AsSpan().SequenceEqual(actual.Dram), $"{what}, run {run}: DRAM");
            Assert.True(expected.Scratchpad.AsSpan().SequenceEqual(actual.Scratchpad), $"{what}, run {run}: scratchpad");
            Assert.True(expected.Accumulator.AsSpan().SequenceEqual(actual.Accumulator), $"{what}, run {run}: accumulators");
            Assert.Equal(expected.Scalars, actual.Scalars);
            Assert.Equal((expected.Zeros.Total, what, run), (actual.Zeros.Total, what, run));
            for (int i = 0; i < chip.Arrays; i++)
            {
                Assert.Equal(expected.Arrays[i].Active, actual.Arrays[i].Active);
                Assert.Equal(expected.Arrays[i].Shadow, actual.Arrays[i].Shadow);
                Assert.Equal(expected.Arrays[i].Ready, actual.Arrays[i].Ready);
            }
        }
    }

    private static void Randomise(MachineState machine)
    {
        var random = new Random(5);
        random.NextBytes(machine.Dram);
        random.NextBytes(machine.Scratchpad);
        for (int i = 0; i < machine.Accumulator.Length; i++) machine.Accumulator[i] = random.Next();
    }

    // Whatever the weights and images are; labels are classes.
    private static void Prepare(MachineState machine, Program program)
    {
        new Random(7).NextBytes(machine.Dram);
        foreach (var symbol in program.Symbols)
        {
            if (symbol.Name == "label") symbol.Write(machine.Dram, new int[symbol.Elements]);
            if (symbol.Name.StartsWith("weight", StringComparison.Ordinal) && symbol.ElementBytes == 2)
                symbol.Write(machine.Dram, [.. Enumerable.Range(0, (int)symbol.Elements).Select(i => i * 37 % 1000 - 500)]);
        }
        machine.Scalars[MachineState.SeedScalar] = 3;
        machine.Scalars[MachineState.RateScalar] = 2;
    }
}
