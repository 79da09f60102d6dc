using System.Text;
using WageSim.Models.Files;

namespace WageSim.Tests.Models.Files;

public sealed class Crc32Tests
{
    // The first is the check value of the standard; the others were computed with zlib.
    [Theory]
    [InlineData("123456789", 0xcbf43926)]
    [InlineData("", 0)]
    [InlineData("IEND", 0xae426082)]
    public void The_checksum_is_that_of_zip_and_PNG(string text, uint checksum) =>
        Assert.Equal(checksum, Crc32.Of(Encoding.ASCII.GetBytes(text)));
}
