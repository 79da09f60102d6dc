using WageSim.Models;
using WageSim.Sweeps;

namespace WageSim.Tests.Sweeps;

public sealed class SweepPlanTests
{
    private const string Keys = "scheme, network, topology, batch, bits, rounding, loss, dropout, " +
        "activationClip, runningShift, dataflow, weightBits, config, chip, set, prices, work, images, grid, points, " +
        "samples, seed, constraints, densities";
    private const string Figures = "time, energy, area, edp, power, cycles, utilization, pes, sram, bandwidth";

    private static SweepPlan Plan(string grid, string? samples = null, int? seed = null, params string[] constraints) =>
        SweepRequest.Plan(null, new()
        {
            Dimensions = [Dimension.Parse("network", "digits-cnn"), .. SweepRequest.Grid(grid)], Samples = samples, Seed = seed,
            Constraints = constraints,
        });

    private static string[] Texts(SweepPlan plan) => [.. plan.Points().Select(point => point.Text)];

    [Fact]
    public void A_grid_has_every_combination_and_its_last_parameter_runs_fastest() => Assert.Equal(
        [
            "network=digits-cnn batch=32 chip=base rows=4 macBits=2", "network=digits-cnn batch=32 chip=base rows=4 macBits=8",
            "network=digits-cnn batch=32 chip=base rows=8 macBits=2", "network=digits-cnn batch=32 chip=base rows=8 macBits=8",
        ],
        Texts(Plan("rows=4,8  macBits=2,8")));

    [Fact]
    public void Random_samples_are_distinct_and_the_seed_s()
    {
        const string Grid = "rows=4..64 cols=4..64 vector.lanes=1..512:log";
        string[] once = Texts(Plan(Grid, "random:50", 7));
        Assert.Equal(50, once.Distinct().Count());
        Assert.Equal(once, Texts(Plan(Grid, "random:50", 7)));
        Assert.NotEqual(once, Texts(Plan(Grid, "random:50", 8)));
        Assert.Equal(once[..20], Texts(Plan(Grid, "random:20", 7)));
    }

    [Fact]
    public void Random_samples_of_a_small_space_are_all_of_it() =>
        Assert.Equal(Texts(Plan("rows=4,8 macBits=2,4,8")).Order(), Texts(Plan("rows=4,8 macBits=2,4,8", "random:50")).Order());

    [Theory, InlineData(16), InlineData(64)]
    public void A_Latin_hypercube_has_one_point_in_each_part_of_every_dimension(int count)
    {
        var points = Plan("rows=1..64 vector.lanes=1..512:log", $"latin:{count}", 3).Points();
        Assert.Equal(count, points.Count);
        int[] rows = [.. points.Select(point => (int.Parse(point.Find("rows")!) - 1) * count / 64).Order()];
        Assert.Equal(Enumerable.Range(0, count), rows);
        // The order of one dimension says nothing about the other's.
        double[] lanes =
            [.. points.OrderBy(point => int.Parse(point.Find("rows")!)).Select(point => double.Parse(point.Find("vector.lanes")!))];
        Assert.NotEqual(lanes.Order(), lanes);
        Assert.NotEqual(lanes.OrderDescending(), lanes);
    }

    [Fact]
    public void Listed_points_are_taken_one_by_one_with_the_rest_of_the_grid()
    {
        var file = SweepFile.Parse("""
            { "network": ["digits-cnn", "8C3-10SSE"], "points": [ { "array": "8x8", "macBits": 2 }, { "chip": "edge" } ], "batch": 4 }
            """, "s.json");
        Assert.Equal(
            [
                "network=digits-cnn batch=4 array=8x8 macBits=2", "network=8C3-10SSE batch=4 array=8x8 macBits=2",
                "network=digits-cnn batch=4 chip=edge", "network=8C3-10SSE batch=4 chip=edge",
            ],
            SweepRequest.Plan(file, new()).Points().Select(point => point.Text.Replace(" chip=base", "")));
    }

    [Fact]
    public void The_command_line_changes_what_a_file_says()
    {
        var file = SweepFile.Parse("""
            {
              "network": "digits-cnn", "grid": { "macBits": [2, 4], "rows": "8..32:x2" },
              "constraints": ["pes <= 512"], "work": "inference"
            }
            """, "s.json");
        var line = new SweepFile { Dimensions = [Dimension.Parse("rows", "5")], Work = "epoch", Constraints = ["time < 1 s"] };
        var plan = SweepRequest.Plan(file, line);
        Assert.Equal((Work.Epoch, 2, 2), (plan.Work, plan.Points().Count, plan.Constraints.Count));
        Assert.All(plan.Points(), point => Assert.Equal("5", point.Find("rows")));
    }

