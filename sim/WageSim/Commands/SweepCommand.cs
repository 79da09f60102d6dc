using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Sweeps;
using WageSim.Sweeps.Cluster;
using WageSim.Workloads.Schemes;

namespace WageSim.Commands;

/// <summary>Many chips for one or several networks → a database of time, energy and area.</summary>
internal static class SweepCommand
{
    private const string Slurm = "slurm";
    private const int DefaultPointsPerTask = 8;

    public static Command Create(CancellationToken cancellation)
    {
        var file = new Argument<string?>("FILE.json") { Description = "a sweep file (docs/sweeps.md)", Arity = ArgumentArity.ZeroOrOne };
        var network = Choices.Text("--network", "NETWORK,…", "what is trained: names (see list networks) or notations");
        var scheme = Choices.Text("--scheme", "SCHEME,…", $"how it is trained: {string.Join(", ", SchemeCatalogue.Names)} " +
            "(default wage, of residual networks wageubn)");
        var topology = Choices.Text("--topology", "FILE,…", "layers to time instead: SCALE-Sim CSV or ONNX files (see time)");
        var batch = Choices.Text("--batch", "B,…", "images of a step (default 128; 32 for the digits' networks; 1 for a topology)");
        var bits = Choices.Text("--bits", "W-A-G-E,…", "widths of wage (default 2-8-8-8)");
        var dataflow = Choices.Text("--dataflow", "ws,os", "of a topology: what stays in the PEs, weights (default) or sums");
        var weightBits = Choices.Text("--weight-bits", "N,…", "of a topology: bits of a weight (default 8)");
        var config = Choices.Text("--config", "FILE.cfg,…", "of a topology: array, memories and dataflow as SCALE-Sim has them");
        var chip = Choices.Text("--chip", "CHIP,…", "what is varied; presets or JSON files (default base)");
        var overrides = Choices.Overrides();
        var prices = Choices.Text("--prices", "TABLE,…", "price tables or files (default paper)");
        var grid = Repeated("--grid", "KEY=VALUES …",
            "parameters with their values: array=8x8,16x16 macBits=2,4,8 rows=8..64:8 vector.lanes=8..128:x2");
        var samples = Choices.Text("--samples", "random:N|latin:N", "N points of the grid's space instead of all");
        var seed = Choices.Number("--seed", "of the samples (default 1)", 0, int.MaxValue, "S");
        var work = Choices.Text("--work", "step|epoch|inference", "what is done at each point (default step: one training step)");
        var images = Choices.Number("--images", "training images of an epoch (default: those of the network's data set)", 1, int.MaxValue);
        var constraints = Repeated("--constraint", "BOUND", "such as \"area < 5 mm2\" or \"time <= 10 ms\"; may be given several times");
        var densities = Choices.Text("--densities", "RUN", "a run that counted zeros (train --zeros): its shares are taken for measured");
        var folder = Choices.Text("--out", "DIR", "folder of the results; one with the same sweep is gone on with", required: true);
        var workers = Choices.Number("--workers", "host threads (default: all cores); results do not depend on it", 1, 256);
        var on = Choices.Text("--on", "local|slurm", "where: this machine (default), or a Slurm cluster as job arrays");
        var partition = Choices.Text("--partition", "NAME", "of the cluster (default: its own)");
        var limit = Choices.Text("--time", "LIMIT", "of a task, as sbatch has it, such as 30 or 2:00:00");
        var pointsPerTask = Choices.Number("--points-per-task", $"points of a task (default {DefaultPointsPerTask})", 1, 10_000);
        var detach = new Option<bool>("--detach") { Description = "submit and end; the same command without it attaches again" };
        var round = new Option<int?>("--slurm-round") { Hidden = true };
        var json = Choices.Json();
        var command = new Command("sweep", "Time, energy and area of many chips")
        {
            file, scheme, network, topology, batch, bits, dataflow, weightBits, config, chip, overrides, prices, grid, samples, seed, work,
            images, constraints, densities, folder, workers, on, partition, limit, pointsPerTask, detach, round, json,
        };
        command.SetAction(parsed =>
        {
            int threads = parsed.GetValue(workers) ?? (parsed.GetValue(on) == Slurm ? 1 : Environment.ProcessorCount);
            string place = parsed.GetValue(folder)!;
            if (parsed.GetValue(round) is { } task)
            {
                SlurmTask.Execute(place, task, threads, cancellation);
                return ExitCode.Good;
            }
            OutputFile.Check(parsed.GetValue(json));
            var slurm = parsed.GetValue(on) switch
            {
                null or "local" => null,
                Slurm => new SlurmOptions(parsed.GetValue(partition), parsed.GetValue(limit),
                    parsed.GetValue(pointsPerTask) ?? DefaultPointsPerTask, parsed.GetValue(detach)),
                var other => throw new InputException($"--on: '{other}' is not one of local, slurm"),
            };
            foreach (var option in (ReadOnlySpan<Option>)[partition, limit, pointsPerTask, detach])
                if (slurm is null && parsed.GetResult(option) is { Implicit: false })
                    throw new InputException($"{option.Name}: is for --on slurm");
            List<Dimension> dimensions = [];
            (Option<string?> Option, string Key)[] keyed =
            [
                (scheme, SweepKeys.Scheme), (network, SweepKeys.Network), (topology, SweepKeys.Topology), (batch, SweepKeys.Batch),
                (bits, SweepKeys.Bits), (dataflow, SweepKeys.Dataflow), (weightBits, SweepKeys.WeightBits), (config, SweepKeys.Config),
                (chip, SweepKeys.Chip),
                (prices, SweepKeys.Prices),
            ];
            foreach (var (option, key) in keyed)
                if (parsed.GetValue(option) is { } values)
                    dimensions.Add(SweepRequest.Within(option.Name, () => Dimension.Parse(key, values)));
            if (parsed.GetValue(grid) is { } grids) dimensions.AddRange(grids.SelectMany(SweepRequest.Grid));
            SweepKeys.CheckApart([.. dimensions.Select(dimension => dimension.Key)]);
            var line = new SweepFile
            {
                Dimensions = dimensions, Samples = parsed.GetValue(samples), Seed = parsed.GetValue(seed),
                Overrides = parsed.GetValue(overrides) ?? [], Work = parsed.GetValue(work), Images = parsed.GetValue(images),
                Constraints = parsed.GetValue(constraints) ?? [], Densities = parsed.GetValue(densities),
            };
            var plan = SweepRequest.Plan(parsed.GetValue(file) is { } path ? SweepFile.Read(path) : null, line);
            var summary = SweepRun.Execute(place, plan, threads, slurm, cancellation);
            if (summary is not null) OutputFile.WriteJson(parsed.GetValue(json), summary);
            return ExitCode.Good;
        });
        return command;
    }

    private static Option<string[]> Repeated(string name, string help, string description) => new(name)
    {
        Description = description, HelpName = help, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false,
    };
}
