using System.Text;
using WageSim.Isa;

namespace WageSim.Tests.Support;

/// <summary>Lines of assembly with defaults that suit the rig's chip: a test shows only what matters to it.</summary>
internal static class Lines
{
    public const int Load = 0, Store = 1, Vector = 2, Array0 = 3, Array1 = 4;

    public static string Sync() => Text(new Sync());

    public static string Halt() => Text(new Halt());

    /// <summary>All dimensions of a walk; those of one step need no line.</summary>
    public static string Walk(int slot, int run, int bytes = 1, int n1 = 1, long s1 = 0, int n2 = 1, long s2 = 0, int n3 = 1, long s3 = 0,
        int segments = 1, long segment = 0)
    {
        var text = new StringBuilder();
        Dimension(0, run, bytes);
        if (n1 > 1) Dimension(1, n1, s1);
        if (n2 > 1) Dimension(2, n2, s2);
        if (n3 > 1) Dimension(3, n3, s3);
        if (segments > 1) Dimension(4, segments, segment);
        return text.ToString();

        void Dimension(int dimension, int count, long stride) => text.Append(Text(new SetWalk(slot, dimension, count, stride)));
    }

    /// <summary>Lines repeated by a hardware loop.</summary>
    public static string Loop(int count, string body) => Text(new Loop(count, body.Count(c => c == '\n'))) + body;

    public static string Set(int reg, long value) => Text(new Set(reg, value));

    public static string Wait(int unit, int sem) => Text(new Wait(unit, sem));

    public static string Signal(int unit, int sem) => Text(new Signal(unit, sem));

    public static string Tokens(int sem, int count) => Text(new Tokens(sem, count));

    /// <summary>What one unit does before a command is ready for another: signal, then wait.</summary>
    public static string Token(int from, int to, int sem = 0) => Signal(from, sem) + Wait(to, sem);

    public static string LoadBlock(long dram, int from, long spad, int to) => Text(new Load(dram, from, spad, to));

    public static string StoreBlock(long spad, int from, long dram, int to) => Text(new Store(spad, from, dram, to));

    public static string Fill(long spad, int to, int value = 0) => Text(new Fill(spad, to, value));

    public static string Weights(long spad, int rows = 4, int cols = 4, int pitch = 16, int array = 0, int row = 0, int bytes = 1,
        int shift = 0, int bits = 8, int low = 0, int width = 8, bool transpose = false, bool first = true, bool last = true) =>
        Text(new Weights(array, spad, pitch, row, rows, cols, bytes, shift, bits, low, width, transpose, first, last));

    public static string Ws(long spad, int walk, long acc = 0, int cols = 4, int array = 0, int mode = 0, int which = 0, int shift = 0,
        bool swap = false) =>
        Text(new WeightStationary(array, spad, walk, which, acc, mode, shift, cols, swap));

    public static string Os(long x, int xWalk, long y, int yWalk, long acc = 0, int array = 0, int mode = 0, int xLow = 0, int xWidth = 8,
        bool xSigned = true, int yLow = 0, int yWidth = 8, bool ySigned = true) =>
        Text(new OutputStationary(array, x, xWalk, xLow, xWidth, xSigned, y, yWalk, yLow, yWidth, ySigned, acc, mode, Apart: 0));

    public static string Spill(long acc, int walk, long spad, int shift = 0, bool more = false, bool wide = false) =>
        Text(new VectorSpill(acc, walk, shift, more, wide, Masked: false, 0, spad, Track: false, 0));

    public static string Maximum(long acc, int walk, long spad, bool more = false, bool wide = false, bool masked = false) =>
        Text(new VectorMaximum(acc, walk, 0, more, wide, masked, 512, spad, 0));

    public static string Code(long acc, int walk, long spad, bool more = false, bool wide = false, int bits = 8) =>
        Text(new VectorCode(acc, walk, 0, more, wide, Masked: false, 0, spad, 0, bits));

    /// <summary>The three passes from words to errors in `to`, all on one walk.</summary>
    public static string Softmax(long words, long rows, long to, long labels, int walk = 1) =>
        Text(new VectorRowMaximum(words, walk, rows)) + Text(new VectorExponential(words, walk, rows, to, 18)) +
        Text(new VectorDivide(to, walk, rows, labels, 0));

    /// <summary>The same from 8-bit codes to errors over their numerators in `to`.</summary>
    public static string Powers(long codes, long rows, long to, long labels, int walk = 1, bool fine = true) =>
        Text(new VectorRowMaximum(codes, walk, rows, Codes: true)) + Text(new VectorPower(codes, walk, rows, to, 7, fine)) +
        Text(new VectorProbability(to, walk, rows, labels));

    public static string Vset(int scalar, long value) => Text(new VectorSet(scalar, value));

    private static string Text(Instruction instruction) => InstructionSet.Print(instruction) + "\n";
}
