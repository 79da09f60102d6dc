using System.Text.Json;
using WageSim.Models.Schemes.Niti;

namespace WageSim.Models.Traces.Niti;

/// <summary>What the trace.json of a NITI trace says, checked.</summary>
internal sealed record NitiTraceHeader(NitiParameters Parameters, int Batch, int Steps, int[] GradientBits, string Origin)
{
    /// <summary>Reads a file; messages name it and the key.</summary>
    public static NitiTraceHeader Read(string file)
    {
        var keys = TraceKeys.Open(file);
        keys.Scheme(TraceScheme.Niti);
        var network = keys.Network();
        int batch = keys.Batch(), steps = keys.Steps();
        int[] bits = keys.Integers(
            "gradientBits", steps, "step", NitiParameters.LeastGradientBits, NitiParameters.MostGradientBits);
        var loss = (NitiLoss)Index(NitiNames.Losses, keys.OneOf("loss", [.. NitiNames.Losses]));
        var rounding = (NitiRounding)Index(NitiNames.Roundings, keys.OneOf("rounding", [.. NitiNames.Roundings]));
        int[] exponents = keys.Integers(
            "weightExponent", network.Layers.Count, "layer", NitiParameters.LeastExponent, NitiParameters.MostExponent);
        var parameters = keys.Located("network", () =>
        {
            var read = new NitiParameters(network, exponents, loss, rounding);
            read.Check();
            return read;
        });
        return new(parameters, batch, steps, bits, keys.Origin());

        static int Index(IReadOnlyList<string> names, string name) => names.ToList().IndexOf(name);
    }

    /// <summary>Writes a file that <see cref="Read"/> reads.</summary>
    public void Write(string file)
    {
        var network = Parameters.Network;
        using var stream = File.Create(file);
        JsonSerializer.Serialize(stream, new
        {
            format = TraceLayout.Format,
            scheme = TraceScheme.Niti,
            network = network.Notation,
            input = new[] { network.Input.Height, network.Input.Width, network.Input.Channels },
            batch = Batch,
            steps = Steps,
            gradientBits = GradientBits,
            loss = NitiNames.Of(Parameters.Loss),
            rounding = NitiNames.Of(Parameters.Rounding),
            weightExponent = Parameters.WeightExponents,
            origin = Origin,
        });
    }
}
