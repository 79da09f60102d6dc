using System.Security.Cryptography;
using WageSim.Isa;
using WageSim.Tests.Support;

namespace WageSim.Tests.CommandLine;

/// <summary>asm and disasm.</summary>
public sealed class AsmCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Text_to_program_to_text_and_back_loses_nothing()
    {
        string compiled = folder.File("a.wsp"), text = folder.File("a.s"), again = folder.File("b.wsp"), textAgain = folder.File("b.s");
        Cli.Good("compile", "--out", compiled);
        Assert.Equal("", Cli.Good("disasm", compiled, "--out", text).Out);
        Cli.Good("asm", text, "--out", again);
        Cli.Good("disasm", again, "--out", textAgain);
        Assert.Equal(File.ReadAllBytes(compiled), File.ReadAllBytes(again));
        Assert.Equal(File.ReadAllText(text), File.ReadAllText(textAgain));
        Assert.Equal(File.ReadAllText(text), Cli.Good("disasm", compiled).Out);
    }

    [Fact]
    public void Json_holds_what_was_assembled()
    {
        string text = Source(
            ".chip tiny\n.symbol w 16 2 signed 3,4\n.range fc0 forward\nloop count=3 length=1\nset reg=1 value=7\n.end\nhalt\n");
        string file = folder.File("p.wsp"), json = folder.File("p.json");
        Assert.Equal($"{file}: 3 instructions, 40 bytes of DRAM\n", Cli.Good("asm", text, "--out", file, "--json", json).Out);
        var root = Cli.Json(json);
        Assert.Equal((3, 40, 1, 1, "tiny"), (root.GetProperty("instructions").GetInt32(), root.GetProperty("dramBytes").GetInt32(),
            root.GetProperty("symbols").GetInt32(), root.GetProperty("ranges").GetInt32(), root.GetProperty("chip").GetString()));

        Cli.Good("disasm", file, "--json", json);
        root = Cli.Json(json);
        Assert.Equal(["loop count=3 length=1", "set reg=1 value=7", "halt"],
            root.GetProperty("instructions").EnumerateArray().Select(line => line.GetString()));
        Assert.Equal("w", root.GetProperty("symbols")[0].GetProperty("name").GetString());
        Assert.Equal("fc0", root.GetProperty("ranges")[0].GetProperty("layer").GetString());
    }

    [Theory]
    [InlineData("halt\nlop count=2 length=1\n", "2:1: unknown mnemonic 'lop'; did you mean 'loop'?")]
    [InlineData("halt\n  loop count=2 length=0\n", "2:23: length=0 is outside 1..65535")]
    [InlineData(".dram many\n", "1:7: 'many' is not a number; decimal or 0x hexadecimal is expected")]
    [InlineData(".chop tiny\n", "1:1: unknown directive '.chop'; did you mean '.chip'?")]
    public void An_error_in_the_text_has_line_and_column(string text, string message)
    {
        string source = Source(text), file = folder.File("p.wsp");
        Assert.StartsWith($"{source}:{message}", Cli.Refused("asm", source, "--out", file));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void A_missing_source_is_named()
    {
        string missing = folder.File("none.s");
        Assert.StartsWith($"{missing}: ", Cli.Refused("asm", missing, "--out", folder.File("p.wsp")));
        Assert.StartsWith($"{folder.Path}: ", Cli.Refused("asm", folder.Path, "--out", folder.File("p.wsp")));
    }

    [Fact]
    public void A_file_that_is_read_is_not_overwritten()
    {
        string text = Source("halt\n"), file = folder.File("p.wsp");
        Cli.Good("asm", text, "--out", file);
        byte[] program = File.ReadAllBytes(file);
        Assert.Equal($"{text}: is given for two files of the command", Cli.Refused("asm", text, "--out", text));
        Assert.Equal($"{text}: is given for two files of the command", Cli.Refused("asm", text, "--out", file, "--json", text));
        Assert.Equal($"{file}: is given for two files of the command", Cli.Refused("disasm", file, "--out", file));
        Assert.Equal($"{file}: is given for two files of the command", Cli.Refused("run", file, "--chip", "tiny", "--json", file));
        Assert.Equal($"{file}: is given for two files of the command", Cli.Refused("compile", "--out", file, "--json", file));
        Assert.Equal("halt\n", File.ReadAllText(text));
        Assert.Equal(program, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_program_file_that_is_not_whole_is_refused()
    {
        string file = folder.File("p.wsp");
        Cli.Good("asm", Source("sync\nhalt\n"), "--out", file);
        byte[] bytes = File.ReadAllBytes(file);

        File.WriteAllBytes(file, bytes[..^5]);
        Assert.Equal($"{file}: truncated: {bytes.Length - 5} bytes of at least {bytes.Length}", Cli.Refused("disasm", file));
        File.WriteAllBytes(file, [.. bytes[..^40], (byte)(bytes[^40] ^ 1), .. bytes[^39..]]);
        Assert.Equal($"{file}: checksum mismatch: the file was changed after it was written", Cli.Refused("run", file));
        File.WriteAllText(file, "halt\n");
        Assert.Equal($"{file}: not a program file; one starts with WAGESIM and a line feed", Cli.Refused("disasm", file));
        File.WriteAllBytes(file, []);
        Assert.Equal($"{file}: not a program file; one starts with WAGESIM and a line feed", Cli.Refused("run", file));

        bytes[^(32 + 32)] = 0x7f;
        File.WriteAllBytes(file, [.. bytes[..^32], .. SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32))]);
        Assert.Equal($"{file}: instruction 0: word 0x0000000000000000000000000000007f decodes to nothing: unknown opcode 0x7f",
            Cli.Refused("disasm", file));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        string source = Source("halt\n"), file = folder.File("p.wsp"), nowhere = folder.File("none/x");
        string message = $"{nowhere}: the folder {folder.File("none")} does not exist";
        Assert.Equal(message, Cli.Refused("asm", source, "--out", nowhere));
        Assert.Equal(message, Cli.Refused("asm", source, "--out", file, "--json", nowhere));
        Cli.Good("asm", source, "--out", file);
        Assert.Equal(message, Cli.Refused("disasm", file, "--out", nowhere));
        Assert.Equal([new Halt()], ProgramFile.Read(file).Instructions);
    }

    private string Source(string text)
    {
        string path = folder.File("source.s");
        File.WriteAllText(path, text);
        return path;
    }
}
