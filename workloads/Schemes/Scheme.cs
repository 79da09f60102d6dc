using WageSim.Models;
using WageSim.Models.Golden;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Models.Traces;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;

namespace WageSim.Workloads.Schemes;

/// <summary>A published way to train in integers: all that the rest of the simulator does not know of it by itself.</summary>
/// <remarks>Parameters that a method takes are the scheme's own; parameters of another scheme are a fault of the program.</remarks>
public abstract class Scheme
{
    /// <summary>How options and files spell it.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, in a line.</summary>
    public abstract string Description { get; }

    /// <summary>What the rate of a step is, such as "learning rate".</summary>
    public abstract string RateName { get; }

    /// <summary>
    /// The constants of training a network; throws where an option is not the scheme's, or it does not know a layer or the loss.
    /// </summary>
    public abstract SchemeParameters Parameters(Network network, SchemeOptions options);

    /// <summary>Whether it knows a network's layers and loss.</summary>
    public bool Trains(Network network)
    {
        try
        {
            Parameters(network, new());
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <summary>How a set's pixels become the codes that the first layer reads.</summary>
    public abstract PixelCodes InputCodes(DataSet data);

    /// <summary>What training starts from: arrays in the order of <see cref="SchemeParameters.State"/>.</summary>
    public abstract int[][] StartState(SchemeParameters parameters, uint seed);

    /// <summary>All that is random in a step, as the machine draws it.</summary>
    public abstract StepDraws Draws(SchemeParameters parameters, uint seed, uint step, int batch);

    /// <summary>Training in software, tensor by tensor.</summary>
    public abstract IGoldenTrainer Golden(SchemeParameters parameters);

    /// <summary>The schedule of rates that is asked for, or else that of the built-in digits or of larger images.</summary>
    public abstract RateSchedule Rates(SchemeOptions options, bool digits);

    /// <summary>The network of the built-in digits where none is asked for.</summary>
    public abstract string DigitsNetwork { get; }

    /// <summary>Published experiments.</summary>
    public abstract IReadOnlyList<Preset> Presets { get; }

    /// <summary>Loss and wrong images of a batch, for people to see: nothing is computed from it.</summary>
    /// <param name="output">What the last layer left, images × classes.</param>
    /// <param name="exponent">Its exponent, where the scheme has one.</param>
    public abstract (double Loss, int Errors) Loss(SchemeParameters parameters, long[] output, int exponent, int[] labels);

    /// <summary>Reads a trace folder and checks all of it.</summary>
    public abstract ITrainingTrace Trace(string folder);

    internal abstract Lowering Lowering { get; }

    /// <summary>Whether a training step saves tensors of batch normalisations.</summary>
    public virtual bool HasNormalisations => false;

    /// <summary>What is kept of batch normalisations, spilled where nothing is asked for; throws where the scheme has none.</summary>
    public SavedTensors Saved(SavedTensors? asked)
    {
        if (asked is { } saved && !HasNormalisations)
            throw new InputException($"--saved: '{saved.ToString().ToLowerInvariant()}': scheme {Name} does not have this option");
        return asked ?? SavedTensors.Spill;
    }

    /// <summary>How error tensors are made; throws where the scheme's errors are never made twice, and that is asked for.</summary>
    public ErrorPass Pass(ErrorPass asked)
    {
        if (asked == ErrorPass.Recompute && HasNormalisations)
            throw new InputException($"--error-pass: 'recompute': scheme {Name} does not have this option; its own is --saved");
        return asked;
    }

    /// <summary>Throws where a scheme of chains is asked for a residual network.</summary>
    private protected void CheckIsChain(Network network)
    {
        if (network.Residual is not null)
            throw new InputException($"network '{network}': scheme {Name} trains chains of layers; residual blocks and GAP are for " +
                $"{WageubnParameters.Name}");
    }
}
