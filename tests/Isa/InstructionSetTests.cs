using WageSim.Isa;

namespace WageSim.Tests.Isa;

public sealed class InstructionSetTests
{
    [Fact]
    public void Every_record_is_a_row_in_opcode_order()
    {
        Assert.Equal(RandomPrograms.Records.ToHashSet(), InstructionSet.All.Select(row => row.Type).ToHashSet());
        Assert.Equal(InstructionSet.All.Select(row => row.Code).Order(), InstructionSet.All.Select(row => row.Code));
    }

    [Fact]
    public void Rows_are_found_by_opcode_mnemonic_and_record()
    {
        foreach (var row in InstructionSet.All)
        {
            Assert.Same(row, InstructionSet.Current.Find(row.Code));
            Assert.Same(row, InstructionSet.Current.Find(row.Mnemonic));
            Assert.Same(row, InstructionSet.Current.Find(row.Type));
        }
        Assert.Null(InstructionSet.Current.Find(0x7f));
        Assert.Null(InstructionSet.Current.Find("nop"));
        Assert.Null(InstructionSet.Current.Find(typeof(string)));
    }

    [Fact]
    public void Instructions_know_their_units()
    {
        Assert.Equal(UnitKind.Sequencer, InstructionSet.UnitOf(new Halt()));
        Assert.Equal(UnitKind.Any, InstructionSet.UnitOf(new Wait(0, 0)));
        Assert.Equal(UnitKind.Vector, InstructionSet.UnitOf(new VectorSet(0, 0)));
    }

    [Fact]
    public void Fields_lie_side_by_side_in_the_word()
    {
        foreach (var row in InstructionSet.All)
        {
            int bit = InstructionDef.OpcodeBits;
            foreach (var field in row.Fields)
            {
                Assert.Equal(bit, field.Offset);
                bit += field.Width;
            }
            Assert.Equal(bit, row.UsedBits);
        }
    }

    [Fact]
    public void A_field_says_what_its_attribute_says()
    {
        var fields = InstructionSet.Current.Find("walk")!.Fields;
        Assert.Equal(["slot", "dim", "count", "stride"], fields.Select(field => field.Name));
        var (count, stride) = (fields[2], fields[3]);
        Assert.Equal((16, 24, FieldKind.Int, false), (count.Offset, count.Width, count.Kind, count.Signed));
        Assert.Equal((1, (1 << 24) - 1), (count.Min, count.Max));
        Assert.Equal((40, 40, FieldKind.Long, true), (stride.Offset, stride.Width, stride.Kind, stride.Signed));
        Assert.Equal((-1L << 39, (1L << 39) - 1), (stride.Min, stride.Max));
        Assert.Equal("bytes a step", stride.Meaning);
        var address = InstructionSet.Current.Find("load")!.Fields[0];
        Assert.Equal((8, 45, 40, FieldKind.Address), (address.Offset, address.Width, address.NumberBits, address.Kind));
    }

    [Theory]
    [InlineData("opcode 0x01 is both halt and stop", typeof(Halt), typeof(SameCode))]
    [InlineData("mnemonic halt is both 0x01 and 0x70", typeof(Halt), typeof(SameMnemonic))]
    [InlineData("TooLong: its fields end at bit 134, beyond the word's 128", typeof(TooLong))]
    [InlineData("Bare.Value needs Bits, and nothing else", typeof(Bare))]
    [InlineData("Plain.Value needs At, and nothing else", typeof(Plain))]
    [InlineData("Text.Value is of type String; int, long, bool and Address are allowed", typeof(Text))]
    [InlineData("WideInt.Value has 32 bits; 1..31 are allowed", typeof(WideInt))]
    [InlineData("WideFlag.Value has 2 bits; 1..1 are allowed", typeof(WideFlag))]
    [InlineData("String has no Opcode attribute", typeof(string))]
    public void A_wrong_declaration_is_refused(string message, params Type[] records) =>
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => new InstructionSet(records)).Message);

    [Opcode(0x01, UnitKind.Any, "stop", "")] private sealed record SameCode;
    [Opcode(0x70, UnitKind.Any, "halt", "")] private sealed record SameMnemonic;
    [Opcode(0x70, UnitKind.Any, "x", "")] private sealed record TooLong([Bits(63, "")] long A, [Bits(63, "")] long B);
    [Opcode(0x70, UnitKind.Any, "x", "")] private sealed record Bare(int Value);
    [Opcode(0x70, UnitKind.Any, "x", "")] private sealed record Plain([Bits(20, "")] Address Value);
    [Opcode(0x70, UnitKind.Any, "x", "")] private sealed record Text([Bits(20, "")] string Value);
    [Opcode(0x70, UnitKind.Any, "x", "")] private sealed record WideInt([Bits(32, "")] int Value);
    [Opcode(0x70, UnitKind.Any, "x", "")] private sealed record WideFlag([Bits(2, "")] bool Value);
}
