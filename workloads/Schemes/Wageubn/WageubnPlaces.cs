using WageSim.Models.Golden;
using WageSim.Models.Networks.Residual;
using static WageSim.Workloads.Schemes.Wageubn.WageubnTensors;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>Where the tensors that are compared lie in DRAM.</summary>
public static class WageubnPlaces
{
    /// <summary>The symbol of a tensor, and which of its elements if it is a scalar; null where other schemes have it, too.</summary>
    /// <param name="index">Of the layer or normalisation.</param>
    public static (string Symbol, int? Element)? Of(TensorKind kind, int index, ResidualNetwork network) => kind switch
    {
        TensorKind.Accumulator when index == network.Layers.Count - 1 => (Logits, null),
        TensorKind.Stream => (Stream(index), null),
        TensorKind.Mean => (Mean(index), null),
        TensorKind.Deviation => (Deviation(index), null),
        TensorKind.Normalised => (Normalised(index), null),
        TensorKind.Pooled => (Averages, null),
        TensorKind.WideError => (WideError(network, index), null),
        TensorKind.WideErrorExponent => (Scale(WideError(network, index)), 0),
        TensorKind.OperandError => (Operands(OperandLayer(network, index)), null),
        TensorKind.OperandErrorExponent => (OperandExponents, OperandLayer(network, index)),
        TensorKind.ActivationError => (Codes(index), null),
        TensorKind.ActivationErrorExponent => (CodeExponents, index),
        TensorKind.ErrorSum => (ErrorSum(index), null),
        TensorKind.ProductSum => (ProductSum(index), null),
        _ => null,
    };
}
