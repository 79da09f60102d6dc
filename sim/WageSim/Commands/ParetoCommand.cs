using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Reports;
using WageSim.Sweeps;
using WageSim.Sweeps.Pages;

namespace WageSim.Commands;

/// <summary>The points of a sweep that no other betters.</summary>
internal static class ParetoCommand
{
    private const string PageName = "pareto.html";

    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "folder of a sweep, finished or not" };
        var objectives = Choices.Text(
            "--objectives", "NAME,…", "figures to be small (default time,energy,area); also edp, power, cycles; utilization to be large");
        var csv = Choices.Text("--csv", "FILE", "write the front to this file");
        var page = Choices.Text("--out", "FILE.html", "the page (default: pareto.html in the sweep's folder)");
        var json = Choices.Json();
        var command = new Command("pareto", "The Pareto front of a sweep") { folder, objectives, csv, page, json };
        command.SetAction(parsed =>
        {
            string html = parsed.GetValue(page) ?? Path.Combine(parsed.GetValue(folder)!, PageName);
            OutputFile.CheckApart(parsed.GetValue(csv), html, parsed.GetValue(json));
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
            string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(folder)!)));
            OutputFile.Write(html, new ParetoPage(name, points, chosen).Write());
            Output.Line($"page     {html}");
            OutputFile.WriteJson(parsed.GetValue(json), report.Json());
            return ExitCode.Good;
        });
        return command;
    }
}
