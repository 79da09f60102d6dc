using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WageSim.Isa;
using WageSim.Models;

namespace WageSim.Tests.Isa;

public sealed class ProgramFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("wagesim-").FullName;

    private static readonly Program sample = new()
    {
        Instructions = [new Loop(2, 1), new Sync(), new Halt()],
        Symbols = [new("w", 0, 2, true, [3])],
        DramBytes = 6,
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Reading_a_written_program_gives_it_back()
    {
        string path = Path.Combine(folder, "p.wsp");
        for (int seed = 0; seed < 100; seed++)
        {
            var program = new RandomPrograms(seed).Program();
            ProgramFile.Write(program, path);
            Assert.True(program.SameAs(ProgramFile.Read(path)));
        }
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void The_same_program_makes_the_same_bytes()
    {
        for (int seed = 0; seed < 20; seed++)
            Assert.Equal(ProgramFile.ToBytes(new RandomPrograms(seed).Program()), ProgramFile.ToBytes(new RandomPrograms(seed).Program()));
    }

    [Fact]
    public void The_layout_is_as_documented()
    {
        byte[] bytes = ProgramFile.ToBytes(sample);
        Assert.Equal("WAGESIM\n", Encoding.UTF8.GetString(bytes, 0, 8));
        Assert.Equal(ProgramFile.Version, BitConverter.ToUInt32(bytes, 8));
        int header = (int)BitConverter.ToUInt32(bytes, 12);
        Assert.StartsWith("{\"Chip\":\"\",\"DramBytes\":6,\"Symbols\":[{\"Name\":\"w\"", Encoding.UTF8.GetString(bytes, 16, header));
        Assert.Equal(3u, BitConverter.ToUInt32(bytes, 16 + header));
        Assert.Equal(InstructionSet.Encode(new Loop(2, 1)), BinaryPrimitives.ReadUInt128LittleEndian(bytes.AsSpan(20 + header)));
        Assert.Equal(SHA256.HashData(bytes.AsSpan(0, 20 + header + 48)), bytes[^32..]);
        Assert.Equal(20 + header + 48 + 32, bytes.Length);
    }

    [Fact]
    public void A_changed_byte_anywhere_is_noticed()
    {
        byte[] bytes = ProgramFile.ToBytes(sample);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 0x20;
            Assert.StartsWith("p: ", Message(changed));
        }
        bytes[20] ^= 1;
        Assert.Equal("p: checksum mismatch: the file was changed after it was written", Message(bytes));
    }

    [Fact]
    public void A_part_of_a_file_is_refused()
    {
        byte[] bytes = ProgramFile.ToBytes(sample);
        for (int length = 0; length < 8; length++)
            Assert.Equal("p: not a program file; one starts with WAGESIM and a line feed", Message(bytes[..length]));
        for (int length = 8; length < bytes.Length; length++)
            Assert.StartsWith($"p: truncated: {length} bytes of at least ", Message(bytes[..length]));
        Assert.Equal($"p: truncated: {bytes.Length - 1} bytes of at least {bytes.Length}", Message(bytes[..^1]));
        Assert.Equal("p: 2 bytes follow the end of the program", Message([.. bytes, 0, 0]));
    }

    // In version 2 the fields of vmomentum behind its tensor number lay four bits lower.
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Another_version_is_refused(byte version)
    {
        byte[] bytes = ProgramFile.ToBytes(sample);
        bytes[8] = version;
        Assert.Equal($"p: version {version} of the program format; this build reads version 3", Message(bytes));
    }

    [Fact]
    public void A_word_that_decodes_to_nothing_is_named()
    {
        byte[] bytes = ProgramFile.ToBytes(sample);
        bytes[^(32 + 32)] = 0x7f;
        string message = Message(Sealed(bytes));
        Assert.Equal("p: instruction 1: word 0x0000000000000000000000000000007f decodes to nothing: unknown opcode 0x7f", message);
        bytes[^(32 + 32)] = 2;
        bytes[^(32 + 17)] = 0x80;
        message = Message(Sealed(bytes));
        Assert.Equal(
            "p: instruction 1: word 0x80000000000000000000000000000002 decodes to nothing: sync: reserved bits 8..127 are not zero",
            message);
    }

    [Theory]
    [InlineData("\"Chip\":\"\"", "\"Ship\":\"\"", "could not be mapped")]
    [InlineData("\"Chip\":\"\"", "\"Chip\":12", "could not be converted")]
    [InlineData("\"DramBytes\":6", "\"DramBytes\":5", "symbol 'w': bytes 0..5 are outside the 5 bytes of DRAM")]
    [InlineData("\"Address\":0", "\"Address\":1", "symbol 'w': bytes 1..6 are outside the 6 bytes of DRAM")]
    [InlineData("\"Shape\":[3]", "\"Shape\":[0]", "symbol 'w': dimension 0 is below 1")]
    [InlineData("\"Ranges\":[]", "\"Ranges\":[null]", "an entry is null")]
    [InlineData("\"Ranges\":[],", "", "missing required properties")]
    [InlineData("\"Ranges\":[]", "\"Ranges\":[{\"Start\":1,\"End\":4,\"Layer\":\"fc\",\"Phase\":\"f\"}]",
        "range 1..4 fc f: ranges are in order, not empty and within the 3 instructions")]
    [InlineData("\"Probes\":[]",
        "\"Probes\":[{\"Pc\":3,\"Tensor\":\"z\",\"Layer\":0,\"Pixel\":0,\"Channel\":0,\"PixelSteps\":[],\"ChannelSteps\":[]}]",
        "probe 'z' at 3: probes are in order and within the 3 instructions")]
    [InlineData("{", "[", "JSON")]
    public void A_wrong_header_is_refused(string old, string replacement, string why)
    {
        byte[] bytes = ProgramFile.ToBytes(sample);
        int length = (int)BitConverter.ToUInt32(bytes, 12);
        string header = Encoding.UTF8.GetString(bytes, 16, length);
        Assert.Contains(old, header);
        byte[] changed = Encoding.UTF8.GetBytes(header.Replace(old, replacement));
        string message = Message(Sealed([.. bytes[..12], .. BitConverter.GetBytes(changed.Length), .. changed, .. bytes[(16 + length)..]]));
        Assert.StartsWith("p: header: ", message);
        Assert.Contains(why, message);
        Assert.DoesNotContain('\n', message);
    }

    public static TheoryData<string, string[], CodeRange[], long, string> WrongTables => new()
    {
        { "", ["w", "w"], [], 1, "symbol 'w' is given twice" },
        { "", ["a b"], [], 1, "symbol 'a b': a name is one word without semicolon" },
        { "", [""], [], 1, "symbol '': a name is one word without semicolon" },
        { "", ["w"], [], -1, "DRAM bytes -1 are outside 0..1099511627776" },
        { "a;b", [], [], 1, "chip name 'a;b' has a semicolon, a control character or an outer space" },
        { " a", [], [], 1, "chip name ' a' has a semicolon, a control character or an outer space" },
        { "", [], [new(0, 1, "conv 0", "f")], 1, "range 0..1 conv 0 f: layer and phase are one word each, without semicolon" },
        { "", [], Ranges((0, 2), (1, 3)), 1, "range 1..3 conv0 f: ranges are in order, not empty and within the 3 instructions" },
        { "", [], Ranges((1, 1)), 1, "range 1..1 conv0 f: ranges are in order, not empty and within the 3 instructions" },
    };

    [Theory, MemberData(nameof(WrongTables))]
    public void A_program_that_could_not_be_read_again_is_not_written(
        string chip, string[] names, CodeRange[] ranges, long dram, string why)
    {
        var symbols = names.Select(name => new Symbol(name, 0, 1, true, [])).ToArray();
        var program = new Program { Instructions = sample.Instructions, Chip = chip, DramBytes = dram, Ranges = ranges, Symbols = symbols };
        Assert.Equal($"program: {why}", Assert.Throws<InputException>(() => ProgramFile.ToBytes(program)).Message);
    }

    [Fact]
    public void An_instruction_that_does_not_fit_its_word_is_not_written()
    {
        var program = new Program { Instructions = [new Halt(), new Loop(1, 65536)] };
        var error = Assert.Throws<InputException>(() => ProgramFile.ToBytes(program));
        Assert.Equal("program: instruction 1: loop: length=65536 is outside 1..65535", error.Message);
    }

    [Fact]
    public void A_huge_shape_is_refused_without_overflow()
    {
        int[] shape = [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue];
        var program = new Program { Instructions = [], DramBytes = 1 << 20, Symbols = [new("w", 0, 8, true, shape)] };
        Assert.StartsWith("program: symbol 'w': bytes 0..", Assert.Throws<InputException>(() => ProgramFile.ToBytes(program)).Message);
    }

    [Fact]
    public void A_missing_or_unreadable_file_is_named()
    {
        string missing = Path.Combine(folder, "none", "p.wsp");
        Assert.Equal($"{missing}: there is no such file", Assert.Throws<InputException>(() => ProgramFile.Read(missing)).Message);
        Assert.StartsWith($"{folder}: the file cannot be read: ", Assert.Throws<InputException>(() => ProgramFile.Read(folder)).Message);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named_and_left_as_it_was()
    {
        string nowhere = Path.Combine(folder, "none", "p.wsp"), taken = Directory.CreateDirectory(Path.Combine(folder, "taken")).FullName;
        foreach (string path in new[] { nowhere, taken })
        {
            var error = Assert.Throws<InputException>(() => ProgramFile.Write(sample, path));
            Assert.StartsWith($"{path}: the program cannot be written there: ", error.Message);
        }
        Assert.Empty(Directory.GetFiles(folder));
    }

    private static CodeRange[] Ranges(params (int Start, int End)[] ranges) =>
        [.. ranges.Select(range => new CodeRange(range.Start, range.End, "conv0", "f"))];

    private static string Message(byte[] bytes) => Assert.Throws<InputException>(() => ProgramFile.FromBytes(bytes, "p")).Message;

    /// <summary>With a checksum that fits.</summary>
    private static byte[] Sealed(byte[] bytes) => [.. bytes[..^32], .. SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32))];
}
