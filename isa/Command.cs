namespace WageSim.Isa;

/// <summary>An instruction as the sequencer sends it to a unit: addresses, walks and registers resolved.</summary>
/// <param name="pc">Its place in the program.</param>
/// <param name="a">First resolved address, in the instruction's order.</param>
/// <param name="b">Second resolved address.</param>
/// <param name="c">Third resolved address, or the class or index register.</param>
/// <param name="mode">Value of the mode register.</param>
/// <param name="w0">First walk.</param>
/// <param name="w1">Second walk.</param>
public readonly struct Command(
    int pc, Instruction instruction, long a = 0, long b = 0, long c = 0, long mode = 0, Walk? w0 = null, Walk? w1 = null)
{
    // References and numbers in turn: four numbers in a row would be copied by a loop of microcode.
    private readonly Operand first = new(w0, a), second = new(w1, b);

    private readonly record struct Operand(Walk? Walk, long Address);

    public int Pc => pc;
    public Instruction Instruction => instruction;
    public long A => first.Address;
    public long B => second.Address;
    public long C => c;
    public long Mode => mode;
    public Walk? W0 => first.Walk;
    public Walk? W1 => second.Walk;
}
