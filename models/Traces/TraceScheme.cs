using WageSim.Models.Traces.Niti;
using WageSim.Models.Traces.Wage;
using WageSim.Models.Traces.Wageubn;

namespace WageSim.Models.Traces;

/// <summary>The training schemes of traces.</summary>
public static class TraceScheme
{
    /// <summary>See <see cref="WageTrace"/>.</summary>
    public const string Wage = "wage";

    /// <summary>See <see cref="NitiTrace"/>.</summary>
    public const string Niti = "niti";

    /// <summary>See <see cref="WageubnTrace"/>.</summary>
    public const string Wageubn = "wageubn";

    /// <summary>The scheme that a trace folder's trace.json names.</summary>
    public static string Of(string folder) => TraceKeys.Open(Path.Combine(folder, TraceLayout.HeaderFile)).Scheme(Wage, Niti, Wageubn);
}
