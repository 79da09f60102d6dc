using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using WageSim.CommandLine;
using WageSim.Models;

namespace WageSim.RunFolders;

/// <summary>A run between two steps, and its file: magic, format, JSON, weights, and the SHA-256 of all that (docs/runs.md).</summary>
/// <param name="Version">Version of the simulator that wrote it.</param>
/// <param name="Settings">What the run computes.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Weights">Stored codes of all layers, each within 16 bits, in the golden-trace layout.</param>
public sealed record Checkpoint(string Version, JsonObject Settings, JsonObject Progress, int[][] Weights)
{
    /// <summary>Number of the file's layout; the checksum keeps its place in every one.</summary>
    public const int Format = 1;

    private const int FormatAt = 16, LengthAt = FormatAt + 4, HeadAt = LengthAt + 4, WeightBytes = 2;
    private static ReadOnlySpan<byte> Magic => "WAGESIM-CHECKPT\n"u8;

    private sealed record Head(string Version, JsonObject Settings, JsonObject Progress, int[] Weights);

    /// <summary>The bytes of the file.</summary>
    public byte[] Encode()
    {
        var head = new Head(Version, Settings, Progress, [.. Weights.Select(layer => layer.Length)]);
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(head, OutputFile.JsonOptions);
        int weightsAt = HeadAt + text.Length, end = checked(weightsAt + WeightBytes * Weights.Sum(layer => layer.Length));
        byte[] file = new byte[end + SHA256.HashSizeInBytes];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(FormatAt), Format);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(LengthAt), text.Length);
        text.CopyTo(file, HeadAt);
        foreach (int[] layer in Weights)
        {
            for (int i = 0; i < layer.Length; i++)
                BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(weightsAt + WeightBytes * i), checked((short)layer[i]));
            weightsAt += WeightBytes * layer.Length;
        }
        SHA256.HashData(file.AsSpan(0, end), file.AsSpan(end));
        return file;
    }

    /// <summary>Reads a file's bytes and checks all of them; `where` names the file in errors.</summary>
    public static Checkpoint Decode(ReadOnlySpan<byte> file, string where)
    {
        int end = file.Length - SHA256.HashSizeInBytes;
        if (end < HeadAt || !SHA256.HashData(file[..end]).AsSpan().SequenceEqual(file[end..]))
            throw new InputException($"{where}: is damaged: its checksum does not fit its {file.Length} bytes");
        if (!file.StartsWith(Magic)) throw new InputException($"{where}: is not a checkpoint");
        int format = BinaryPrimitives.ReadInt32LittleEndian(file[FormatAt..]);
        if (format != Format)
            throw new InputException($"{where}: is of another version: checkpoint format {format}; this program reads {Format}");
        int length = BinaryPrimitives.ReadInt32LittleEndian(file[LengthAt..]);
        var head = JsonSerializer.Deserialize<Head>(file.Slice(HeadAt, length), OutputFile.JsonOptions)!;
        var codes = file[(HeadAt + length)..end];
        int[][] weights = new int[head.Weights.Length][];
        for (int l = 0; l < weights.Length; l++)
        {
            weights[l] = new int[head.Weights[l]];
            for (int i = 0; i < weights[l].Length; i++) weights[l][i] = BinaryPrimitives.ReadInt16LittleEndian(codes[(WeightBytes * i)..]);
            codes = codes[(WeightBytes * weights[l].Length)..];
        }
        return new(head.Version, head.Settings, head.Progress, weights);
    }
}
