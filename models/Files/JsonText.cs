using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WageSim.Models.Files;

/// <summary>JSON as people write it: comments and trailing commas are allowed, a key given twice is not.</summary>
public static class JsonText
{
    /// <summary>Text → node; an error names the source, line and column.</summary>
    public static JsonNode? Parse(string json, string source)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: Reading);
            ReadStrings(node);
            return node;
        }
        catch (InvalidOperationException error)
        {
            throw new InputException($"{source}: a string holds half of a \\u surrogate pair", error);
        }
        catch (JsonException error)
        {
            string what = error.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd();
            bool placed = error is { LineNumber: not null, BytePositionInLine: not null };
            string where = placed ? $"line {error.LineNumber + 1}, column {Column(json, error)}: " : "";
            throw new InputException($"{source}: {where}{OneLine(what)}", error);
        }
    }

    /// <summary>Text from a file as an error can quote it: short, on one line.</summary>
    internal static string OneLine(string text) =>
        string.Concat(text.Take(160).Select(c => char.IsControl(c) ? ' ' : c)) + (text.Length > 160 ? "…" : "");

    /// <summary>Text of a file.</summary>
    public static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string why = Directory.Exists(path) ? "is a folder; a file is expected"
                : File.Exists(path) ? $"cannot be read: {error.Message}"
                : "does not exist";
            throw new InputException($"{path}: {why}", error);
        }
    }

    /// <summary>Indented text of a node.</summary>
    public static string Write(JsonNode node) => node.ToJsonString(Writing) + "\n";

    // Strings and keys are decoded when they are asked for: ask here, where an error can name the file.
    private static void ReadStrings(JsonNode? node)
    {
        if (node is JsonObject json) foreach (var (_, child) in json) ReadStrings(child);
        else if (node is JsonArray array) foreach (var child in array) ReadStrings(child);
        else if (node?.GetValueKind() == JsonValueKind.String) _ = node.GetValue<string>();
    }

    // The reader counts bytes, an editor characters.
    private static int Column(string json, JsonException error)
    {
        // Within an unfinished comment its line can lie behind the end of the text.
        byte[] line = Encoding.UTF8.GetBytes(json.Split('\n').ElementAtOrDefault((int)error.LineNumber!) ?? "");
        return 1 + Encoding.UTF8.GetCharCount(line, 0, (int)Math.Min(error.BytePositionInLine!.Value, line.Length));
    }

    private static readonly JsonDocumentOptions Reading = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    private static readonly JsonSerializerOptions Writing = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
