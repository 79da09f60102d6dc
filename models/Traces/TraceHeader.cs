using System.Text.Json;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;

namespace WageSim.Models.Traces;

/// <summary>What trace.json says, checked.</summary>
internal sealed record TraceHeader(WageParameters Parameters, int Batch, int Steps, int[] LearningRateLog2, string Origin)
{
    private const int MaxBatch = 1 << 16, MaxSteps = 1 << 16, MaxSide = 1 << 12, MaxAlphaLog2 = 16, MaxRateLog2 = 16;

    /// <summary>Reads a file; messages name it and the key.</summary>
    public static TraceHeader Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return new Reader(file, document.RootElement).Header();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{file}: no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new InputException($"{file}: not valid JSON: {e.Message}", e);
        }
    }

    /// <summary>Writes a file that <see cref="Read"/> reads.</summary>
    public void Write(string file)
    {
        var p = Parameters;
        using var stream = File.Create(file);
        JsonSerializer.Serialize(stream, new
        {
            format = TraceLayout.Format,
            scheme = TraceLayout.Scheme,
            network = p.Network.Notation,
            input = new[] { p.Network.Input.Height, p.Network.Input.Width, p.Network.Input.Channels },
            batch = Batch,
            steps = Steps,
            bits = new { w = p.Bits.Weight, a = p.Bits.Activation, g = p.Bits.Gradient, e = p.Bits.Error },
            learningRate = LearningRateLog2.Select(log2 => Math.ScaleB(1, log2)),
            alpha = p.AlphaLog2.Select(log2 => 1 << log2),
            weightClip = p.WeightClipBits == p.Bits.Weight ? "w" : "g",
            origin = Origin,
        });
    }

    private sealed class Reader(string file, JsonElement root)
    {
        public TraceHeader Header()
        {
            if (root.ValueKind != JsonValueKind.Object) throw new InputException($"{file}: an object is expected");
            OneOf("format", TraceLayout.Format);
            OneOf("scheme", TraceLayout.Scheme);
            int[] input = Integers("input", Key("input", JsonValueKind.Array), 1, MaxSide);
            if (input.Length != 3) throw Bad("input", $"{input.Length} numbers", "three: height, width, channels");
            if ((long)input[0] * input[1] * input[2] > int.MaxValue) throw Bad("input", string.Join('×', input), $"at most {int.MaxValue} elements");
            var network = Located("network", () => Network.Parse(Text("network"), new(input[0], input[1], input[2])));
            int batch = Integer("batch", Key("batch", JsonValueKind.Number), 1, MaxBatch), steps = Integer("steps", Key("steps", JsonValueKind.Number), 1, MaxSteps);
            var bits = Bits();
            int[] alphas = PowersOfTwo("alpha", network.Layers.Count, "layer", 0, MaxAlphaLog2);
            int[] rates = PowersOfTwo("learningRate", steps, "step", -MaxRateLog2, MaxRateLog2);
            int clip = OneOf("weightClip", "w", "g") == "w" ? bits.Weight : bits.Gradient;
            return new(new(network, bits, alphas, clip), batch, steps, rates, root.TryGetProperty("origin", out _) ? Text("origin") : "");
        }

        private BitWidths Bits()
        {
            var parent = Key("bits", JsonValueKind.Object);
            var bits = new BitWidths(Width("w"), Width("a"), Width("g"), Width("e"));
            bits.Check($"{file}: bits");
            return bits;

            int Width(string name) => parent.TryGetProperty(name, out var width)
                ? Integer($"bits.{name}", width, 2, 16)
                : throw new InputException($"{file}: bits.{name} is missing");
        }

        private int[] PowersOfTwo(string key, int count, string per, int low, int high)
        {
            var elements = Key(key, JsonValueKind.Array).EnumerateArray().ToArray();
            if (elements.Length != count) throw Bad(key, $"{elements.Length} numbers", $"{count}, one a {per}");
            return [.. elements.Select((element, i) =>
            {
                if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && value > 0 && double.IsFinite(value)
                    && Math.ILogB(value) is var log2 && log2 >= low && log2 <= high && Math.ScaleB(1, log2) == value) return log2;
                throw Bad($"{key}[{i}]", OneLine(element), $"a power of two from {Math.ScaleB(1, low)} to {Math.ScaleB(1, high)}");
            })];
        }

        private int[] Integers(string key, JsonElement array, int low, int high) =>
            [.. array.EnumerateArray().Select((element, i) => Integer($"{key}[{i}]", element, low, high))];

        private int Integer(string key, JsonElement element, int low, int high) =>
            element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value >= low && value <= high
                ? value
                : throw Bad(key, OneLine(element), $"an integer from {low} to {high}");

        private string OneOf(string key, params string[] allowed) =>
            Text(key) is var text && allowed.Contains(text) ? text : throw Bad(key, $"'{text}'", string.Join(" or ", allowed.Select(a => $"'{a}'")));

        private string Text(string key) => Key(key, JsonValueKind.String).GetString()!;

        private JsonElement Key(string key, JsonValueKind kind)
        {
            if (!root.TryGetProperty(key, out var element)) throw new InputException($"{file}: {key} is missing");
            string article = kind is JsonValueKind.Array or JsonValueKind.Object ? "an" : "a";
            return element.ValueKind == kind ? element : throw Bad(key, OneLine(element), $"{article} {kind}".ToLowerInvariant());
        }

        private T Located<T>(string key, Func<T> read)
        {
            try { return read(); }
            catch (InputException e) { throw new InputException($"{file}: {key}: {e.Message}", e); }
        }

        private static string OneLine(JsonElement element) => JsonSerializer.Serialize(element);

        private InputException Bad(string key, string value, string allowed) => new($"{file}: {key} is {value}; allowed is {allowed}");
    }
}
