using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Runs;
using WageSim.Sweeps;

namespace WageSim.Commands;

/// <summary>The newest weights of a run → an archive; the results of a sweep → tables.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "folder of a run, or with --csv of a sweep, finished or not" };
        var file = Choices.Text(
            "--out", "FILE.npz",
            "the archive: arrays weight/0, weight/1, … as in golden traces; with --csv a folder (default: the sweep's)");
        var csv = new Option<bool>("--csv") { Description = "write the tables of a sweep" };
        var json = Choices.Json();
        var command = new Command("export", "Write the newest weights of a run as NumPy arrays, or the tables of a sweep as CSV")
        {
            run, file, csv, json,
        };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(run)!;
            if (parsed.GetValue(csv)) return Tables(folder, parsed.GetValue(file) ?? folder, parsed.GetValue(json));
            string archive = parsed.GetValue(file) ?? throw new InputException("export: --out is missing");
            return WeightExport.Execute(folder, archive, parsed.GetValue(json));
        });
        return command;
    }

    private static int Tables(string sweep, string folder, string? json)
    {
        if (json is not null) throw new InputException("--json: not with --csv, which writes tables");
        using var database = SweepFolder.Read(sweep);
        var points = database.Points();
        SweepTables.Write(folder, points);
        Output.Line($"{folder}: {Format.Count(points.Count)} points in {string.Join(", ", SweepTables.Names)}");
        return ExitCode.Good;
    }
}
