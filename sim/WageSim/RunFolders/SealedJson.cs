using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Files;

namespace WageSim.RunFolders;

/// <summary>A JSON object whose last key, sha256, is that of all bytes before it.</summary>
public static class SealedJson
{
    private const string Close = "\n}\n";

    /// <summary>The text of a value with at least one key, sealed.</summary>
    public static byte[] Seal<T>(T value)
    {
        byte[] text = Encoding.UTF8.GetBytes(OutputFile.Json(value)[..^Close.Length]);
        return [.. text, .. End(text)];
    }

    /// <summary>Reads a file's bytes; a single one that is not as it was written is an error, which `where` names the file in.</summary>
    public static JsonObject Open(byte[] file, string where)
    {
        int length = file.Length - End([]).Length;
        if (length < 0 || !file.AsSpan(length).SequenceEqual(End(file.AsSpan(0, length))))
            throw new InputException($"{where}: is damaged or was changed: its checksum does not fit");
        var json = (JsonObject)JsonText.Parse(Encoding.UTF8.GetString(file), where)!;
        json.Remove("sha256");
        return json;
    }

    private static byte[] End(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetBytes($",\n  \"sha256\": \"{Convert.ToHexStringLower(SHA256.HashData(text))}\"{Close}");
}
