using WageSim.Models.Networks;
using WageSim.Models.Schemes;

namespace WageSim.Workloads.Compiler;

/// <summary>How a scheme's step becomes phases.</summary>
internal abstract class Lowering
{
    /// <summary>Whether an update has a random draw for each weight.</summary>
    public abstract bool HasRandomUpdates { get; }

    /// <summary>Bytes of an element that the last layer leaves in `output`.</summary>
    public abstract int OutputBytes(Bounds bounds, WeightLayer last);

    /// <summary>Adds the tensors that only this scheme has.</summary>
    public abstract void AddTensors(DramLayout dram, SchemeParameters parameters, CompileOptions options);

    /// <summary>All words that are spilled until their maximum is known.</summary>
    public abstract IEnumerable<WordTensor> Words(SchemeParameters parameters, Bounds bounds, CompileOptions options);

    /// <summary>Throws where no program can do what the scheme asks for.</summary>
    public abstract void Check(PhaseContext context);

    /// <summary>The phases of a training step, or of an inference pass.</summary>
    public abstract void Emit(PhaseContext context);
}
