using WageSim.Isa;
using WageSim.Tests.Support;

namespace WageSim.Tests.Isa.Execution;

/// <summary>A step has thousands of vector commands: their kernels leave the heap alone.</summary>
public sealed class VectorAllocationTests
{
    private static readonly Walk walk = Walk.Unit with { Run = 8, Count1 = 6, Stride1 = 8, Count2 = 4, Stride2 = 48 };

    public static TheoryData<string> Commands => [.. commands.Keys];

    private static readonly Dictionary<string, Command> commands = new()
    {
        ["vact"] = new(0, new VectorActivate(0, 0, 3, 8, true, 0, 0), 0, 0, 1024, W0: walk),
        ["vloss"] = new(0, new VectorLoss(0, 0, 0, 0, 0, 5, 1), 0, 4096, 0, W0: walk),
        ["vrowmax"] = new(0, new VectorRowMaximum(0, 0, 0), 0, 4096, W0: walk),
        ["vexp"] = new(0, new VectorExponential(0, 0, 0, 0, 18), 0, 4096, 0, W0: walk),
        ["vdiv"] = new(0, new VectorDivide(0, 0, 0, 0, 1), 0, 4096, 5000, W0: walk),
        ["vexp2"] = new(0, new VectorPower(0, 0, 0, 0, 1, true), 0, 4096, 4608, W0: walk),
        ["vprob"] = new(0, new VectorProbability(0, 0, 0, 0), 0, 4096, 5000, W0: walk),
        ["vspill"] = new(0, new VectorSpill(0, 0, 0, false, false, true, 0, 0, true, 1), 0, 4096, 0, W0: walk),
        ["vspill wide"] = new(0, new VectorSpill(0, 0, 2, true, true, false, 0, 0, true, 1), 0, 0, 0, W0: walk),
        ["vquant"] = new(0, new VectorQuantize(0, 0, 100, false, 2, 8), 0, 4096),
        ["vmax"] = new(0, new VectorMaximum(0, 0, 0, false, false, true, 0, 0, 1), 0, 4096, 0, W0: walk),
        ["vcode"] = new(0, new VectorCode(0, 0, 3, true, true, false, 0, 0, 2, 12), 0, 4096, 0, W0: walk),
        ["vroute"] = new(0, new VectorRoute(0, 0, 0, 0, true, 1), 0, 1024, 2048, W0: walk),
        ["vpool"] = new(0, new VectorPool(0, 0, 3, 8, 3, 2, 0, 0), 0, 0, 1024, W0: walk),
        ["vunpool"] = new(0, new VectorUnpool(0, 0, 0, 0, 3, 2, 1, 1), 0, 1024, 2048, W0: walk),
        ["vupdate"] = new(0, new VectorUpdate(0, 0, 0, 0, 2, 0, 1, 8, 2, false, false), 0, 4096, 0, 7, Walk.Unit with { Run = 700 }),
        ["vrange"] = new(0, new VectorRange(2, 3, 4, 7, true, true, -3)),
        ["vput"] = new(0, new VectorPut(2, 0), 100),
        ["vnarrow"] = new(0, new VectorNarrow(0, 0, 700, 16, 8), 0, 0),
        ["vjoin"] = new(0, new VectorJoin(0, 0, 0, 0, true, 24), 0, 4096, 0, W0: Walk.Unit with { Run = 700 }),
        ["vpeak"] = new(0, new VectorPeak(0, 0, 3, 2, 1, 0, 0, 0), 0, 2048, 4096, W0: walk),
        ["vstat"] = new(0, new VectorStatistics(0, 0, 0), 0, 4096, W0: walk),
        ["vmoment"] = new(0, new VectorMoment(0, 0, 8, 24), 0, 4096),
        ["vdecay"] = new(0, new VectorDecay(0, 0, 8, 8), 0, 4096),
        ["vscale"] = new(0, new VectorScale(0, 0, 0, 0, 1023, 3), 0, 1024, 4096, W0: walk),
        ["vnorm"] = new(0, new VectorNormalise(0, 0, 0, 0, 1023, 7), 0, 1024, 4096, W0: walk),
        ["vaverage"] = new(0, new VectorAverage(0, 0, 0), 0, 4096, W0: walk),
        ["vget"] = new(0, new VectorGet(0, 3), 100),
        ["vexpo"] = new(0, new VectorExponent(2, 4, 7)),
        ["vroom"] = new(0, new VectorRoom(2, 3, 4, 28)),
        ["vround"] = new(0, new VectorRound(0, 0, 700, 3, true), 0, 0),
        ["vroundsum"] = new(0, new VectorRoundSum(0, 0, 0, 3, false), 0, 4096, W0: walk),
        ["vrelu"] = new(0, new VectorRelu(0, 0, 3, false, 2, 0, 0), 0, 0, 1024, W0: walk),
        ["vrelu words"] = new(0, new VectorRelu(0, 0, 3, true, 2, 0, 0, true), 0, 0, 1024, W0: walk),
        ["vdrop"] = new(0, new VectorDrop(0, 0, 8, 0, 1, false, 0), 0, 4096, 0, 7, walk),
        ["vchance"] = new(0, new VectorChance(0, 0, 0, 0, 0, 1, false, 4), 0, 0, 4096, 7, Walk.Unit with { Run = 700 }),
        ["vclip"] = new(0, new VectorClip(0, 0, 300, true, 5), 0, 0),
        ["vflag"] = new(0, new VectorFlag(0, 0, 300, 2), 0, 4096),
        ["vchannel"] = new(0, new VectorChannel(0, 0, 0), 0, 4096, W0: walk),
        ["vlive"] = new(0, new VectorLive(0, 8, 3, 4, More: false), 4096),
        ["vnormback"] = new(0, new VectorNormBackward(0, 0, 0, 0, 2, 6, 5), 0, 4096, 5000, W0: walk),
        ["vparam"] = new(0, new VectorParameter(0, 0, 8, 6, 32, false), 4096, 5000),
        ["vmomentum"] = new(0, new VectorMomentum(0, 0, 0, 0, 2, 0, 1, true, false), 0, 3000, 0, 7, Walk.Unit with { Run = 300 }),
        ["vmatch"] = new(0, new VectorMatch(2, 3, 4, 5, 6)),
        ["vblend"] = new(0, new VectorBlend(0, 0, 0, 0, 6, 5), 0, 2048, 4096, W0: Walk.Unit with { Run = 500 }),
        ["vspread"] = new(0, new VectorSpread(0, 0, 0, 5), 0, 4096, W0: walk),
        ["vunpeak"] = new(0, new VectorUnpeak(0, 0, 0, 0, 3, 2, 0, 1, 7, 5), 0, 2048, 4096, W0: walk),
        ["vstep"] = new(0, new VectorStep(0, 0, 0, 2, 3, false), 0, 4096, W0: Walk.Unit with { Run = 700 }),
    };

    [Theory, MemberData(nameof(Commands))]
    public void A_command_allocates_nothing(string name)
    {
        var machine = new MachineState(Rig.With(cols: 8, bankKiB: 8).Chip, 0);
        machine.Scalars[2] = 1 << 10;
        var command = commands[name];
        command.Instruction.Execute(command, machine);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) command.Instruction.Execute(command, machine);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
