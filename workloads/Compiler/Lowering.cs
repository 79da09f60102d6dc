namespace WageSim.Workloads.Compiler;

/// <summary>How a scheme's step becomes phases.</summary>
internal abstract class Lowering
{
    /// <summary>Throws where no program can do what the scheme asks for.</summary>
    public abstract void Check(PhaseContext context);

    /// <summary>The phases of a training step, or of an inference pass.</summary>
    public abstract void Emit(PhaseContext context);
}
