using WageSim.Models.Schemes.Wage;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wage;

/// <summary>The constants of WAGE in a phase.</summary>
internal static class WageContext
{
    public static WageParameters Wage(this PhaseContext context) => (WageParameters)context.Parameters;
}
