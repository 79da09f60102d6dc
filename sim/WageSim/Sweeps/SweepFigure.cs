using WageSim.Reports;

namespace WageSim.Sweeps;

/// <summary>Figures of merit from a point's results.</summary>
internal static class SweepFigure
{
    /// <summary>A figure in its basic unit.</summary>
    public static decimal Value(FigureOfMerit figure, SweepFigures results)
    {
        decimal seconds = (decimal)results.Seconds, joules = results.EnergyPicojoules * 1e-12m;
        return figure.Name switch
        {
            "time" => seconds,
            "energy" => results.EnergyPicojoules,
            "area" => results.AreaSquareMicrons,
            "edp" => joules * seconds,
            "power" => joules / seconds,
            "cycles" => results.Cycles,
            "utilization" => (decimal)results.Utilization,
            var other => throw new ArgumentException($"{other} is known before the run", nameof(figure)),
        };
    }
}
