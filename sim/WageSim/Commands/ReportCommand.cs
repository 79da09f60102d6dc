using System.CommandLine;
using System.Diagnostics;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Reports.RunReports;
using WageSim.RunFolders;

namespace WageSim.Commands;

/// <summary>Finished runs → a page with their figures, and tables and charts as files.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var runs = new Argument<string[]>("RUN")
        {
            Description = "folder of a finished run (train --out), or the file of train --json or of time --network --json; " +
                "several are compared with the first",
            Arity = ArgumentArity.OneOrMore,
        };
        var folder = Choices.Text("--out", "DIR", "folder for the report (default, of one run: report within its folder)");
        var command = new Command("report", "Make a page of a run, or of several side by side, with its tables and figures as files")
        {
            runs, folder,
        };
        command.SetAction(parsed => Execute(parsed.GetValue(runs)!, parsed.GetValue(folder)));
        return command;
    }

    private static int Execute(string[] paths, string? folder)
    {
        var watch = Stopwatch.StartNew();
        if (paths.Length > RunSet.Most)
            throw new InputException($"RUN: {paths.Length} are given; a page compares {RunSet.Most} at the most");
        if (folder is null && paths.Length > 1)
            throw new InputException("--out: is missing; the folder for a report of several runs is expected");
        folder ??= Directory.Exists(paths[0]) ? Path.Combine(paths[0], "report") : $"{Path.ChangeExtension(paths[0], null)}-report";
        ReportRun[] runs = [.. paths.Select((path, i) => FinishedRun.Read(path, Name(path, i, paths.Length)))];
        var files = ReportFiles.Of(runs, Build.Version);
        OutputFolder.Write(folder, files, Earlier);
        long size = files.Sum(file => (long)file.Text.Length);
        Output.Line($"written to {folder}: {ReportFiles.PageName}, {ReportFiles.JsonName}, " +
            $"{files.Count(file => file.Name.StartsWith(ReportFiles.TablesFolder, StringComparison.Ordinal))} tables as CSV, " +
            $"{files.Count(file => file.Name.StartsWith(ReportFiles.FiguresFolder, StringComparison.Ordinal))} figures as SVG; " +
            $"{Format.Bytes(size)} in {Format.Time(watch.Elapsed.TotalSeconds)}");
        return ExitCode.Good;
    }

    // What has no list of an earlier report's files holds no earlier report.
    private static IReadOnlyList<string> Earlier(string folder)
    {
        string list = Path.Combine(folder, ReportFiles.JsonName);
        return File.Exists(list) ? ReportFiles.Names(File.ReadAllText(list)) : [];
    }

    // By the folder's or file's name, with a letter where there are several.
    private static string Name(string path, int i, int count)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string name = Directory.Exists(full) ? Path.GetFileName(full) : Path.GetFileNameWithoutExtension(full);
        return count == 1 ? name : $"{RunSet.Letter(i)}: {name}";
    }
}
