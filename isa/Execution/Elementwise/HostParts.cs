namespace WageSim.Isa.Execution.Elementwise;

/// <summary>Does units from … end - 1 of a command's work.</summary>
internal delegate void HostPart(in Command c, MachineState machine, int from, int end);

/// <summary>Shares a command's units of work, which may be done in any order, among the host's threads.</summary>
internal static class HostParts
{
    /// <summary>Runs all units, on more threads where each part has at least `grain` elements: some 20 µs of work.</summary>
    public static void Run(in Command c, MachineState machine, int units, int elementsPerUnit, int grain, HostPart part)
    {
        if (machine.Team is { Threads: > 1 } team && (long)units * elementsPerUnit >= 2 * grain)
            Split(team, c, machine, units, Math.Max(1, grain / elementsPerUnit), part);
        else part(c, machine, 0, units);
    }

    // Apart, so that only a command that is split allocates its closure.
    private static void Split(Team team, Command c, MachineState machine, int units, int grain, HostPart part) =>
        team.Split(units, grain, (from, end) => part(c, machine, from, end));
}
