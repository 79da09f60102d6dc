using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WageSim.Models;
using WageSim.RunFolders;

namespace WageSim.Tests.RunFolders;

public sealed class CheckpointTests
{
    private static readonly Checkpoint sample = new(
        "0.1.0", new() { ["seed"] = 1u, ["chip"] = new JsonObject { ["name"] = "édge" } }, new() { ["loss"] = 0.1 + 0.2, ["step"] = 3 },
        [[0, 1, -1, 127], [], [short.MinValue, short.MaxValue]]);

    [Fact]
    public void A_checkpoint_comes_back_as_it_was()
    {
        var read = Checkpoint.Decode(sample.Encode(), "file");
        Assert.Equal(sample.Version, read.Version);
        Assert.Equal(sample.Settings.ToJsonString(), read.Settings.ToJsonString());
        Assert.Equal(0.1 + 0.2, read.Progress["loss"]!.GetValue<double>());
        Assert.Equal(sample.Weights, read.Weights);
        Assert.Equal(sample.Encode(), read.Encode());
    }

    [Fact]
    public void Arrays_of_16_and_of_32_bits_come_back_as_they_were()
    {
        var wide = sample with { Weights = [[int.MinValue, 7, int.MaxValue], [-1, 42], [1 << 23]], ValueBytes = [4, 2, 4] };
        byte[] file = wide.Encode();
        var read = Checkpoint.Decode(file, "file");
        Assert.Equal(wide.Weights, read.Weights);
        Assert.Equal([4, 2, 4], read.ValueBytes);
        Assert.Equal(file, read.Encode());
        Assert.Equal(sample.Encode(), (sample with { ValueBytes = [2, 2, 2] }).Encode());
    }

    [Fact]
    public void Any_bit_that_changes_is_noticed()
    {
        byte[] file = sample.Encode();
        for (int i = 0; i < file.Length; i++)
            for (int bit = 0; bit < 8; bit++)
            {
                file[i] ^= (byte)(1 << bit);
                Assert.Equal($"file: is damaged: its checksum does not fit its {file.Length} bytes", Refusal(file));
                file[i] ^= (byte)(1 << bit);
            }
    }

    [Fact]
    public void Any_length_but_its_own_is_noticed()
    {
        byte[] file = sample.Encode();
        for (int length = 0; length < file.Length; length++) Assert.Contains("is damaged", Refusal(file[..length]));
        Assert.Contains("is damaged", Refusal([.. file, 0]));
    }

    [Fact]
    public void Another_format_and_another_kind_of_file_are_named()
    {
        Assert.Equal("file: is of another version: checkpoint format 2; this program reads 1",
            Refusal(Changed(file => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 2))));
        Assert.Equal("file: is not a checkpoint", Refusal(Changed(file => file[0] = (byte)'X')));
    }

    [Fact]
    public void Codes_beyond_16_bits_are_not_written() =>
        Assert.Throws<OverflowException>(() => (sample with { Weights = [[short.MaxValue + 1]] }).Encode());

    // With a checksum that fits.
    private static byte[] Changed(Action<byte[]> change)
    {
        byte[] file = sample.Encode();
        change(file);
        SHA256.HashData(file.AsSpan(..^SHA256.HashSizeInBytes), file.AsSpan(^SHA256.HashSizeInBytes..));
        return file;
    }

    private static string Refusal(byte[] file) => Assert.Throws<InputException>(() => Checkpoint.Decode(file, "file")).Message;
}
