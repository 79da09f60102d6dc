using WageSim.Models;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Schemes;

/// <summary>What can be chosen of a scheme; null where its default applies.</summary>
/// <param name="Bits">WAGE: widths.</param>
/// <param name="Rounding">NITI: how activations and errors are rounded.</param>
/// <param name="Loss">NITI: how the output error is made.</param>
/// <param name="Dropout">NITI: whether half of the last layer's inputs are dropped in training.</param>
public sealed record SchemeOptions(BitWidths? Bits = null, string? Rounding = null, string? Loss = null, bool? Dropout = null)
{
    /// <summary>Throws where an option was given that the scheme does not have.</summary>
    internal static void Refuse(Scheme scheme, object? given, string option)
    {
        if (given is not null) throw new InputException($"{option}: '{Text(given)}': scheme {scheme.Name} does not have it");

        static string Text(object value) => value is bool flag ? flag ? "on" : "off" : $"{value}";
    }
}
