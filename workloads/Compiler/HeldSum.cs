namespace WageSim.Workloads.Compiler;

/// <summary>How a program holds a layer's sums of one phase.</summary>
/// <param name="Turns">Times that the accumulators are emptied into wide words for one sum; 1 if they hold all of its terms.</param>
public sealed record HeldSum(SumBound Bound, SumForm Form, int Turns)
{
    /// <summary>In words: one accumulator; bytes apart; in 3 turns; bytes apart, in 3 turns.</summary>
    public string Text
    {
        get
        {
            string turns = Turns > 1 ? $"in {Turns} turns" : "";
            if (Form.Parts == 1) return Turns > 1 ? turns : "one accumulator";
            string apart = Form.Parts == 2 ? "bytes apart" : "bytes of both apart";
            return Turns > 1 ? $"{apart}, {turns}" : apart;
        }
    }
}
