using System.Text.Json.Nodes;
using WageSim.Machine;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.Sweeps;

/// <summary>Points share a simulation only where their times are equal.</summary>
public sealed class SharedTimeTests
{
    private const string Notation = "4C3-MP2-10SSE";

    [Fact]
    public void A_point_with_any_one_key_changed_takes_the_time_that_its_own_program_takes()
    {
        // A set of one's own is written with all its fields.
        var edge = ChipFile.Load("edge", ["dram.name=own"]);
        var fields = JsonNode.Parse(ChipFile.Write(edge))!;
        var cycles = new Dictionary<string, long>();
        foreach (string key in ChipFile.Keys)
        {
            var field = key.Split('.').Aggregate((JsonNode?)fields, (node, part) => node?[part]);
            if (field is not JsonValue found || !found.TryGetValue(out int value)) continue;
            foreach (string change in (string[])[$"{key}={value * 2}", $"{key}={value / 2}", $"{key}={value + 1}"])
                if (Time(change) is { } time) cycles[change] = time;
        }
        Assert.True(cycles.Keys.Select(change => change.Split('=')[0]).Distinct().Count() > 40);
        Assert.True(cycles.Values.Distinct().Count() > 40);

        using var folder = new TemporaryFolder();
        var points = cycles.Keys.Select(change => new JsonObject { [change.Split('=')[0]] = int.Parse(change.Split('=')[1]) });
        File.WriteAllText(folder.File("sweep.json"), new JsonObject { ["points"] = new JsonArray([.. points]) }.ToJsonString());
        Cli.Good("sweep", folder.File("sweep.json"), "--network", Notation, "--batch", "4", "--chip", "edge", "--set", "dram.name=own",
            "--out", folder.File("out"));
        var rows = File.ReadAllLines(folder.File("out/points.csv"));
        int at = Array.IndexOf(rows[0].Split(','), "cycles");
        Assert.Equal(cycles.Values, rows[1..].Select(row => long.Parse(row.Split(',')[at])));
    }

    private static long? Time(string change)
    {
        try
        {
            var chip = ChipFile.Load("edge", ["dram.name=own", change]);
            var program = SchemeCompiler.Compile(
            WageParameters.Default(Network.Parse(Notation, new(8, 8, 1)), BitWidths.Paper), chip, new(4));
            return new Accelerator(chip, program, data: null, new()).Run().Cycles;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
