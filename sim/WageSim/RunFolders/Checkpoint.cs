using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WageSim.CommandLine;
using WageSim.Models;

namespace WageSim.RunFolders;

/// <summary>A run between two steps, and its file: magic, format, JSON, weights, and the SHA-256 of all that (docs/runs.md).</summary>
/// <param name="Version">Version of the simulator that wrote it.</param>
/// <param name="Settings">What the run computes.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Weights">Arrays of the state: the stored weights of all layers, and what the scheme has besides.</param>
public sealed record Checkpoint(string Version, JsonObject Settings, JsonObject Progress, int[][] Weights)
{
    /// <summary>Number of the file's layout; the checksum keeps its place in every one.</summary>
    public const int Format = 1;

    /// <summary>Bytes of a value of each array, 2 or 4; null: 2 in all of them.</summary>
    public IReadOnlyList<int>? ValueBytes { get; init; }

    private const int FormatAt = 16, LengthAt = FormatAt + 4, HeadAt = LengthAt + 4, DefaultBytes = sizeof(short);
    private static ReadOnlySpan<byte> Magic => "WAGESIM-CHECKPT\n"u8;

    // Without widths the file is what it was before there were any.
    private sealed record Head(
        string Version, JsonObject Settings, JsonObject Progress, int[] Weights,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int[]? ValueBytes = null);

    /// <summary>The bytes of the file.</summary>
    public byte[] Encode()
    {
        var head = new Head(
            Version, Settings, Progress, [.. Weights.Select(array => array.Length)],
            ValueBytes is { } widths && widths.Any(bytes => bytes != DefaultBytes) ? [.. widths] : null);
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(head, OutputFile.JsonOptions);
        int weightsAt = HeadAt + text.Length, end = checked(weightsAt + Weights.Select((array, i) => WidthOf(i) * array.Length).Sum());
        byte[] file = new byte[end + SHA256.HashSizeInBytes];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(FormatAt), Format);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(LengthAt), text.Length);
        text.CopyTo(file, HeadAt);
        for (int a = 0; a < Weights.Length; a++)
        {
            foreach (int value in Weights[a])
            {
                if (WidthOf(a) == DefaultBytes) BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(weightsAt), checked((short)value));
                else BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(weightsAt), value);
                weightsAt += WidthOf(a);
            }
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
        for (int a = 0; a < weights.Length; a++)
        {
            int bytes = head.ValueBytes?[a] ?? DefaultBytes;
            weights[a] = new int[head.Weights[a]];
            for (int i = 0; i < weights[a].Length; i++)
            {
                var value = codes[(bytes * i)..];
                weights[a][i] = bytes == DefaultBytes
                    ? BinaryPrimitives.ReadInt16LittleEndian(value) : BinaryPrimitives.ReadInt32LittleEndian(value);
            }
            codes = codes[(bytes * weights[a].Length)..];
        }
        return new(head.Version, head.Settings, head.Progress, weights) { ValueBytes = head.ValueBytes };
    }

    private int WidthOf(int array) => ValueBytes?[array] ?? DefaultBytes;
}
