using WageSim.Reports;

namespace WageSim.Runs;

/// <summary>How far a run is: with the weights, all that its steps and test passes change. What a checkpoint holds.</summary>
public sealed class TrainingProgress
{
    /// <summary>The epoch that is under way, from 0.</summary>
    public int Epoch { get; set; }

    /// <summary>Training steps of that epoch so far.</summary>
    public int Step { get; set; }

    /// <summary>Losses of those steps, summed in their order.</summary>
    public double Loss { get; set; }

    /// <summary>Images of those steps whose first largest output was not their class.</summary>
    public long TrainErrors { get; set; }

    /// <summary>Test images of that epoch so far.</summary>
    public int Tested { get; set; }

    /// <summary>Those classified wrongly, by both rules for ties.</summary>
    public Classification TestErrors { get; set; }

    /// <summary>Epochs that are complete.</summary>
    public IList<EpochResult> Epochs { get; init; } = [];

    /// <summary>Steps that were compared with the golden model, with their tensors and values.</summary>
    public IList<CheckedStep> Checked { get; init; } = [];
    public int TensorsChecked { get; set; }
    public long ValuesChecked { get; set; }

    /// <summary>Products with a zero operand of counted steps, those of the epoch under way alone, and of test passes.</summary>
    public ZeroTally Zeros { get; init; } = new();
    public ZeroTally EpochZeros { get; set; } = new();
    public ZeroTally TestZeros { get; init; } = new();

    /// <summary>Clock edges of the arrays PE by PE, and host time in them.</summary>
    public long GridCycles { get; set; }
    public double GridSeconds { get; set; }

    /// <summary>Processes that the run took so far, and their time.</summary>
    public int Starts { get; set; } = 1;
    public double HostSeconds { get; set; }

    /// <summary>The next epoch begins.</summary>
    public void NextEpoch()
    {
        Epoch++;
        (Step, Loss, TrainErrors, Tested, TestErrors, EpochZeros) = (0, 0, 0, 0, default, new());
    }
}
