using System.Text.Json;
using WageSim.Models.Networks;
using WageSim.Models.Networks.Residual;

namespace WageSim.Models.Traces;

/// <summary>The keys of a trace.json, read one by one and checked; messages name the file and the key.</summary>
internal sealed class TraceKeys
{
    private const int MaxBatch = 1 << 16, MaxSteps = 1 << 16, MaxSide = 1 << 12;

    private readonly string file;
    private readonly JsonElement root;

    private TraceKeys(string file, JsonElement root) => (this.file, this.root) = (file, root);

    /// <summary>Opens a file of the format.</summary>
    public static TraceKeys Open(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new InputException($"{file}: an object is expected");
            var keys = new TraceKeys(file, document.RootElement.Clone());
            keys.OneOf("format", TraceLayout.Format);
            return keys;
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

    /// <summary>The scheme, one of those given.</summary>
    public string Scheme(params string[] allowed) => OneOf("scheme", allowed);

    /// <summary>The network, for the input that the file gives.</summary>
    public Network Network()
    {
        var (input, notation) = (Input(), Text("network"));
        return Located("network", () => Networks.Network.Parse(notation, input));
    }

    /// <summary>The residual network, for the input that the file gives.</summary>
    public ResidualNetwork ResidualNetwork()
    {
        var (input, notation) = (Input(), Text("network"));
        return Located("network", () => Networks.Residual.ResidualNetwork.Parse(notation, input));
    }

    /// <summary>Images a step.</summary>
    public int Batch() => Integer("batch", Key("batch", JsonValueKind.Number), 1, MaxBatch);

    /// <summary>Steps in the trace.</summary>
    public int Steps() => Integer("steps", Key("steps", JsonValueKind.Number), 1, MaxSteps);

    /// <summary>What software made it; empty where it is not said.</summary>
    public string Origin() => root.TryGetProperty("origin", out _) ? Text("origin") : "";

    /// <summary>W-A-G-E widths.</summary>
    public BitWidths Bits()
    {
        var parent = Key("bits", JsonValueKind.Object);
        var bits = new BitWidths(Width("w"), Width("a"), Width("g"), Width("e"));
        bits.Check($"{file}: bits");
        return bits;

        int Width(string name) => parent.TryGetProperty(name, out var width)
            ? Integer($"bits.{name}", width, 2, 16)
            : throw new InputException($"{file}: bits.{name} is missing");
    }

    /// <summary>A whole number of a range.</summary>
    public int Integer(string key, int low, int high) => Integer(key, Key(key, JsonValueKind.Number), low, high);

    /// <summary>A whole number of a range, or null where the file says so.</summary>
    public int? IntegerOrNull(string key, int low, int high)
    {
        if (!root.TryGetProperty(key, out var element)) throw new InputException($"{file}: {key} is missing");
        return element.ValueKind == JsonValueKind.Null ? null : Integer(key, element, low, high);
    }

    /// <summary>Objects, as many as expected, each checked with its place in the file; none where the key is absent.</summary>
    /// <param name="check">Index and object → what is wrong with it, after its place, or null.</param>
    public void Objects(string key, int count, string per, Func<int, JsonElement, string?> check)
    {
        if (!root.TryGetProperty(key, out _)) return;
        JsonElement[] elements = Elements(key, count, per);
        for (int i = 0; i < count; i++)
        {
            if (elements[i].ValueKind != JsonValueKind.Object) throw Bad($"{key}[{i}]", OneLine(elements[i]), "an object");
            if (check(i, elements[i]) is { } fault) throw new InputException($"{file}: {key}[{i}].{fault}");
        }
    }

    /// <summary>log2 of powers of two.</summary>
    public int[] PowersOfTwo(string key, int count, string per, int low, int high) =>
        [.. Elements(key, count, per).Select((element, i) =>
        {
            double value = element.ValueKind == JsonValueKind.Number ? element.GetDouble() : 0;
            if (value > 0 && Math.ILogB(value) is var log2 && log2 >= low && log2 <= high && Math.ScaleB(1, log2) == value) return log2;
            throw Bad($"{key}[{i}]", OneLine(element), $"a power of two from {Math.ScaleB(1, low)} to {Math.ScaleB(1, high)}");
        })];

    /// <summary>Whole numbers of a range, as many as expected.</summary>
    public int[] Integers(string key, int count, string per, int low, int high) =>
        [.. Elements(key, count, per).Select((element, i) => Integer($"{key}[{i}]", element, low, high))];

    /// <summary>One of some words.</summary>
    public string OneOf(string key, params string[] allowed) =>
        Text(key) is var text && allowed.Contains(text)
            ? text
            : throw Bad(key, $"'{text}'", string.Join(" or ", allowed.Select(a => $"'{a}'")));

    /// <summary>Runs a check whose error is to name the file and a key.</summary>
    public T Located<T>(string key, Func<T> read)
    {
        try { return read(); }
        catch (InputException e) { throw new InputException($"{file}: {key}: {e.Message}", e); }
    }

    private ImageShape Input()
    {
        int[] input = Integers("input", Key("input", JsonValueKind.Array), 1, MaxSide);
        if (input.Length != 3) throw Bad("input", $"{input.Length} numbers", "three: height, width, channels");
        return (long)input[0] * input[1] * input[2] <= int.MaxValue
            ? new(input[0], input[1], input[2])
            : throw Bad("input", string.Join('×', input), $"at most {int.MaxValue} elements");
    }

    private JsonElement[] Elements(string key, int count, string per)
    {
        var elements = Key(key, JsonValueKind.Array).EnumerateArray().ToArray();
        return elements.Length == count ? elements : throw Bad(key, $"{elements.Length} numbers", $"{count}, one a {per}");
    }

    private int[] Integers(string key, JsonElement array, int low, int high) =>
        [.. array.EnumerateArray().Select((element, i) => Integer($"{key}[{i}]", element, low, high))];

    private int Integer(string key, JsonElement element, int low, int high) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value >= low && value <= high
            ? value
            : throw Bad(key, OneLine(element), $"an integer from {low} to {high}");

    private string Text(string key) => Key(key, JsonValueKind.String).GetString()!;

    private JsonElement Key(string key, JsonValueKind kind)
    {
        if (!root.TryGetProperty(key, out var element)) throw new InputException($"{file}: {key} is missing");
        string article = kind is JsonValueKind.Array or JsonValueKind.Object ? "an" : "a";
        return element.ValueKind == kind ? element : throw Bad(key, OneLine(element), $"{article} {kind}".ToLowerInvariant());
    }

    private static string OneLine(JsonElement element) => JsonSerializer.Serialize(element);

    private InputException Bad(string key, string value, string allowed) => new($"{file}: {key} is {value}; allowed is {allowed}");
}
