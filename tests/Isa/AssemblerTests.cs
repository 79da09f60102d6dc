using WageSim.Isa;
using WageSim.Models;

namespace WageSim.Tests.Isa;

public sealed class AssemblerTests
{
    [Fact]
    public void Assembling_a_disassembled_program_gives_it_back()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var program = new RandomPrograms(seed).Program();
            Assert.True(program.SameAs(Assembler.Assemble(Disassembler.Print(program), "p.s")));
        }
    }

    [Fact]
    public void A_program_is_written_as_a_reader_expects_it()
    {
        var program = new Program
        {
            Instructions = [new Loop(3, 2), new Loop(2, 1), new Fill(new(3, 64), 1, 0), new Set(1, -5), new Halt()],
            Symbols = [new("w0", 256, 2, true, [3, 4]), new("x", 0, 1, false, [])],
            Ranges = [new(0, 3, "conv0", "forward"), new(3, 4, "conv0", "backward")],
            Probes = [new(2, "z", 1, 2, 3, [4, -5], [])],
            Chip = "edge",
            DramBytes = 4096,
        };
        string text = """
            .chip edge
            .dram 4096
            .symbol w0 256 2 signed 3,4
            .symbol x 0 1 unsigned -
            .range conv0 forward
              loop count=3 length=2  ; 0
                loop count=2 length=1  ; 1
                  .probe z 1 2 3 4,-5 -
                  fill spad=r3+64 to=1 value=0  ; 2
            .range conv0 backward
              set reg=1 value=-5  ; 3
            .end
              halt  ; 4

            """;
        Assert.Equal(text, Disassembler.Print(program));
        Assert.True(program.SameAs(Assembler.Assemble(text, "p.s")));
    }

    [Fact]
    public void Order_case_of_numbers_comments_and_blank_lines_are_free()
    {
        string text = "; a comment\r\n\r\n\t fill value=0xFf\tto=0x2 spad=r0x3+0x400;close\r\nset value=-0x10 reg=1";
        var program = Assembler.Assemble(text, "p.s");
        Assert.Equal([new Fill(new(3, 1024), 2, 255), new Set(1, -16)], program.Instructions);
    }

    [Fact]
    public void An_address_register_may_be_left_out() =>
        Assert.Equal(new Fill(1024, 0, 0), Assert.Single(Assembler.Assemble("fill spad=1024 to=0 value=0", "p.s").Instructions));

    [Fact]
    public void Without_a_size_DRAM_ends_with_the_last_tensor() =>
        Assert.Equal(118, Assembler.Assemble(".symbol a 100 2 signed 3,3\n.symbol b 0 1 unsigned -\n", "p.s").DramBytes);

    [Fact]
    public void A_chip_name_may_have_spaces() =>
        Assert.Equal("my  chip 2", Assembler.Assemble(".chip  my  chip 2 ; the small one", "p.s").Chip);

    [Theory]
    [InlineData("halt\n  wss array=0", "2:3: unknown mnemonic 'wss'; did you mean 'ws'?")]
    [InlineData("LOAD", "1:1: unknown mnemonic 'LOAD'; did you mean 'load'?")]
    [InlineData("multiply", "1:1: unknown mnemonic 'multiply'")]
    [InlineData("loop count=1 lenght=1", "1:14: loop has no field 'lenght'; did you mean 'length'?")]
    [InlineData("loop count=1 7", "1:14: '7' is not field=value")]
    [InlineData("loop =1", "1:6: '=1' is not field=value")]
    [InlineData("loop count=1 count=2", "1:14: loop: field 'count' is given twice")]
    [InlineData(" loop count=1", "1:2: loop: field 'length' is missing; its fields are count length")]
    [InlineData("loop count=0 length=1", "1:12: count=0 is outside 1..16777215")]
    [InlineData("loop count=99999999999999999999999 length=1", "1:12: count=99999999999999999999999 is outside 1..16777215")]
    [InlineData("loop count=ten length=1", "1:12: count='ten' is not a number; decimal or 0x hexadecimal is expected")]
    [InlineData("loop count= length=1", "1:12: count='' is not a number; decimal or 0x hexadecimal is expected")]
    [InlineData("loop count=0x length=1", "1:12: count='0x' is not a number; decimal or 0x hexadecimal is expected")]
    [InlineData("loop count=+1 length=1", "1:12: count='+1' is not a number; decimal or 0x hexadecimal is expected")]
    [InlineData("set reg=1 value=-140737488355329", "1:17: value=-140737488355329 is outside -140737488355328..140737488355327")]
    [InlineData("fill spad=r32+0 to=0 value=0", "1:12: spad: register 32 is outside 0..31")]
    [InlineData("fill spad=r1+16777216 to=0 value=0", "1:14: spad=16777216 is outside 0..16777215")]
    [InlineData("fill spad=-1 to=0 value=0", "1:11: spad=-1 is outside 0..16777215")]
    [InlineData("fill spad=r1 to=0 value=0",
        "1:11: spad: 'r1' is not an address; one is a number such as 1024 or a register+number such as r3+1024")]
    [InlineData("set reg=r1+1 value=0", "1:9: reg='r1+1' is not a number; decimal or 0x hexadecimal is expected")]
    [InlineData("ws array=0 spad=0 walk=0 byte=0 acc=0 mode=0 shift=0 cols=1 swap=2", "1:66: swap=2 is outside 0..1")]
    [InlineData(".symbl w 0 1 signed 3", "1:1: unknown directive '.symbl'; did you mean '.symbol'?")]
    [InlineData(".symbol w 0 1 signed", "1:1: .symbol takes NAME ADDRESS ELEMENTBYTES signed|unsigned SHAPE; 4 words are given")]
    [InlineData(".symbol w 0 1 maybe 3", "1:15: 'maybe' is neither signed nor unsigned")]
    [InlineData(".symbol w 0 9 signed 3", "1:13: 9 is outside 1..8")]
    [InlineData(".symbol w 0 3 signed 3", "1:9: symbol 'w': 3 bytes an element; 1, 2, 4 or 8 are allowed")]
    [InlineData(".symbol w -1 1 signed 3", "1:11: -1 is outside 0..1099511627776")]
    [InlineData(".symbol w 0 1 signed 3,x", "1:24: 'x' is not a number; decimal or 0x hexadecimal is expected")]
    [InlineData(".symbol w 0 1 signed 3,", "1:24: '' is not a number; decimal or 0x hexadecimal is expected")]
    [InlineData(".symbol w 0 1 signed 0", "1:22: 0 is outside 1..2147483647")]
    [InlineData(".symbol w 0 1 signed 3\n.symbol w 8 1 signed 3", "2:9: symbol 'w' is given twice")]
    [InlineData(".chip", "1:1: .chip takes NAME; 0 words are given")]
    [InlineData(".chip a\n.chip b", "2:1: .chip is given twice")]
    [InlineData(".dram 1\n.dram 1", "2:1: .dram is given twice")]
    [InlineData(".dram x", "1:7: 'x' is not a number; decimal or 0x hexadecimal is expected")]
    [InlineData(".range fc", "1:1: .range takes LAYER PHASE; 1 word is given")]
    [InlineData(".range fc forward\n.end", "1:1: range fc forward has no instructions")]
    [InlineData("halt\n.range fc forward", "2:1: range fc forward has no instructions")]
    [InlineData(".end", "1:1: .end without a .range before it")]
    [InlineData(".range a b\nhalt\n.end now", "3:1: .end takes nothing; 1 word is given")]
    [InlineData("halt\n.probe z 0 0 0 - -", "2:1: no instruction follows the .probe")]
    [InlineData(".probe z 0 0 x - -", "1:14: 'x' is not a number; decimal or 0x hexadecimal is expected")]
    [InlineData(".probe z 0 0 0 1,2, -", "1:20: '' is not a number; decimal or 0x hexadecimal is expected")]
    public void A_mistake_is_named_with_its_place(string text, string message) =>
        Assert.Equal($"p.s:{message}", Assert.Throws<InputException>(() => Assembler.Assemble(text, "p.s")).Message);

    [Fact]
    public void A_tensor_outside_the_given_DRAM_is_named()
    {
        var error = Assert.Throws<InputException>(() => Assembler.Assemble(".dram 8\n.symbol w 4 1 signed 5", "p.s"));
        Assert.Equal("p.s: symbol 'w': bytes 4..8 are outside the 8 bytes of DRAM", error.Message);
    }

    [Fact]
    public void A_file_is_assembled_or_named()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "halt\n");
            Assert.Equal(new Halt(), Assert.Single(Assembler.Read(path).Instructions));
            File.WriteAllText(path, "halted\n");
            var error = Assert.Throws<InputException>(() => Assembler.Read(path));
            Assert.Equal($"{path}:1:1: unknown mnemonic 'halted'; did you mean 'halt'?", error.Message);
        }
        finally
        {
            File.Delete(path);
        }
        Assert.StartsWith($"{path}: the file cannot be read: ", Assert.Throws<InputException>(() => Assembler.Read(path)).Message);
    }
}
