using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Reports;
using WageSim.Sweeps;

namespace WageSim.Commands;

/// <summary>The points of a sweep that no other betters.</summary>
internal static class ParetoCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "folder of a sweep, finished or not" };
        var objectives = Choices.Text(
            "--objectives", "NAME,…", "figures to be small (default time,energy,area); also edp, power, cycles; utilization to be large");
        var csv = Choices.Text("--csv", "FILE", "write the front to this file");
        var json = Choices.Json();
        var command = new Command("pareto", "The Pareto front of a sweep") { folder, objectives, csv, json };
        command.SetAction(parsed =>
        {
            OutputFile.CheckApart(parsed.GetValue(csv), parsed.GetValue(json));
            OutputFile.Check(parsed.GetValue(csv));
            OutputFile.Check(parsed.GetValue(json));
            var chosen = ParetoReport.Objectives(parsed.GetValue(objectives));
            using var database = SweepFolder.Read(parsed.GetValue(folder)!);
            var points = database.Points();
            if (points.All(point => point.Status != SweepStatus.Valid))
                throw new InputException($"{parsed.GetValue(folder)}: has no valid point");
            var report = new ParetoReport(points, chosen);
            report.Print();
            if (parsed.GetValue(csv) is { } path) OutputFile.Write(path, report.Csv());
            OutputFile.WriteJson(parsed.GetValue(json), report.Json());
            return ExitCode.Good;
        });
        return command;
    }
}
