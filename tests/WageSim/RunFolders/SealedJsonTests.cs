using System.Text.Encodings.Web;
using WageSim.Models;
using WageSim.RunFolders;

namespace WageSim.Tests.RunFolders;

public sealed class SealedJsonTests
{
    private static readonly byte[] sample = SealedJson.Seal(new { Name = "é\"\n", Numbers = new[] { 1, 2 }, Inner = new { } });

    [Fact]
    public void An_object_comes_back_without_its_seal() =>
        Assert.Equal("""{"name":"é\"\n","numbers":[1,2],"inner":{}}""",
            SealedJson.Open(sample, "file").ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    [Fact]
    public void Any_bit_that_changes_and_any_other_length_is_noticed()
    {
        byte[] file = [.. sample];
        for (int i = 0; i < 8 * file.Length; i++)
        {
            file[i / 8] ^= (byte)(1 << i % 8);
            Refused(file);
            file[i / 8] ^= (byte)(1 << i % 8);
        }
        for (int length = 0; length < file.Length; length++) Refused(file[..length]);
        Refused([.. file, (byte)'\n']);

        static void Refused(byte[] bytes) =>
            Assert.Equal("file: is damaged or was changed: its checksum does not fit",
                Assert.Throws<InputException>(() => SealedJson.Open(bytes, "file")).Message);
    }
}
