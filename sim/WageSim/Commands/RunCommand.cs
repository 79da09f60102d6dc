using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Runs;
using WageSim.Tracing;
using Command = System.CommandLine.Command;

namespace WageSim.Commands;

/// <summary>Runs a program file once, in time or without it.</summary>
internal static class RunCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var source = Choices.File("FILE.wsp", "a program file");
        var chip = Choices.Chip("what runs it (default: the chip it was compiled for, if that is a preset)");
        var overrides = Choices.Overrides();
        var prices = Choices.Prices();
        var clock = Choices.Clock();
        var interpret = new Option<bool>("--interpret") { Description = "in program order, without time" };
        var noData = new Option<bool>("--no-data") { Description = "only the time, which does not depend on data" };
        var image = Choices.Text("--dram", "FILE", "bytes of DRAM at the start, from address 0; the rest is zero");
        var dump = Choices.Text("--dump", "FILE", "write all bytes of DRAM to this file at the end");
        var trace = new TraceChoices(ofTraining: false);
        var json = Choices.Json();
        var command = new Command("run", "Run a program once on the simulated chip")
        {
            source, chip, overrides, prices, clock, interpret, noData, image, dump, json,
        };
        trace.AddTo(command);
        command.SetAction(parsed =>
        {
            var options = new RunOptions(
                parsed.GetValue(source)!, parsed.GetValue(chip), parsed.GetValue(overrides) ?? [], parsed.GetValue(prices),
                parsed.GetValue(clock), parsed.GetValue(interpret), parsed.GetValue(noData), parsed.GetValue(image),
                parsed.GetValue(dump), trace.Of(parsed), parsed.GetValue(json));
            return Execute(options, cancellation);
        });
        return command;
    }

    private sealed record RunOptions(
        string File, string? Chip, string[] Overrides, string? Prices, Clock? Clock, bool Interpret, bool NoData,
        string? Image, string? Dump, TraceRequest? Trace, string? Json);

    private static int Execute(RunOptions options, CancellationToken cancellation)
    {
        Check(options);
        var program = ProgramFile.Read(options.File);
        var chip = Load(program, options);
        var prices = PriceTable.Load(options.Prices ?? PriceTable.Default);
        ChipPrices.For(chip, prices);
        var data = options.NoData ? null : Memory(program, chip, options.Image);
        if (options.Interpret) Interpret(program, data!, options, cancellation);
        else Simulate(program, chip, prices, data, options, cancellation);
        if (options.Dump is { } dump) OutputFile.Write(dump, data!.Dram);
        return ExitCode.Good;
    }

    private static void Check(RunOptions options)
    {
        if (options.Interpret && options.Clock is not null) throw new InputException("--clock: not with --interpret, which has no time");
        if (options.Interpret && options.NoData) throw new InputException("--no-data: not with --interpret, which has nothing but data");
        if (options.Interpret && options.Trace is not null)
            throw new InputException("--trace: not with --interpret, which has no time");
        if (options.Interpret && options.Prices is not null)
            throw new InputException("--prices: not with --interpret, which counts nothing");
        if (options.NoData && options.Image is not null) throw new InputException("--dram: not with --no-data");
        if (options.NoData && options.Dump is not null) throw new InputException("--dump: not with --no-data");
        // The memory may be dumped over the file that it came from: that one has been read by then.
        OutputFile.CheckApart(options.File, options.Dump, options.Trace?.File, options.Json);
        OutputFile.CheckApart(options.Image, options.Trace?.File, options.Json);
        OutputFile.Check(options.Dump);
        OutputFile.Check(options.Trace?.File);
        OutputFile.Check(options.Json);
    }

    private static Chip Load(Program program, RunOptions options)
    {
        if (options.Chip is null && !ChipFile.Presets.Contains(program.Chip))
            throw new InputException(program.Chip.Length == 0
                ? $"{options.File}: the program names no chip; give one with --chip"
                : $"{options.File}: the program is for chip '{program.Chip}', which is not a preset; give it with --chip (and --set)");
        var chip = ChipFile.Load(options.Chip ?? program.Chip, options.Overrides);
        // Contents are kept in one array; time needs none.
        long capacity = Math.Min((long)chip.Dram.CapacityMebibytes << 20, options.NoData ? long.MaxValue : Array.MaxLength);
        if (program.DramBytes > capacity)
            throw new InputException(
                $"{options.File}: the program needs {program.DramBytes} bytes of DRAM; on chip {chip.Name} there are {capacity}");
        int instructions = program.Instructions.Count, room = chip.Sequencer.Instructions;
        if (instructions > room)
            throw new InputException(
                $"{options.File}: the program has {instructions} instructions; sequencer.instructions of chip {chip.Name} is {room}");
        return chip;
    }

    private static MachineState Memory(Program program, Chip chip, string? image)
    {
        var machine = new MachineState(chip, program.DramBytes);
        if (image is null) return machine;
        try
        {
            using var stream = File.OpenRead(image);
            if (stream.Length > program.DramBytes)
                throw new InputException($"{image}: {stream.Length} bytes are more than the program's {program.DramBytes} bytes of DRAM");
            stream.ReadExactly(machine.Dram.AsSpan(0, (int)stream.Length));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException($"{image}: cannot be read: {error.Message}", error);
        }
        return machine;
    }

    private static void Interpret(Program program, MachineState data, RunOptions options, CancellationToken cancellation)
    {
        long commands = 0;
        new Interpreter(program, data) { Observe = (_, _) => commands++, Cancellation = cancellation }.Run();
        Output.Line($"{options.File}: interpreted on chip {data.Chip.Name}, {Format.Count(commands)} commands");
        OutputFile.WriteJson(options.Json, new { options.File, Chip = data.Chip.Name, Commands = commands });
    }

    private static void Simulate(
        Program program, Chip chip, PriceTable prices, MachineState? data, RunOptions options, CancellationToken cancellation)
    {
        var clock = options.Clock ?? Clock.Event;
        // Without data the races are looked for in program order, so that the run in time may skip.
        bool inTime = data is not null;
        if (!inTime) RaceCheck.Run(chip, program, cancellation);
        var machine = new MachineOptions { Clock = clock, CheckHazards = inTime, Cancellation = cancellation };
        var result = new Accelerator(chip, program, data, machine).Run();
        var report = new RunReport(chip, result, prices);
        var trace = options.Trace is { } request ? new TraceRun(request, chip, program, result, clock) : null;
        report.Print();
        if (trace is not null) Output.Line($"trace {trace.Write(cancellation)}");
        OutputFile.WriteJson(options.Json, report.Json(options.File, clock));
    }
}
