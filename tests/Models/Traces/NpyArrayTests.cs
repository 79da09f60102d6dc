using System.Text;
using WageSim.Models;
using WageSim.Models.Traces;

namespace WageSim.Tests.Models.Traces;

public sealed class NpyArrayTests
{
    [Theory]
    [InlineData("i1", -128, 127)]
    [InlineData("u1", 0, 255)]
    [InlineData("i2", -32768, 32767)]
    [InlineData("u2", 0, 65535)]
    [InlineData("i4", int.MinValue, int.MaxValue)]
    [InlineData("u4", 0, uint.MaxValue)]
    [InlineData("i8", long.MinValue, long.MaxValue)]
    public void Every_type_survives_writing_and_reading(string type, long low, long high)
    {
        foreach (int[] shape in (int[][])[[2, 3], [6], [1, 6, 1], [3, 1, 2, 1]])
        {
            var array = new NpyArray(type, shape, [low, high, 0, 1, high - 1, low + 1]);
            byte[] bytes = array.ToBytes();
            var read = NpyArray.Parse(bytes, "file");
            Assert.Equal(array.Type, read.Type);
            Assert.Equal(array.Shape, read.Shape);
            Assert.Equal(array.Values, read.Values);
            Assert.Equal(0, (bytes.Length - 6 * (type[1] - '0')) % 64);
        }
        if (low > long.MinValue) Assert.Throws<ArgumentException>(() => new NpyArray(type, [1], [low - 1]).ToBytes());
        if (high < long.MaxValue) Assert.Throws<ArgumentException>(() => new NpyArray(type, [1], [high + 1]).ToBytes());
    }

    [Fact]
    public void Scalars_and_empty_arrays_are_arrays()
    {
        var scalar = NpyArray.Parse(new NpyArray("i4", [], [-7]).ToBytes(), "file");
        Assert.Empty(scalar.Shape);
        Assert.Equal([-7], scalar.Values);
        Assert.Empty(NpyArray.Parse(new NpyArray("i4", [0, 3], []).ToBytes(), "file").Values);
    }

    [Fact]
    public void Version_2_with_its_longer_header_length_is_read()
    {
        byte[] bytes = File(2, "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }", 1, 0, 0xFE, 0xFF);
        Assert.Equal([1, -2], NpyArray.Parse(bytes, "file").Values);
    }

    [Theory]
    [InlineData("{'descr': '>i2', 'fortran_order': False, 'shape': (1,), }", "dtype '>i2'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "dtype '<f4'")]
    [InlineData("{'descr': '<u8', 'fortran_order': False, 'shape': (1,), }", "dtype '<u8'")]
    [InlineData("{'descr': '<i2', 'fortran_order': True, 'shape': (1,), }", "fortran_order")]
    [InlineData("{'descr': '<i2', 'fortran_order': False, 'shape': (3,), }", "shape (3) of i2 takes 6 bytes, 2 follow")]
    [InlineData("{'descr': '<i2', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647), }", "2 follow")]
    [InlineData("{'descr': '<i2', 'fortran_order': False, 'shape': (99999999999,), }", "shape has 99999999999")]
    [InlineData("{'descr': '<i2', 'fortran_order': False, 'shape': (-1,), }", "must give descr")]
    [InlineData("{'descr': [('a', '<i2')], 'fortran_order': False, 'shape': (1,), }", "must give descr")]
    [InlineData("", "must give descr")]
    public void A_bad_header_is_refused_by_name(string header, string named)
    {
        var e = Assert.Throws<InputException>(() => NpyArray.Parse(File(1, header, 0, 0), "trace.npz: array 'a'"));
        Assert.StartsWith("trace.npz: array 'a'", e.Message);
        Assert.Contains(named, e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Other_files_other_versions_and_cut_headers_are_refused()
    {
        byte[] good = new NpyArray("i4", [1], [5]).ToBytes();
        Assert.Contains("not a .npy", Refused([]));
        Assert.Contains("not a .npy", Refused(Encoding.ASCII.GetBytes("PK and something longer")));
        Assert.Contains("version 3", Refused([.. good[..6], 3, .. good[7..]]));
        Assert.Contains("claims", Refused(good[..40]));
        Assert.Contains("4 bytes, 3 follow", Refused(good[..^1]));
        Assert.Contains("4 bytes, 5 follow", Refused([.. good, 0]));

        static string Refused(byte[] bytes) => Assert.Throws<InputException>(() => NpyArray.Parse(bytes, "file")).Message;
    }

    private static byte[] File(byte version, string header, params byte[] data)
    {
        byte[] text = Encoding.Latin1.GetBytes(header), length = BitConverter.GetBytes(text.Length)[..(version == 1 ? 2 : 4)];
        return [0x93, .. Encoding.ASCII.GetBytes("NUMPY"), version, 0, .. length, .. text, .. data];
    }
}
