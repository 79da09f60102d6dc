using System.Text.Encodings.Web;
using System.Text.Json;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wageubn;

namespace WageSim.Models.Traces.Wageubn;

/// <summary>What the trace.json of a WAGEUBN trace says, checked.</summary>
internal sealed record WageubnTraceHeader(WageubnParameters Parameters, int Batch, int Steps, WageubnRate[] Rates, string Origin)
{
    private static readonly BitWidths widths = new(8, 8, 8, 8);

    // Plus signs stay as they are.
    private static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file; messages name it and the key.</summary>
    public static WageubnTraceHeader Read(string file)
    {
        var keys = TraceKeys.Open(file);
        keys.Scheme(TraceScheme.Wageubn);
        var network = keys.ResidualNetwork();
        WageubnTraceGraph.Check(keys, network);
        int batch = keys.Batch(), steps = keys.Steps();
        if (keys.Bits() is var bits && bits != widths) throw new InputException($"{file}: bits are {bits}; {widths} are allowed");
        int[] learning = keys.Integers(
            "learningRateCode", steps, "step", WageubnParameters.LeastLearningRate, WageubnParameters.MostLearningRate);
        int[] ranges = keys.Integers(
            "gradientRange", steps, "step", WageubnParameters.GradientRanges[0], WageubnParameters.GradientRanges[^1]);
        var parameters = new WageubnParameters(network)
        {
            ActivationClip = keys.IntegerOrNull("activationClip", 1, WageubnParameters.UnclippedActivation),
            RunningShift = keys.Integer("runningShift", WageubnParameters.LeastRunningShift, WageubnParameters.MostRunningShift),
        };
        var rates = keys.Located("gradientRange", () =>
        {
            foreach (int range in ranges) WageubnParameters.CheckRate(WageubnParameters.LeastLearningRate, range);
            return learning.Zip(ranges, (rate, range) => new WageubnRate(rate, range)).ToArray();
        });
        string origin = keys.Origin();
        return keys.Located("network", () =>
        {
            parameters.Check();
            parameters.CheckBatch(batch);
            return new WageubnTraceHeader(parameters, batch, steps, rates, origin);
        });
    }

    /// <summary>Writes a file that <see cref="Read"/> reads.</summary>
    public void Write(string file)
    {
        var network = Parameters.Residual;
        using var stream = File.Create(file);
        JsonSerializer.Serialize(stream, new
        {
            format = TraceLayout.Format,
            scheme = TraceScheme.Wageubn,
            network = network.Notation,
            input = new[] { network.Input.Height, network.Input.Width, network.Input.Channels },
            batch = Batch,
            steps = Steps,
            bits = new { w = widths.Weight, a = widths.Activation, g = widths.Gradient, e = widths.Error },
            learningRateCode = Rates.Select(rate => rate.LearningRate),
            gradientRange = Rates.Select(rate => rate.GradientRange),
            activationClip = Parameters.ActivationClip,
            runningShift = Parameters.RunningShift,
            layers = network.Layers.Select(WageubnTraceGraph.Of),
            norms = network.Norms.Select(norm => WageubnTraceGraph.Of(network, norm)),
            origin = Origin,
        }, plain);
    }
}
