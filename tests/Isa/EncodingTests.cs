using System.Buffers.Binary;
using WageSim.Isa;
using WageSim.Models;

namespace WageSim.Tests.Isa;

public sealed class EncodingTests
{
    public static TheoryData<Type> Records => [.. RandomPrograms.Records];

    [Theory, MemberData(nameof(Records))]
    public void Decoding_an_encoded_instruction_gives_it_back(Type record)
    {
        var random = new RandomPrograms(seed: 1);
        for (int i = 0; i < 500; i++)
        {
            var instruction = random.Instruction(record);
            Assert.Equal(instruction, InstructionSet.Decode(InstructionSet.Encode(instruction)));
        }
    }

    [Theory, MemberData(nameof(Records))]
    public void Parsing_a_printed_instruction_gives_it_back(Type record)
    {
        var random = new RandomPrograms(seed: 2);
        for (int i = 0; i < 500; i++)
        {
            var instruction = random.Instruction(record);
            Assert.Equal(instruction, InstructionSet.Parse(InstructionSet.Print(instruction)));
        }
    }

    [Theory, MemberData(nameof(Records))]
    public void Every_bit_of_a_field_changes_the_word(Type record)
    {
        var def = InstructionSet.Current.Find(record)!;
        var word = InstructionSet.Encode(new RandomPrograms(seed: 3).Instruction(record));
        for (int bit = InstructionDef.OpcodeBits; bit < def.UsedBits; bit++)
        {
            var flipped = word ^ (UInt128.One << bit);
            if (def.Fault(flipped) is null) Assert.NotEqual(InstructionSet.Decode(word), InstructionSet.Decode(flipped));
            else Assert.Contains("outside", def.Fault(flipped)!);
        }
    }

    [Fact]
    public void A_word_decodes_to_one_instruction_at_most_and_that_encodes_to_it()
    {
        var random = new Random(4);
        byte[] bytes = new byte[16];
        int decoded = 0;
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            // Random opcodes and high bits would hardly ever be a legal word.
            var def = InstructionSet.All[random.Next(InstructionSet.All.Count)];
            var word = BinaryPrimitives.ReadUInt128LittleEndian(bytes) << random.Next(0, 9) * 8;
            if (def.UsedBits < InstructionDef.WordBits) word &= (UInt128.One << (def.UsedBits + random.Next(2))) - 1;
            word = (word >> 8 << 8) | def.Code;
            var takers = InstructionSet.All.Where(row => row.Fault(word) is null).ToArray();
            Assert.True(takers.Length <= 1);
            if (takers.Length == 0) continue;
            decoded++;
            Assert.Equal(word, InstructionSet.Encode(InstructionSet.Decode(word)));
        }
        Assert.InRange(decoded, 5_000, 20_000);
    }

    [Fact]
    public void Words_worked_out_by_hand()
    {
        // opcode 3, count in bits 8-31, length in 32-47
        Assert.Equal((UInt128)0x0002_000003_03, InstructionSet.Encode(new Loop(3, 2)));
        // opcode 4, register in bits 8-12, value in 13-60: 2^48 - 1 is -1
        Assert.Equal((UInt128)((((1UL << 48) - 1) << 13) | (31 << 8) | 4), InstructionSet.Encode(new Set(31, -1)));
        // opcode 0x11; register in bits 8-12, offset in 13-36; walk in 37-41; value in 42-49
        ulong fill = (3UL << 8) | (1024UL << 13) | (2UL << 37) | (0xffUL << 42) | 0x11;
        Assert.Equal((UInt128)fill, InstructionSet.Encode(new Fill(new(3, 1024), 2, 255)));
        Assert.Equal((UInt128)1, InstructionSet.Encode(new Halt()));
        Assert.Equal("fill spad=r3+1024 to=2 value=255", InstructionSet.Print(new Fill(new(3, 1024), 2, 255)));
        Assert.Equal("set reg=31 value=-1", InstructionSet.Print(new Set(31, -1)));
        Assert.Equal("halt", InstructionSet.Print(new Halt()));
    }

    [Fact]
    public void A_reserved_bit_is_refused()
    {
        foreach (var def in InstructionSet.All.Where(def => def.UsedBits < InstructionDef.WordBits))
        {
            var word = InstructionSet.Encode(new RandomPrograms(seed: 5).Instruction(def.Type));
            foreach (int bit in new[] { def.UsedBits, InstructionDef.WordBits - 1 })
            {
                string message = $"{def.Mnemonic}: reserved bits {def.UsedBits}..127 are not zero";
                Refused(message, () => InstructionSet.Decode(word | (UInt128.One << bit)));
            }
        }
    }

    [Fact]
    public void An_unknown_opcode_is_refused() => Refused("unknown opcode 0x7f", () => InstructionSet.Decode(0x7f));

    [Fact]
    public void A_field_below_its_minimum_is_refused() =>
        Refused("loop: count=0 is outside 1..16777215", () => InstructionSet.Decode((1UL << 32) | 3));

    [Fact]
    public void A_value_that_does_not_fit_its_field_is_refused()
    {
        Refused("loop: length=65536 is outside 1..65535", () => InstructionSet.Encode(new Loop(1, 65536)));
        Refused("loop: count=-1 is outside 1..16777215", () => InstructionSet.Encode(new Loop(-1, 1)));
        const string setRange = "-140737488355328..140737488355327";
        Refused($"set: value=140737488355328 is outside {setRange}", () => InstructionSet.Encode(new Set(1, 1L << 47)));
        Refused("fill: spad=16777216: its offset is outside 0..16777215", () => InstructionSet.Encode(new Fill(1 << 24, 0, 0)));
        Refused("fill: spad=r2+-1: its offset is outside 0..16777215", () => InstructionSet.Encode(new Fill(new(2, -1), 0, 0)));
        Refused("fill: spad=r32+0: register 32 is outside 0..31", () => InstructionSet.Encode(new Fill(new(32, 0), 0, 0)));
    }

    [Fact]
    public void Limits_fit()
    {
        Instruction[] extremes = [new Set(0, -1L << 47), new Set(31, (1L << 47) - 1), new Fill(new(31, (1 << 24) - 1), 31, 255)];
        foreach (var extreme in extremes) Assert.Equal(extreme, InstructionSet.Decode(InstructionSet.Encode(extreme)));
    }

    private static void Refused(string message, Func<object> action) =>
        Assert.Equal(message, Assert.Throws<InputException>(action).Message);
}
