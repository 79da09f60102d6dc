using System.Diagnostics;
using System.Text.Json.Nodes;
using WageSim.Tests.Support;

namespace WageSim.Tests.CommandLine;

public sealed class ReportCommandTests(FinishedRuns runs) : IClassFixture<FinishedRuns>
{
    [Fact]
    public void A_run_s_report_is_written_into_its_folder()
    {
        string run = runs.Copy();
        var watch = Stopwatch.StartNew();
        string printed = Cli.Good("report", run).Out;
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        Assert.StartsWith($"written to {Path.Combine(run, "report")}: index.html, report.json, ", printed);
        string[] entries = [.. Directory.GetFileSystemEntries(Path.Combine(run, "report")).Select(path => Path.GetFileName(path)!).Order()];
        Assert.Equal(["figures", "index.html", "report.json", "tables"], entries);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(run, "report", "tables"), "*.csv"));
    }

    [Fact]
    public void A_second_report_takes_the_place_of_the_first_and_leaves_other_files()
    {
        string folder = runs.New();
        Cli.Good("report", runs.First, runs.Second, "--out", folder);
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "mine");
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder, "figures"), "*-B.svg"));
        Cli.Good("report", runs.First, "--out", folder + "/");
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "figures"), "*-B.svg"));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder, "notes.txt")));
        Assert.Equal(5, Directory.GetFileSystemEntries(folder).Length);
    }

    [Fact]
    public void Files_of_others_stay_also_where_the_report_has_folders_of_the_same_names()
    {
        string folder = runs.New();
        string[] mine = ["figures/plot.pdf", "figures/old.svg", "tables/mine.csv"];
        foreach (string name in mine)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllText(Path.Combine(folder, name), "mine");
        }
        File.WriteAllText(Path.Combine(folder, "report.json"), "{ \"format\": 1, \"tables\": [");
        Cli.Good("report", runs.First, runs.Second, "--out", folder);
        Cli.Good("report", runs.First, "--out", folder);
        Assert.All(mine, name => Assert.Equal("mine", File.ReadAllText(Path.Combine(folder, name))));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "figures"), "*-B.svg"));
        Assert.Empty(Directory.GetFiles(folder, ".*"));
    }

    [Fact]
    public void Names_of_folders_are_whole_and_commands_can_be_pasted()
    {
        string run = runs.New() + " lr0.5", folder = runs.New();
        Cli.Good("train", "--network", "4C3-10SSE", "--chip", "tiny", "--limit", "8", "--test-limit", "4", "--batch", "4", "--epochs", "1",
            "--check", "0", "--out", run);
        Cli.Good("report", run, runs.First, "--out", folder);
        string html = File.ReadAllText(Path.Combine(folder, "index.html"));
        Assert.Contains($"<dt>A: {Path.GetFileName(run)}</dt>", html);
        Assert.Contains($"--out '{run}'</dd>", html);
    }

    [Fact]
    public void The_results_of_train_json_are_enough()
    {
        Cli.Good("report", runs.File);
        string folder = Path.ChangeExtension(runs.File, null) + "-report";
        Assert.Contains("has no timeline", File.ReadAllText(Path.Combine(folder, "index.html")));
    }

    [Fact]
    public void A_run_that_is_not_finished_is_refused()
    {
        string run = runs.Copy();
        File.Delete(Path.Combine(run, "run.json"));
        Refused($"{run}: the run is not finished: run.json is missing; train --resume {run} goes on with it", run);
    }

    [Fact]
    public void What_is_no_run_is_refused()
    {
        string nothing = runs.New(), empty = runs.New(), text = runs.New(), other = runs.New();
        Directory.CreateDirectory(empty);
        File.WriteAllText(text, "no JSON");
        File.WriteAllText(other, "{ \"name\": \"edge\" }");
        Refused($"{nothing}: does not exist", nothing);
        Refused($"{empty}: has no run: record.json is missing; train --out {empty} begins one", empty);
        Assert.StartsWith($"{text}: line 1, column ", Refused(text));
        Refused($"{other}: is not the result of a training run: it has no version", other);
    }

    [Fact]
    public void Results_of_other_commands_are_named()
    {
        string topology = runs.New(), timed = runs.New(), inferred = runs.New(), program = runs.New() + ".wsp", ran = runs.New();
        File.WriteAllText(topology, "Layer,M,N,K\na,4,4,4\n");
        Cli.Good("time", "--topology", topology, "--json", timed);
        Cli.Good("infer", "--run", runs.First, "--json", inferred);
        Cli.Good("compile", "--network", "4C3-10SSE", "--out", program);
        Cli.Good("run", program, "--no-data", "--json", ran);
        foreach (var (file, command) in (ReadOnlySpan<(string, string)>)[(timed, "time --topology"), (inferred, "infer"), (ran, "run")])
            Refused(
            $"{file}: is the result of {command}; that of train --json or time --network --json, or a run's folder, is expected", file);
    }

    [Fact]
    public void Damaged_and_foreign_files_are_refused()
    {
        Assert.StartsWith("is of another version: 1; this program reads 2", Changed("run.json", json => json["version"] = 1));
        Assert.StartsWith("is not the result of a training run: ", Changed("run.json", json => json.Remove("epochs")));
        Assert.StartsWith("is not the result of a training run at cycles: ", Changed("run.json", json => json["cycles"] = "many"));
        Assert.StartsWith("is not the result of a training run", Changed("run.json", json => json["energy"] = null));
        Assert.StartsWith("is damaged: a list has an entry null", Changed("run.json", json => json["layers"]![0] = null));
        Assert.StartsWith("is damaged or was changed: layers' cycles come to ",
            Changed("run.json", json => json["layers"]![0]!["cycles"] = 1));
        Assert.StartsWith("is damaged or was changed: energy.components come to ",
            Changed("run.json", json => json["energy"]!["components"]!["dram"] = 1));
        Assert.StartsWith("is damaged or was changed: epochs' energyPicojoules come to ",
            Changed("run.json", json => json["epochs"]![0]!["energyPicojoules"] = 1));
        Assert.StartsWith("is damaged or was changed: area.tree's leaves come to ",
            Changed("run.json", json => json["area"]!["tree"]!["children"]!.AsArray().RemoveAt(0)));
        Assert.StartsWith("chipDescription: ", Changed("run.json", json => json["chipDescription"]!["rows"] = 0));
        Assert.StartsWith("is of another version: 9; ", Changed("timeline.json", json => json["version"] = 9));
        Assert.StartsWith("is damaged: not every list has ", Changed("timeline.json", json => json["buckets"] = 7));
        Assert.StartsWith("is damaged or was changed: ", Changed("record.json", json => json["version"] = "0"));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_refused()
    {
        string file = runs.New();
        File.WriteAllText(file, "mine");
        Assert.Equal($"{file}: is a file; a folder is expected", Cli.Refused("report", runs.First, "--out", file));
        Assert.StartsWith($"{file}/in: cannot be written: ", Cli.Refused("report", runs.First, "--out", $"{file}/in"));
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [Fact]
    public void Several_runs_need_a_place_and_have_a_limit()
    {
        Assert.Equal("--out: is missing; the folder for a report of several runs is expected",
            Cli.Refused("report", runs.First, runs.Second));
        Assert.Equal("RUN: 9 are given; a page compares 8 at the most",
            Cli.Refused(["report", .. Enumerable.Repeat(runs.First, 9), "--out", runs.New()]));
    }

    private string Changed(string name, Action<JsonObject> change)
    {
        string run = runs.Copy(), file = Path.Combine(run, name);
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(json);
        File.WriteAllText(file, json.ToJsonString());
        string message = Refused(run);
        Assert.StartsWith($"{file}: ", message);
        return message[$"{file}: ".Length..];
    }

    // Nothing is written: neither the report nor a part of it.
    private string Refused(string run)
    {
        string folder = runs.New(), around = Path.GetDirectoryName(folder)!;
        int before = Directory.GetFileSystemEntries(around).Length;
        string message = Cli.Refused("report", run, "--out", folder);
        Assert.Equal(before, Directory.GetFileSystemEntries(around).Length);
        return message;
    }

    private void Refused(string message, string run) => Assert.Equal(message, Refused(run));
}
