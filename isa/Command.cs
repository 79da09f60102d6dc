namespace WageSim.Isa;

/// <summary>An instruction as the sequencer sends it to a unit: addresses, walks and registers resolved.</summary>
/// <param name="Pc">Its place in the program.</param>
/// <param name="A">First resolved address, in the instruction's order.</param>
/// <param name="B">Second resolved address.</param>
/// <param name="C">Third resolved address, or the class or index register.</param>
/// <param name="Mode">Value of the mode register.</param>
/// <param name="W0">First walk.</param>
/// <param name="W1">Second walk.</param>
public readonly record struct Command(
    int Pc, Instruction Instruction, long A = 0, long B = 0, long C = 0, long Mode = 0, Walk? W0 = null, Walk? W1 = null)
{
    // References and numbers in turn: four numbers in a row would be copied by a loop of microcode.
    private readonly Operand first = new(W0, A), second = new(W1, B);

    private readonly record struct Operand(Walk? Walk, long Address);

    public long A { get => first.Address; init => first = first with { Address = value }; }
    public long B { get => second.Address; init => second = second with { Address = value }; }
    public Walk? W0 { get => first.Walk; init => first = first with { Walk = value }; }
    public Walk? W1 { get => second.Walk; init => second = second with { Walk = value }; }
}
