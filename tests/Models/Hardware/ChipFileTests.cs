using WageSim.Models;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Models.Hardware;

public class ChipFileTests
{
    // pageBytes 512 is a multiple of every set's burst; tests replace parts of this text.
    private const string Good = """
        {
          // comments are allowed
          "name": "foo", "description": "for tests", "clockMegahertz": 500, "arrays": 1, "rows": 16, "cols": 16, "macBits": 8,
          "scratchpad": { "banks": 16, "bankKiB": 16, "portBits": 128 },
          "accumulator": { "banks": 4, "bankKiB": 32, "portBits": 512 },
          "vector": { "lanes": 16, "latencyCycles": 6 },
          "dma": { "pageBytes": 512, "pages": 4, "latencyCycles": 8 },
          "dram": "lpddr4-2400",
          "sequencer": { "instructions": 65536, "queueDepth": 64 },
        }
        """;

    private static string Error(Action action) => Assert.Throws<InputException>(action).Message;

    private static string ErrorOf(string json, params string[] overrides) => Error(() => ChipFile.Parse(json, "chips/foo.json", overrides));

    private static string ErrorWith(string part, string replacement)
    {
        Assert.Contains(part, Good);
        return ErrorOf(Good.Replace(part, replacement));
    }

    private static Chip With(params string[] overrides) => ChipFile.Parse(Good, "chips/foo.json", overrides);

    [Fact]
    public void Presets_are_as_documented()
    {
        Assert.Equal(["base", "edge", "ideal", "tiny", "wide"], ChipFile.Presets);
        var sequencer = new SequencerConfig(65536, 64);
        Assert.Equal(new("tiny", 200, 1, 4, 4, 2, new(16, 4, 32), new(4, 8, 128), new(4, 6), new(512, 4, 8), DramSets.Load("lpddr3-1333"),
            sequencer), ChipFile.Load("tiny", []));
        Assert.Equal(new("edge", 500, 1, 16, 16, 8, new(16, 16, 128), new(4, 32, 512), new(16, 6), new(512, 4, 8),
            DramSets.Load("lpddr4-2400"), sequencer), ChipFile.Load("edge", []));
        Assert.Equal(new("base", 800, 1, 32, 32, 8, new(16, 32, 256), new(4, 128, 1024), new(32, 6), new(1024, 4, 8),
            DramSets.Load("lpddr4-2400"), sequencer), ChipFile.Load("base", []));
        Assert.Equal(new("wide", 800, 1, 128, 128, 8, new(32, 64, 1024), new(8, 512, 4096), new(128, 6), new(4096, 8, 8),
            DramSets.Load("hbm2"), sequencer), ChipFile.Load("wide", []));
        var vector = new VectorConfig(1024, 1) { DivideCycles = 1, DivideInterval = 1 };
        Assert.Equal(new("ideal", 500, 1, 32, 32, 8, new(32, 512, 8192), new(16, 4096, 8192), vector, new(65536, 64, 1),
            DramSets.Load("ideal"), new(65536, 1024)), ChipFile.Load("ideal", []));
    }

    [Fact]
    public void Every_preset_has_a_description() =>
        Assert.All(ChipFile.Presets, preset => Assert.InRange(ChipFile.Description(preset).Length, 20, 100));

    [Fact]
    public void Written_chips_read_back_the_same()
    {
        foreach (string preset in ChipFile.Presets)
        {
            var chip = ChipFile.Load(preset, []);
            string text = ChipFile.Write(chip);
            Assert.Contains($"\"dram\": \"{chip.Dram.Name}\"", text);
            Assert.Equal(chip, ChipFile.Parse(text, "written", []));
        }
        var custom = With("dram.tRCD=17", "dram.currents.volts=1.05", "arrays=3");
        Assert.Equal(custom, ChipFile.Parse(ChipFile.Write(custom), "written", []));
        var noCurrents = custom with { Dram = custom.Dram with { Currents = null } };
        Assert.Equal(noCurrents, ChipFile.Parse(ChipFile.Write(noCurrents), "written", []));
    }

