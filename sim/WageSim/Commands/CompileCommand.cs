using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;
using Command = System.CommandLine.Command;

namespace WageSim.Commands;

/// <summary>Network → program file, with a summary of its code.</summary>
internal static class CompileCommand
{
    private const string DefaultChip = "edge", Code = "code";
    private const int DefaultBatch = 8;

    public static Command Create()
    {
        var network = Choices.Network("what is compiled (default: that for the digits)");
        var input = Choices.Text("--input", "HxWxC", "shape of an image (default: the named network's; 8x8x1 for a notation)");
        var chip = Choices.Chip($"what it is compiled for (default {DefaultChip})");
        var overrides = Choices.Overrides();
        var scheme = new SchemeChoices(trains: false);
        var batch = Choices.Number("--batch", $"images of a step (default {DefaultBatch})", 1, 65536, "B");
        var inference = new Option<bool>("--inference") { Description = "the forward pass only" };
        var errorPass = Choices.ErrorPass();
        var saved = Choices.Saved();
        var file = Choices.Text("--out", "FILE.wsp", "the program file (needed unless --bounds is given)");
        var bounds = new Option<bool>("--bounds") { Description = "print the worst case of every sum, and how the accumulators hold it" };
        var show = Choices.Text("--show", Code, "print the assembly text too");
        var json = Choices.Json();
        var command = new Command("compile", "Compile a network's training step, or its forward pass, to a program file")
        {
            network, input, chip, overrides, batch, inference, errorPass, saved, file, bounds, show, json,
        };
        scheme.AddTo(command);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(show) is { } what and not Code)
                throw new InputException($"--show: '{what}' is unknown; {Code} is expected");
            if (parsed.GetValue(inference) && parsed.GetValue(saved) is not null)
                throw new InputException("--saved: not with --inference, which saves nothing");
            string? path = parsed.GetValue(file);
            if (path is null && !parsed.GetValue(bounds)) throw new InputException("compile: --out is missing");
            OutputFile.CheckApart(path, parsed.GetValue(json));
            OutputFile.Check(path);
            OutputFile.Check(parsed.GetValue(json));
            string name = parsed.GetValue(network) ?? SchemeCatalogue.For(scheme.Name(parsed), notation: null).DigitsNetwork;
            var built = NetworkChoice.Build(name, parsed.GetValue(input));
            var asked = SchemeCatalogue.For(scheme.Name(parsed), built.Notation);
            var target = Load(parsed.GetValue(chip) ?? DefaultChip, parsed.GetValue(overrides) ?? []);
            var parameters = asked.Parameters(built, scheme.Of(parsed));
            var options = new CompileOptions(parsed.GetValue(batch) ?? DefaultBatch, parsed.GetValue(inference))
            {
                ErrorPass = asked.Pass(parsed.GetValue(errorPass) ?? ErrorPass.Spill), Saved = asked.Saved(parsed.GetValue(saved)),
            };
            var program = SchemeCompiler.Compile(parameters, target, options, out var sums);
            if (path is not null) ProgramFile.Write(program, path);
            Show(program, parameters, options);
            if (parsed.GetValue(bounds)) BoundsTable.Print(sums);
            Size(program, target, path);
            if (parsed.GetValue(show) is not null) ShowCode(program);
            OutputFile.WriteJson(
                parsed.GetValue(json), Summary(program, parameters, options, path, parsed.GetValue(bounds) ? sums : null));
            return ExitCode.Good;
        });
        return command;
    }

    // The program remembers its chip by name: one that was changed must not go by the name of the published one.
    private static Chip Load(string chip, string[] overrides)
    {
        var loaded = ChipFile.Load(chip, overrides);
        return overrides.Length > 0 && ChipFile.Presets.Contains(loaded.Name) ? loaded with { Name = $"{loaded.Name}-modified" } : loaded;
    }

    private static void Show(Program program, SchemeParameters parameters, CompileOptions options)
    {
        string kind = options.Inference ? "inference"
            : HasNormalisations(parameters) ? $"training, normalisations by {Name(options.Saved)}"
            : $"training, errors by {Name(options.ErrorPass)}";
        Output.Table(
            $"{parameters.Network} on {program.Chip}, {parameters.Formats}, batch {options.Batch}, {kind}",
            [("layer", false), ("phase", false), ("first", true), ("instructions", true)],
            program.Ranges.Select(range => (string[])
                [range.Layer, range.Phase, Format.Count(range.Start), Format.Count(range.End - range.Start)]));
    }

    private static void Size(Program program, Chip chip, string? path)
    {
        string instructions = Format.Count(program.Instructions.Count), room = Format.Count(chip.Sequencer.Instructions);
        string dram = Format.Bytes(program.DramBytes), shared = Format.Bytes(SchemeCompiler.SharedBytes(program));
        Output.Line($"{path ?? "program"}: {instructions} instructions (room for {room}), {dram} of DRAM " +
            $"({shared} shared by what lives in turns), chip {chip.Name}");
    }

    private static void ShowCode(Program program)
    {
        Output.Line();
        Output.Text(Disassembler.Print(program));
    }

    private static bool HasNormalisations(SchemeParameters parameters) => SchemeCatalogue.Of(parameters).HasNormalisations;

    private static string Name(Enum way) => way.ToString().ToLowerInvariant();

    private static object Summary(
        Program program, SchemeParameters parameters, CompileOptions options, string? path, IReadOnlyList<HeldSum>? sums) => new
    {
        File = path,
        Network = parameters.Network.Notation,
        Input = new[] { parameters.Network.Input.Height, parameters.Network.Input.Width, parameters.Network.Input.Channels },
        program.Chip,
        parameters.Scheme,
        Bits = parameters.Bits.ToString(),
        options.Batch,
        options.Inference,
        ErrorPass = Name(options.ErrorPass),
        Saved = HasNormalisations(parameters) && !options.Inference ? Name(options.Saved) : null,
        Instructions = program.Instructions.Count,
        program.DramBytes,
        SharedBytes = SchemeCompiler.SharedBytes(program),
        Ranges = program.Ranges.Select(range => new { range.Layer, range.Phase, range.Start, range.End }),
        Bounds = sums is null ? null : BoundsTable.Json(sums),
    };
}
