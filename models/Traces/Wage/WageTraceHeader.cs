using System.Text.Json;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Models.Traces.Wage;

/// <summary>What the trace.json of a WAGE trace says, checked.</summary>
internal sealed record WageTraceHeader(WageParameters Parameters, int Batch, int Steps, int[] LearningRateLog2, string Origin)
{
    private const int MaxAlphaLog2 = 16, MaxRateLog2 = 16;

    /// <summary>Reads a file; messages name it and the key.</summary>
    public static WageTraceHeader Read(string file)
    {
        var keys = TraceKeys.Open(file);
        keys.Scheme(TraceScheme.Wage);
        var network = keys.Network();
        int batch = keys.Batch(), steps = keys.Steps();
        var bits = keys.Bits();
        int[] alphas = keys.PowersOfTwo("alpha", network.Layers.Count, "layer", 0, MaxAlphaLog2);
        int[] rates = keys.PowersOfTwo("learningRate", steps, "step", -MaxRateLog2, MaxRateLog2);
        int clip = keys.OneOf("weightClip", "w", "g") == "w" ? bits.Weight : bits.Gradient;
        return new(new(network, bits, alphas, clip), batch, steps, rates, keys.Origin());
    }

    /// <summary>Writes a file that <see cref="Read"/> reads.</summary>
    public void Write(string file)
    {
        var p = Parameters;
        using var stream = File.Create(file);
        JsonSerializer.Serialize(stream, new
        {
            format = TraceLayout.Format,
            scheme = TraceScheme.Wage,
            network = p.Network.Notation,
            input = new[] { p.Network.Input.Height, p.Network.Input.Width, p.Network.Input.Channels },
            batch = Batch,
            steps = Steps,
            bits = new { w = p.Bits.Weight, a = p.Bits.Activation, g = p.Bits.Gradient, e = p.Bits.Error },
            learningRate = LearningRateLog2.Select(log2 => Math.ScaleB(1, log2)),
            alpha = p.AlphaLog2.Select(log2 => 1 << log2),
            weightClip = p.WeightClipBits == p.Bits.Weight ? "w" : "g",
            origin = Origin,
        });
    }
}