    [Fact]
    public void A_file_is_read_by_its_path()
    {
        string path = Path.Combine(Path.GetTempPath(), $"chip-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, Good);
        try
        {
            Assert.Equal(ChipFile.Parse(Good, "x", ["rows=8"]), ChipFile.Load(path, ["rows=8"]));
            Assert.StartsWith($"{path}: rows: 0 is outside",
                Error(() => ChipFile.Parse(Good.Replace("\"rows\": 16", "\"rows\": 0"), path, [])));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Overrides_change_single_values()
    {
        var chip = With("rows=8", "scratchpad.banks = 4", "name=bar", "dram=ddr4-3200", "vector.lanes=1");
        Assert.Equal((8, 4, "bar", 1), (chip.Rows, chip.Scratchpad.Banks, chip.Name, chip.Vector.Lanes));
        Assert.Equal(DramSets.Load("ddr4-3200"), chip.Dram);
    }

    [Fact]
    public void The_last_override_of_a_key_wins() => Assert.Equal(9, With("rows=8", "rows=9").Rows);

    [Fact]
    public void A_changed_DRAM_set_loses_the_published_name()
    {
        var dram = With("dram.tRCD=17", "dram.tRP=18").Dram;
        Assert.Equal(DramSets.Load("lpddr4-2400") with { Name = "lpddr4-2400-modified", TRCD = 17, TRP = 18 }, dram);
        Assert.Equal("mine", With("dram.tRCD=17", "dram.name=mine").Dram.Name);
    }

    [Fact]
    public void An_override_can_hold_a_whole_DRAM_set()
    {
        string json = System.Text.Json.Nodes.JsonNode.Parse(ChipFile.Write(With("dram.CL=9")))!["dram"]!.ToJsonString();
        Assert.Equal(9, With($"dram={json}").Dram.CL);
        Assert.StartsWith("--set dram={\"CL\": 1: line 1, column ", ErrorOf(Good, "dram={\"CL\": 1"));
    }

    [Fact]
    public void A_value_outside_its_range_names_file_key_value_and_range()
    {
        Assert.Equal("chips/foo.json: scratchpad.banks: 40 is outside 1..32", ErrorWith("\"banks\": 16", "\"banks\": 40"));
        Assert.Equal("chips/foo.json: macBits: 3 is not one of 2, 4, 8", ErrorWith("\"macBits\": 8", "\"macBits\": 3"));
        Assert.Equal("chips/foo.json: scratchpad.portBits: 96 is not a power of two 8..8192",
            ErrorWith("\"portBits\": 128", "\"portBits\": 96"));
        Assert.Equal("chips/foo.json: rows: 16.5 is not a whole number 1..256", ErrorWith("\"rows\": 16", "\"rows\": 16.5"));
        Assert.Equal("chips/foo.json: rows: 1e99 is not a whole number 1..256", ErrorWith("\"rows\": 16", "\"rows\": 1e99"));
        Assert.Equal("chips/foo.json: name: \" \" is not one line of 1..80 characters", ErrorWith("\"foo\"", "\" \""));
    }

    [Theory]
    [InlineData("clockMegahertz", 1, 10_000)]
    [InlineData("arrays", 1, 4)]
    [InlineData("rows", 1, 256)]
    [InlineData("cols", 1, 256)]
    [InlineData("macBits", 2, 8)]
    [InlineData("scratchpad.banks", 1, 32)]
    [InlineData("scratchpad.bankKiB", 1, 4096)]
    [InlineData("scratchpad.portBits", 8, 8192)]
    [InlineData("accumulator.banks", 1, 16)]
    [InlineData("accumulator.bankKiB", 1, 4096)]
    [InlineData("accumulator.portBits", 32, 8192)]
    [InlineData("vector.lanes", 1, 1024)]
    [InlineData("vector.latencyCycles", 1, 64)]
    [InlineData("vector.divideCycles", 1, 64)]
    [InlineData("vector.divideInterval", 1, 64)]
    [InlineData("dma.pageBytes", 64, 65536)]
    [InlineData("dma.pages", 1, 64)]
    [InlineData("dma.latencyCycles", 1, 64)]
    [InlineData("sequencer.instructions", 64, 65536)]
    [InlineData("sequencer.queueDepth", 2, 1024)]
    public void Ranges_end_where_they_should(string key, int low, int high)
    {
        // Small enough elsewhere for every end of every range: one row, one scratchpad bank, bursts of 64 bytes.
        string[] room = ["dram=ddr4-3200", "rows=1", "scratchpad.banks=1", "accumulator.bankKiB=256"];
        foreach (int good in new[] { low, high }) _ = With([.. room, $"{key}={good}"]);
        foreach (int bad in new[] { low - 1, high + 1, -1, int.MaxValue, int.MinValue })
            Assert.StartsWith($"--set {key}={bad}: {key}: {bad} is ", ErrorOf(Good, [.. room, $"{key}={bad}"]));
    }

    [Fact]
    public void A_value_of_the_wrong_type_says_which_type_and_what_is_expected()
    {
        Assert.Equal("chips/foo.json: rows: \"sixteen\" is a string; a whole number 1..256 is expected",
            ErrorWith("\"rows\": 16", "\"rows\": \"sixteen\""));
        Assert.Equal("chips/foo.json: rows: {…} is an object; a whole number 1..256 is expected",
            ErrorWith("\"rows\": 16", "\"rows\": { \"a\": 1 }"));
        Assert.Equal("chips/foo.json: rows: null is no value; a whole number 1..256 is expected",
            ErrorWith("\"rows\": 16", "\"rows\": null"));
        Assert.Equal("chips/foo.json: rows: true is a boolean; a whole number 1..256 is expected",
            ErrorWith("\"rows\": 16", "\"rows\": true"));
        Assert.Equal("chips/foo.json: name: 7 is a number; one line of 1..80 characters is expected", ErrorWith("\"foo\"", "7"));
        Assert.Equal("chips/foo.json: description: 7 is a number; one line of 1..200 characters is expected",
            ErrorWith("\"for tests\"", "7"));
        Assert.Equal(
            "chips/foo.json: vector: an array is found; an object with lanes, latencyCycles, divideCycles, divideInterval is expected",
            ErrorWith("{ \"lanes\": 16, \"latencyCycles\": 6 }", "[16, 6]"));
        Assert.StartsWith("chips/foo.json: an array is found; an object with name, clockMegahertz, ", ErrorOf("[]"));
        Assert.StartsWith("chips/foo.json: no value is found; an object with name, ", ErrorOf("null"));
    }

    [Fact]
    public void A_missing_key_is_named()
    {
        Assert.Equal("chips/foo.json: rows: missing; a whole number 1..256 is expected", ErrorWith("\"rows\": 16,", ""));
        Assert.Equal("chips/foo.json: vector.lanes: missing; a whole number 1..1024 is expected", ErrorWith("\"lanes\": 16, ", ""));
        Assert.Equal("chips/foo.json: vector: missing; an object with lanes, latencyCycles, divideCycles, divideInterval is expected",
            ErrorWith("\"vector\": { \"lanes\": 16, \"latencyCycles\": 6 },", ""));
    }

    [Fact]
    public void Every_key_but_the_description_the_divider_and_zero_gating_is_required()
    {
        var chip = System.Text.Json.Nodes.JsonNode.Parse(ChipFile.Write(With("dram.CL=9")))!.AsObject();
        foreach (string section in new[] { "", "scratchpad", "accumulator", "vector", "dma", "dram", "sequencer" })
        {
            foreach (string key in (section == "" ? chip : chip[section]!.AsObject()).Select(field => field.Key)
                .Where(key => key is not ("currents" or "divideCycles" or "divideInterval" or "zeroGating")).ToList())
            {
                var without = chip.DeepClone().AsObject();
                (section == "" ? without : without[section]!.AsObject()).Remove(key);
                Assert.Contains($"{(section == "" ? "" : section + ".")}{key}: missing", ErrorOf(without.ToJsonString()));
            }
        }
    }

    [Fact]
    public void A_chip_without_a_divider_gets_one_that_makes_a_bit_a_cycle()
    {
        var chip = ChipFile.Parse(Good, "chips/foo.json", []);
        Assert.Equal((17, 17), (chip.Vector.DivideCycles, chip.Vector.DivideInterval));
        chip = ChipFile.Parse(Good, "chips/foo.json", ["vector.divideInterval=1", "vector.divideCycles=20"]);
        Assert.Equal((20, 1), (chip.Vector.DivideCycles, chip.Vector.DivideInterval));
        Assert.Equal(chip, ChipFile.Parse(ChipFile.Write(chip), "chips/foo.json", []));
    }

    [Fact]
    public void A_chip_gates_zeros_only_if_it_says_so()
    {
        Assert.False(ChipFile.Parse(Good, "chips/foo.json", []).ZeroGating);
        var chip = With("zeroGating=true");
        Assert.True(chip.ZeroGating);
        Assert.Equal(chip, ChipFile.Parse(ChipFile.Write(chip), "chips/foo.json", []));
        Assert.False(With("zeroGating=false").ZeroGating);
        foreach (string bad in (string[])["1", "\"yes\"", "null", "{}"])
            Assert.Matches("^--set zeroGating=.*: zeroGating: .* is (an? .*|no value); true or false is expected$",
                ErrorOf(Good, $"zeroGating={bad}"));
    }

    [Fact]
    public void An_unknown_key_names_the_nearest()
    {
        Assert.StartsWith("chips/foo.json: rosw: unknown key; did you mean rows? Keys are name, clockMegahertz, ",
            ErrorWith("\"rows\"", "\"rosw\""));
        Assert.Equal(
            "chips/foo.json: vector.lane: unknown key; did you mean vector.lanes? " +
            "Keys are lanes, latencyCycles, divideCycles, divideInterval",
            ErrorWith("\"lanes\"", "\"lane\""));
        Assert.Equal("--set scratchpad.bank=3: scratchpad.bank: unknown key; did you mean scratchpad.banks?",
            ErrorOf(Good, "scratchpad.bank=3"));
        Assert.Equal("--set lanes=3: lanes: unknown key; did you mean vector.lanes?", ErrorOf(Good, "lanes=3"));
    }

    [Fact]
    public void A_key_given_twice_is_an_error() =>
        Assert.Equal("chips/foo.json: Duplicate property 'rows' encountered during deserialization.",
            ErrorWith("\"rows\": 16", "\"rows\": 16, \"rows\": 17"));

    [Fact]
    public void Syntax_errors_have_line_and_column()
    {
        Assert.StartsWith("chips/foo.json: line 3, column 16: ", ErrorOf("{\n  \"name\": \"foo\",\n  \"rows\": \"3\", !\n}"));
        Assert.StartsWith("chips/foo.json: line 2, column 13: ", ErrorOf("{\n \"näme\": 1, nope }"));
        Assert.StartsWith("chips/foo.json: line 1, column 1: ", ErrorOf(""));
        Assert.DoesNotContain("\n", ErrorOf("{\n \"näme\": 1, nope }"));
    }

    [Fact]
    public void No_damage_to_a_file_is_more_than_an_input_error()
    {
        var random = new Random(1);
        const string Noise = "{}[]\":,0-9.e/*\\u\n\r\t\0äd";
        for (int i = 0; i < 3000; i++)
        {
            char[] text = Good.ToCharArray(0, i < Good.Length ? i : Good.Length);
            for (int change = 0; change < i % 4 && text.Length > 0; change++)
                text[random.Next(text.Length)] = Noise[random.Next(Noise.Length)];
            var error = Record.Exception(() => ChipFile.Parse(new(text), "chips/foo.json", ["dram.CL=5"]));
            if (error is not null) Assert.DoesNotContain("\n", Assert.IsType<InputException>(error).Message);
        }
        Assert.StartsWith("chips/foo.json: r ws: unknown key; did you mean rows?", ErrorWith("\"rows\"", "\"r\\nws\""));
        Assert.Equal("chips/foo.json: a string holds half of a \\u surrogate pair", ErrorWith("\"foo\"", "\"\\ud800\""));
    }

    [Fact]
    public void An_override_can_mend_a_file()
    {
        Assert.Equal("hbm2", ChipFile.Parse(Good.Replace("lpddr4-2400", "nonsense"), "chips/foo.json", ["dram=hbm2"]).Dram.Name);
        Assert.Equal(7, ChipFile.Parse(Good.Replace("\"rows\": 16", "\"rows\": null"), "chips/foo.json", ["rows=7"]).Rows);
    }

    [Fact]
    public void Errors_of_overrides_name_the_override()
    {
        Assert.Equal("--set rows=sixteen: rows: \"sixteen\" is a string; a whole number 1..256 is expected", ErrorOf(Good, "rows=sixteen"));
        Assert.Equal("--set rows=99999: rows: 99999 is outside 1..256", ErrorOf(Good, "rows=5", "rows=99999"));
        Assert.Equal("--set rows: KEY=VALUE is expected, such as rows=32", ErrorOf(Good, "rows"));
        Assert.Equal("--set rows=: rows: \"\" is a string; a whole number 1..256 is expected", ErrorOf(Good, "rows="));
        Assert.StartsWith("--set dram=ddr5: dram: unknown set 'ddr5'; did you mean ddr4-3200?", ErrorOf(Good, "dram=ddr5"));
        Assert.StartsWith("chips/foo.json: vector: a number is found", Error(() =>
            ChipFile.Parse(Good.Replace("{ \"lanes\": 16, \"latencyCycles\": 6 }", "5"), "chips/foo.json", ["vector.lanes=4"])));
    }

    [Fact]
    public void An_unknown_preset_lists_the_presets()
    {
        Assert.Equal(
            "chip 'egde': unknown; did you mean edge? Presets are base, edge, ideal, tiny, wide; a path to a JSON file is the other choice",
            Error(() => ChipFile.Load("egde", [])));
        Assert.Equal(Error(() => ChipFile.Load("egde", [])), Error(() => ChipFile.Description("egde")));
        Assert.Equal("no/such.json: does not exist", Error(() => ChipFile.Load("no/such.json", [])));
        string folder = Path.GetTempPath();
        Assert.Equal($"{folder}: is a folder; a file is expected", Error(() => ChipFile.Load(folder, [])));
    }

    [Fact]
    public void The_scratchpad_is_at_most_16_MiB()
    {
        Assert.Equal(16 << 20, With("scratchpad.banks=4", "scratchpad.bankKiB=4096").Scratchpad.TotalBytes);
        Assert.Equal("--set scratchpad.bankKiB=4096: scratchpad: 5 banks × 4096 KiB are 20480 KiB; at most 16384 KiB are allowed",
            ErrorOf(Good, "scratchpad.banks=5", "scratchpad.bankKiB=4096"));
    }

    [Fact]
    public void An_accumulator_bank_holds_the_rows_of_the_array()
    {
        _ = With("accumulator.bankKiB=1", "rows=16");
        Assert.Equal("--set accumulator.bankKiB=1: accumulator.bankKiB: 1 KiB hold 16 rows of 16 32-bit sums; " +
            "at least 17, the array's rows, must fit",
            ErrorOf(Good, "accumulator.bankKiB=1", "rows=17"));
        Assert.Equal("--set rows=256: accumulator.bankKiB: 32 KiB hold 128 rows of 64 32-bit sums; " +
            "at least 256, the array's rows, must fit",
            ErrorOf(Good, "cols=64", "rows=256"));
        Assert.StartsWith("--set cols=1: accumulator: 2 banks × 4096 KiB hold 2097152 rows of 1 32-bit sums; at most 1048576 are allowed",
            ErrorOf(Good.Replace("\"banks\": 4, \"bankKiB\": 32", "\"banks\": 2, \"bankKiB\": 4096"), "cols=1"));
    }

    [Fact]
    public void A_DMA_page_is_a_multiple_of_a_burst() =>
        Assert.Equal("chips/foo.json: dma.pageBytes: 64 is not a multiple of 128, the bytes of a burst of lpddr4-2400",
            ErrorWith("\"pageBytes\": 512", "\"pageBytes\": 64"));

    [Fact]
    public void A_DRAM_is_a_known_name_or_a_whole_object()
    {
        Assert.Equal("chips/foo.json: dram: unknown set 'lpddr4'; did you mean lpddr4-2400? " +
            "Sets are ddr4-3200, hbm2, ideal, lpddr3-1333, lpddr4-2400, lpddr4-3200",
            ErrorWith("lpddr4-2400", "lpddr4"));
        Assert.Equal("chips/foo.json: dram: a number is found; " +
            "the name of a set (ddr4-3200, hbm2, ideal, lpddr3-1333, lpddr4-2400, lpddr4-3200) or an object with its fields is expected",
            ErrorWith("\"lpddr4-2400\"", "5"));
        Assert.StartsWith("chips/foo.json: dram: missing; the name of a set", ErrorWith("\"dram\": \"lpddr4-2400\",", ""));
        Assert.Equal("chips/foo.json: dram.name: missing; one line of 1..80 characters is expected",
            ErrorWith("\"lpddr4-2400\"", "{ \"CL\": 14 }"));
        Assert.StartsWith("chips/foo.json: dram.TRCD: unknown key; did you mean dram.tRCD?",
            ErrorWith("\"lpddr4-2400\"", "{ \"TRCD\": 14 }"));
    }

    [Fact]
    public void DRAM_fields_are_checked_together()
    {
        Assert.Equal("--set dram.rowBytes=64: dram.rowBytes: 64 is less than the 128 bytes of a channel's burst",
            ErrorOf(Good, "dram.rowBytes=64"));
        Assert.Equal("--set dram.tRFC=8660: dram.tREFI: 8660 leaves no time beside tRFC, 8660", ErrorOf(Good, "dram.tRFC=8660"));
        Assert.Equal("--set dram.capacityMebibytes=4: dram.capacityMebibytes: " +
            "4 MiB are not a multiple of 8388608 bytes, one row of every bank of every channel",
            ErrorOf(Good, "dram.capacityMebibytes=4", "dram.rowBytes=1048576"));
        Assert.Equal("--set dram.currents.deviceBits=128: dram.currents.deviceBits: 128 does not divide busBits, 64",
            ErrorOf(Good, "dram.currents.deviceBits=128"));
    }
}
