using System.Globalization;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Niti;
using WageSim.Models.Schemes.Wage;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Schemes;

namespace WageSim.Bench;

/// <summary>Schemes beside WAGE: what is trained by each.</summary>
internal static class SchemeCases
{
    /// <summary>NITI on a network of the catalogue; its last layer gets softmax with cross-entropy, which both schemes know.</summary>
    public static SchemeSpeed Niti(string name, string network, string chip, int steps, int batch = TrainingCase.Batch)
    {
        var known = NetworkCatalogue.Find(network)!;
        var trained = Network.Parse(known.Notation.Replace("SSE", "CE"), known.Input);
        return new(name, Parameters(NitiParameters.Name, trained), Parameters(WageParameters.Name, trained),
            $"{network} with softmax", chip, steps, batch);
    }

    /// <summary>
    /// WAGEUBN on the ResNet-20 of 32×32 images; WAGE on a chain of its 3×3 convolutions, with max pools for strides and 1.3 % fewer MACs.
    /// </summary>
    /// <param name="name">What figures call it.</param>
    /// <param name="activationClip">The largest activation code; null: the scheme's default.</param>
    public static SchemeSpeed Wageubn(string name, string chip, int steps, int? activationClip = null)
    {
        const int batch = 64, blocks = 3;
        var known = NetworkCatalogue.Find("resnet-20")!;
        var chain = Network.Parse($"16C3-{Stage(16)}-MP2-{Stage(32)}-MP2-{Stage(64)}-MP2-10CE", known.Input);
        string clip = activationClip is null ? "" : $" with activations up to {activationClip}";
        return new(name, Resnet20(activationClip), Parameters(WageParameters.Name, chain),
            $"resnet-20{clip}, against the chain of its 3×3 convolutions with softmax", chip, steps, batch);

        static string Stage(int channels) => string.Join("-", Enumerable.Repeat($"{channels}C3", 2 * blocks));
    }

    /// <summary>WAGEUBN on the ResNet-20.</summary>
    public static SchemeParameters Resnet20(int? activationClip) => SchemeCatalogue.Get(WageubnParameters.Name).Parameters(
        NetworkCatalogue.Find("resnet-20")!.Build(), new() { ActivationClip = activationClip?.ToString(CultureInfo.InvariantCulture) });

    private static SchemeParameters Parameters(string scheme, Network network) => SchemeCatalogue.Get(scheme).Parameters(network, new());
}
