using System.CommandLine;
using WageSim.Bench;

namespace WageSim.Commands;

/// <summary>Measures the simulator on this host.</summary>
internal static class BenchCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var only = Choices.Text("--only", "PREFIX", "measure only figures whose names start so, such as kernel or train.lenet.base");
        var json = Choices.Json();
        var child = new Option<string?>("--child") { Hidden = true };
        var command = new Command("bench", "Measure how fast the simulator is on this host") { only, json, child };
        command.SetAction(parsed => parsed.GetValue(child) is { } part
            ? Benchmark.ExecuteChild(part, cancellation)
            : Benchmark.Execute(parsed.GetValue(only), parsed.GetValue(json), cancellation));
        return command;
    }
}
