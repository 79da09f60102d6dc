using WageSim.Models.Networks;

namespace WageSim.Workloads.Onnx;

/// <summary>A chain of operators → the notation of a network; what cannot be trained is refused by its node.</summary>
internal sealed class OnnxChain(OnnxShapes shapes)
{
    private readonly List<string> tokens = [];
    private int biases;
    private bool open, hasRelu, hasPool, flat;
    private OnnxStep? last;

    /// <summary>What was dropped.</summary>
    public IReadOnlyList<string> Notes => biases == 0 ? [] :
        [$"{biases} bias{(biases == 1 ? " is" : "es are")} dropped: the networks here have none"];

    public string Notation()
    {
        string value = shapes.InputName;
        bool softmax = false;
        foreach (var step in shapes.Steps)
        {
            if (step.From.Count > 1) throw shapes.Fault(step.Node, "adds two values; only chains of layers can be trained");
            if (step.From[0] != value) throw shapes.Fault(step.Node, "branches off; only chains of layers can be trained");
            if (softmax) throw shapes.Fault(step.Node, "stands behind the Softmax, which is expected to be last");
            value = step.To;
            softmax = step.Node.Operator == "Softmax";
            Take(step);
            last = step;
        }
        if (tokens.Count == 0 || !tokens[^1].EndsWith("FC", StringComparison.Ordinal))
            throw shapes.Fault(
                last!.Node, "is last; the last layer is expected to be a Gemm or MatMul, with nothing but a Softmax behind it");
        if (hasRelu) throw shapes.Fault(last!.Node, "is last, behind a Relu; the last layer has none");
        tokens[^1] = string.Concat(tokens[^1].AsSpan(0, tokens[^1].Length - 2), softmax ? "CE" : "SSE");
        return string.Join('-', tokens);
    }

    private void Take(OnnxStep step)
    {
        switch (step)
        {
            case ConvolutionStep convolution:
                Next(step);
                tokens.Add(Token(convolution));
                if (convolution.HasBias) biases++;
                break;
            case DenseStep dense:
                Next(step);
                tokens.Add($"{dense.Output.Channels}FC");
                if (dense.HasBias) biases++;
                break;
            case PoolStep pool:
                if (!open || hasPool) throw shapes.Fault(step.Node, "a pool follows a convolution, once");
                if (pool.Stride > pool.Size) throw shapes.Fault(step.Node, $"its stride {pool.Stride} is more than its size {pool.Size}");
                tokens.Add(new PoolWindow(pool.Size, pool.Stride).ToString());
                hasPool = true;
                break;
            case { Node.Operator: "Relu" }:
                if (!open || hasRelu) throw shapes.Fault(step.Node, "a Relu follows a layer, once");
                hasRelu = true;
                break;
            case { Node.Operator: "Add" }:
                if (last is not (ConvolutionStep or DenseStep))
                    throw shapes.Fault(step.Node, "a constant is added elsewhere than behind a layer");
                biases++;
                break;
            case { Node.Operator: "Flatten" }:
                flat = true;
                break;
        }
    }

    private void Next(OnnxStep step)
    {
        if (open && !hasRelu) throw shapes.Fault(step.Node, "the layer before it has no Relu; every layer but the last has one here");
        if (step is ConvolutionStep && flat) throw shapes.Fault(step.Node, "a convolution cannot follow a Flatten");
        (open, hasRelu, hasPool) = (true, false, false);
    }

    private string Token(ConvolutionStep step)
    {
        if (step.KernelHeight != step.KernelWidth || step.StrideDown != step.StrideAcross)
            throw shapes.Fault(step.Node, "kernels and strides must be square to be trained");
        var border = step.Border;
        string padding = border == Border.Same(step.Input, step.KernelHeight, step.StrideDown) ? ""
            : border == default ? "v"
            : border == Border.Even(border.Top) ? $"p{border.Top}"
            : throw shapes.Fault(step.Node,
                $"pads are {border.Top}, {border.Left}, {border.Bottom}, {border.Right}; " +
                "SAME, none, or as many on every side are expected");
        string stride = step.StrideDown > 1 ? $"/{step.StrideDown}" : "", groups = step.Groups > 1 ? $"g{step.Groups}" : "";
        return $"{step.Output.Channels}C{step.KernelHeight}{stride}{padding}{groups}";
    }
}
