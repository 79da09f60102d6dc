using WageSim.Models.Hardware;

namespace WageSim.Isa;

/// <summary>Interpreter.Check for commands that come again and again: addresses between two proven ones need no look.</summary>
/// <remarks>A command's places depend on one of its addresses each, and on its walks: inside is an interval of each address.</remarks>
public sealed class ProvenBounds(Program program, Chip chip, long dramBytes)
{
    private readonly Proof[] proofs = new Proof[program.Instructions.Count];

    /// <summary>Throws where the command touches a place that its memory does not have, or an array that the chip does not have.</summary>
    public void Check(in Command c)
    {
        ref var proof = ref proofs[c.Pc];
        if (proof.Covers(c)) return;
        Interpreter.Check(program, c, chip, dramBytes);
        proof.Extend(c);
    }

    /// <summary>What is known of one instruction with its last walks.</summary>
    private struct Proof
    {
        private bool any;
        private Walk? w0, w1;
        private Interval a, b, c;

        public readonly bool Covers(in Command command) =>
            any && ReferenceEquals(w0, command.W0) && ReferenceEquals(w1, command.W1)
            && a.Has(command.A) && b.Has(command.B) && c.Has(command.C);

        public void Extend(in Command command)
        {
            bool same = any && ReferenceEquals(w0, command.W0) && ReferenceEquals(w1, command.W1);
            (any, w0, w1) = (true, command.W0, command.W1);
            a = same ? a.With(command.A) : new(command.A, command.A);
            b = same ? b.With(command.B) : new(command.B, command.B);
            c = same ? c.With(command.C) : new(command.C, command.C);
        }
    }

    private readonly record struct Interval(long Low, long High)
    {
        public bool Has(long address) => address >= Low && address <= High;
        public Interval With(long address) => new(Math.Min(Low, address), Math.Max(High, address));
    }
}
