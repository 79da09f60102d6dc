using System.Text.Json.Nodes;
using WageSim.Models;
using WageSim.Models.Costs;

namespace WageSim.Tests.Models.Costs;

public class PriceTableTests
{
    private static readonly PriceTable Paper = PriceTable.Load("paper");

    [Fact]
    public void The_paper_table_is_built_in() => Assert.Equal(["paper"], PriceTable.Names);

    // Each price from its source's numbers.
    [Theory]
    [InlineData(Activity.MacPass8, 0.2 + 0.1)]
    [InlineData(Activity.MacPass4, 0.2 * 8 * 4 / 64 + 0.1)]
    [InlineData(Activity.MacPass2, 0.2 * 8 * 2 / 64 + 0.1)]
    [InlineData(Activity.WeightPreload, 1.0 * 8 / 32)]
    [InlineData(Activity.AccumulatorReadWord, 10.0 / 2)]
    [InlineData(Activity.AccumulatorWriteWord, 10.0 / 2)]
    [InlineData(Activity.ScratchpadReadByte, 10.0 / 8)]
    [InlineData(Activity.ScratchpadWriteByte, 10.0 / 8)]
    [InlineData(Activity.DramReadByte, 640.0 / 4)]
    [InlineData(Activity.DramWriteByte, 640.0 / 4)]
    [InlineData(Activity.DramActivate, 0)]
    [InlineData(Activity.VectorShift, 0.1)]
    [InlineData(Activity.VectorCompare, 0.1)]
    [InlineData(Activity.VectorAdd, 0.1)]
    [InlineData(Activity.RandomDraw, 2 * 0.05)]
    [InlineData(Activity.SequencerInstruction, 2 * 10.0)]
    public void Prices_follow_from_the_published_numbers(Activity activity, double picojoules)
    {
        var price = Paper[activity];
        Assert.Equal(activity, price.Activity);
        Assert.Equal(picojoules, price.Picojoules, 1e-12);
        Assert.True(price.Source.Length > 20);
        Assert.Equal(activity.Describe().Unit, price.Unit);
    }

    [Fact]
    public void All_prices_are_listed_in_order() => Assert.Equal(Activities.All, Paper.Prices.Select(price => price.Activity));

    [Fact]
    public void Errors_name_file_key_and_what_is_expected()
    {
        Assert.Equal("p.json: prices.VectorAdd: missing; pJ per 32-bit operation and where they are from are expected",
            Error(prices => prices.Remove("VectorAdd")));
        Assert.Equal("p.json: prices.VectorAdd.picojoules: -0.1 is outside 0..1000000",
            Error(prices => prices["VectorAdd"]!["picojoules"] = -0.1));
        Assert.Equal("p.json: prices.VectorAdd.source: missing; one line of 1..400 characters is expected",
            Error(prices => prices["VectorAdd"]!.AsObject().Remove("source")));
        Assert.Equal("p.json: prices.VectorAdd.source: \"\" is not one line of 1..400 characters",
            Error(prices => prices["VectorAdd"]!["source"] = ""));
        Assert.Equal("p.json: prices.VectorAdd.status: \"guessed\" is not one of checked, derived, convention",
            Error(prices => prices["VectorAdd"]!["status"] = "guessed"));
        Assert.Equal("p.json: prices.VectorAdd.unit: \"byte\" is not what is counted, \"32-bit operation\"",
            Error(prices => prices["VectorAdd"]!["unit"] = "byte"));
        Assert.Equal("p.json: prices.VectorAdd.picojoules: \"much\" is a string; a number 0..1000000 is expected",
            Error(prices => prices["VectorAdd"]!["picojoules"] = "much"));
        Assert.Equal("p.json: prices.VectorAdd: a number is found; an object with picojoules, unit, widthBits, status, source is expected",
            Error(prices => prices["VectorAdd"] = 0.1));
        Assert.Equal("p.json: prices.VectorAdds: unknown activity; did you mean VectorAdd?", Error(prices => prices["VectorAdds"] = 0.1));
        Assert.Equal("p.json: name: missing; one line of 1..80 characters is expected", ErrorOf("{}"));
        Assert.Equal("p.json: prices: an object with an entry for every activity is expected",
            ErrorOf("""{ "name": "n", "description": "d", "prices": [] }"""));
        Assert.Equal("p.json: an object with name, description and prices is expected", ErrorOf("3"));
        Assert.StartsWith("p.json: line 1, column 3: ", ErrorOf("{ name"));
        Assert.Equal("price table 'papre': no such table or file; tables are paper",
            Assert.Throws<InputException>(() => PriceTable.Load("papre")).Message);
    }

    private static string Error(Action<JsonObject> change)
    {
        var table = Json();
        change(table["prices"]!.AsObject());
        return ErrorOf(table.ToJsonString());
    }

    private static string ErrorOf(string json) => Assert.Throws<InputException>(() => PriceTable.Parse(json, "p.json")).Message;

    /// <summary>A table that prices everything alike.</summary>
    internal static JsonObject Json(double picojoules = 1)
    {
        var prices = new JsonObject();
        foreach (var activity in Activities.All)
        {
            prices[$"{activity}"] = new JsonObject
            {
                ["picojoules"] = picojoules, ["unit"] = activity.Describe().Unit, ["widthBits"] = 32,
                ["status"] = "convention", ["source"] = "a test",
            };
        }
        return new JsonObject { ["name"] = "test", ["description"] = "for tests", ["prices"] = prices };
    }
}