    [Theory]
    [InlineData("{ \"grd\": {} }", "s.json: grd: unknown key; did you mean grid? Keys are " + Keys)]
    [InlineData("[]", "s.json: an object is expected, with " + Keys)]
    [InlineData("{ \"grid\": { \"rows\": {} } }", "s.json: grid: a value, a list of values or a text such as \"8..64:x2\" is expected")]
    [InlineData("{ \"grid\": { \"rwos\": 4 } }", "s.json: grid: 'rwos': unknown parameter; did you mean rows?")]
    [InlineData("{ \"points\": [] }", "s.json: points: a list of objects is expected")]
    [InlineData("{ \"points\": [ { \"rwos\": 1 } ] }", "s.json: points[0]: 'rwos': unknown parameter; did you mean rows?")]
    [InlineData("{ \"seed\": -1 }", "s.json: seed: a whole number from 0 is expected")]
    [InlineData("{ \"work\": 1 }", "s.json: work: a number is found; a string is expected")]
    public void A_file_s_errors_name_its_key(string json, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => SweepFile.Parse(json, "s.json")).Message);

    [Theory]
    [InlineData("", "--grid: is empty; KEY=VALUE,VALUE… is expected, such as array=8x8,16x16")]
    [InlineData("rows", "--grid: 'rows': KEY=VALUE,VALUE… is expected, such as array=8x8,16x16")]
    [InlineData("array=8x8 rows=4", "'rows': not beside array, which sets rows and cols")]
    [InlineData("rows=8 rows=4", "'rows': the parameter is given twice")]
    [InlineData("rows=8..64:log", "rows=8..64:log: a grid needs a list or a step; ranges with :log are for samples")]
    [InlineData("rows=1..256 cols=1..256 macBits=2,4,8", "grid: 196608 points; at most 100000 are allowed: take samples instead")]
    public void What_is_no_grid_is_refused(string grid, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => Plan(grid).Points()).Message);

    [Theory]
    [InlineData("""{ "network": "digits-cnn", "grid": { "rows": [4, 8] }, "points": [{ "array": "8x8" }] }""")]
    [InlineData("""{ "network": "digits-cnn", "points": [{ "array": "8x8", "cols": 8, "rows": 4 }] }""")]
    public void A_listed_point_does_not_set_a_size_twice(string json) => Assert.Equal("'rows': not beside array, which sets rows and cols",
        Assert.Throws<InputException>(() => SweepRequest.Plan(SweepFile.Parse(json, "s.json"), new()).Points()).Message);

    [Theory]
    [InlineData("area < 5 mm2", "area", "<", 5e6)]
    [InlineData("  sram<=1MiB ", "sram", "<=", 1048576.0)]
    [InlineData("pes == 4096", "pes", "=", 4096.0)]
    [InlineData("energy < 2e-1 J", "energy", "<", 2e11)]
    [InlineData("time >= 2.5 ms", "time", ">=", 0.0025)]
    [InlineData("utilization > 40 %", "utilization", ">", 0.4)]
    [InlineData("edp != 1.5 uJ*s", "edp", "!=", 1.5e-6)]
    public void A_constraint_is_a_figure_a_relation_and_a_number_with_its_unit(string text, string figure, string relation, double bound)
    {
        var constraint = ConstraintParser.Parse(text);
        Assert.Equal((text.Trim(), figure), (constraint.Text, constraint.Figure.Name));
        Assert.Equal((relation, (decimal)bound), (constraint.Relation, constraint.Bound));
    }

    [Theory]
    [InlineData("<", true, false, false)]
    [InlineData("<=", true, true, false)]
    [InlineData("=", false, true, false)]
    [InlineData("!=", true, false, true)]
    [InlineData(">=", false, true, true)]
    [InlineData(">", false, false, true)]
    public void A_relation_holds_below_at_or_above_its_bound(string relation, bool below, bool at, bool above)
    {
        var constraint = ConstraintParser.Parse($"cycles {relation} 10");
        Assert.Equal((below, at, above), (constraint.Allows(9.99m), constraint.Allows(10), constraint.Allows(10.01m)));
    }

    [Theory]
    [InlineData("", "column 1: a figure is expected: " + Figures)]
    [InlineData("aera < 5 mm2", "column 1: 'aera' is unknown; did you mean area? Figures are " + Figures)]
    [InlineData("area 5 mm2", "column 6: a relation is expected: <, <=, >, >=, = or !=")]
    [InlineData("area < mm2", "column 8: a number from 0 is expected, such as 5 or 2.5")]
    [InlineData("area < 5", "column 9: a unit is missing: um2, mm2")]
    [InlineData("area < 5 mm", "column 10: 'mm' is no unit of area; um2, mm2 are")]
    [InlineData("pes < 5 mm2", "column 9: 'mm2': pes has no unit")]
    [InlineData("energy < 1e28 kJ", "column 10: the number is too large")]
    [InlineData("energy < 1e99 J", "column 10: a number from 0 is expected, such as 5 or 2.5")]
    public void What_is_no_constraint_is_refused_with_its_place(string text, string message) =>
        Assert.Equal($"constraint '{text}': {message}", Assert.Throws<InputException>(() => ConstraintParser.Parse(text)).Message);
}
