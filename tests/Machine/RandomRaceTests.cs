using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Tests.Support;

namespace WageSim.Tests.Machine;

/// <summary>The hazard checker, in time and in program order, against the order that the program text alone gives.</summary>
public sealed class RandomRaceTests
{
    [Fact]
    public void A_race_is_reported_exactly_where_no_token_orders_two_commands()
    {
        int racy = 0, clean = 0;
        for (int seed = 0; seed < 250; seed++)
        {
            var random = new RandomMachineProgram(seed);
            foreach (var program in (Program?[])[random.Racy, random.WithoutOneToken()])
            {
                if (program is null) continue;
                bool races = new ProgramOrder(program, random.Chip).Missing().Count > 0;
                string? stepping = Race(random.Chip, program, Clock.Stepping, random.Prepare),
                    events = Race(random.Chip, program, Clock.Event, random.Prepare);
                Assert.True(races == stepping is not null, $"seed {seed}: {(races ? "a race is not reported" : stepping)}");
                Assert.Equal(stepping, events);
                Assert.Equal(!races, RaceCheck.IsFree(random.Chip, program));
                if (races)
                    Assert.Equal(events, Assert.Throws<DataRaceException>(() => RaceCheck.Run(random.Chip, program)).Message);
                if (races) racy++; else clean++;
            }
        }
        Assert.True(racy > 200 && clean > 10, $"{racy} programs with and {clean} without a race");
    }

    private static string? Race(Chip chip, Program program, Clock clock, Action<MachineState> prepare)
    {
        try
        {
            new Rig(chip).Machine(program, clock, prepare);
            return null;
        }
        catch (DataRaceException race)
        {
            return race.Message;
        }
    }
}
