namespace WageSim.Models.Golden;

/// <summary>
/// All that is random in a step: 16-bit draws by the name of the tensor that holds them when a program reads them from memory.
/// </summary>
public sealed record StepDraws(IReadOnlyDictionary<string, ushort[]> Tensors)
{
    /// <summary>The draws of a tensor.</summary>
    public ushort[] this[string tensor] => Tensors[tensor];
}
