using System.CommandLine;
using WageSim.Runs;

namespace WageSim.Commands;

/// <summary>The newest weights of a run → an archive.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "folder of a run, finished or not" };
        var file = Choices.Text("--out", "FILE.npz", "the archive: arrays weight/0, weight/1, … as in golden traces", required: true);
        var json = Choices.Json();
        var command = new Command("export", "Write the newest weights of a run as NumPy arrays") { run, file, json };
        command.SetAction(parsed => WeightExport.Execute(parsed.GetValue(run)!, parsed.GetValue(file)!, parsed.GetValue(json)));
        return command;
    }
}
