using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Sweeps;

namespace WageSim.Commands;

/// <summary>Where the cycles of a point go, and what would gain most.</summary>
internal static class ExplainCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var folder = new Argument<string>("DIR") { Description = "folder of a sweep" };
        var point = Choices.Number("--point", "which point", 1, int.MaxValue);
        point.Required = true;
        var workers = Choices.Number("--workers", "host threads (default: all cores)", 1, 256);
        var json = Choices.Json();
        var command = new Command("explain", "Where a point's cycles go, and which single change of its chip would gain most")
        {
            folder, point, workers, json,
        };
        command.SetAction(parsed =>
        {
            OutputFile.Check(parsed.GetValue(json));
            int threads = parsed.GetValue(workers) ?? Environment.ProcessorCount;
            var result = ExplainRun.Execute(parsed.GetValue(folder)!, parsed.GetValue(point)!.Value, threads, cancellation);
            ExplainRun.Print(result);
            OutputFile.WriteJson(parsed.GetValue(json), result);
            return ExitCode.Good;
        });
        return command;
    }
}
