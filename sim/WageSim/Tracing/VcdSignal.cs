using System.Text;

namespace WageSim.Tracing;

/// <summary>A variable of a VCD file: a text of a few, or a number of some bits; -1 is high impedance: nothing.</summary>
internal sealed class VcdSignal
{
    private readonly int bits;
    private readonly byte[][] texts;
    private readonly byte[] end;

    private VcdSignal(int index, string name, int bits, IEnumerable<string> texts)
    {
        (Name, this.bits) = (name, bits);
        this.texts = [.. texts.Select(Encoding.ASCII.GetBytes)];
        Code = CodeOf(index);
        end = Encoding.ASCII.GetBytes($"{(bits == 1 ? "" : " ")}{Code}\n");
    }

    public static VcdSignal Number(int index, string name, int bits) => new(index, name, bits, []);

    public static VcdSignal Text(int index, string name, IEnumerable<string> texts) => new(index, name, 0, texts);

    public string Name { get; }

    /// <summary>How changes name it.</summary>
    public string Code { get; }

    /// <summary>Its value, when all changes so far are made.</summary>
    public long Value { get; set; }

    /// <summary>Its value in the file.</summary>
    public long Written { get; set; }

    /// <summary>The value that it falls back to at the end of a stretch.</summary>
    public const long Rest = 0;

    /// <summary>The value and the end of the last stretch that was told.</summary>
    public (long Value, long To) Last { get; set; }

    public string Declaration => texts.Length > 0 ? $"$var string 1 {Code} {Name} $end" : $"$var wire {bits} {Code} {Name} $end";

    /// <summary>A change to a value.</summary>
    public void Print(long value, TraceText to)
    {
        if (texts.Length > 0) to.Add("s"u8).Add(texts[value]);
        else if (bits == 1) to.Add(value == 0 ? "0"u8 : "1"u8);
        else if (value < 0) to.Add("bz"u8);
        else PrintBits(value, to);
        to.Add(end);
    }

    private static void PrintBits(long value, TraceText to)
    {
        Span<byte> digits = stackalloc byte[65];
        int at = digits.Length;
        do
        {
            digits[--at] = (byte)('0' + (value & 1));
            value >>= 1;
        }
        while (value != 0);
        digits[--at] = (byte)'b';
        to.Add(digits[at..]);
    }

    // Printable characters, the shortest codes first.
    private static string CodeOf(int index)
    {
        const int First = 33, Letters = 94;
        string code = "";
        for (int rest = index + 1; rest > 0; rest = (rest - 1) / Letters) code += (char)(First + (rest - 1) % Letters);
        return code;
    }
}
