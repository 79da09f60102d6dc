namespace WageSim.Machine;

// What an array does while others want its ports: see Contention.
public sealed partial class ArrayUnit
{
    // While it streams it is busy, and its other request does not matter to that.
    internal override bool TryLane(int request, out Lane lane)
    {
        lane = default;
        if (!stream.Active) return false;
        if (Requesters[request] == loader)
        {
            lane = new(preload);
            return true;
        }
        lane = writeBacks.Count > 0
            ? new(stream, writeBacks.Head.Beats, Math.Max(0, writeBacks.Head.Start - time)) { Leads = true }
            : new(stream) { Leads = true };
        if (waitsUntil > time) lane.EndsAfter(waitsUntil - time);
        return true;
    }

    private protected override void Pass(ReadOnlySpan<Lane> lanes, Cycle now)
    {
        (main.Granted, loader.Granted) = (true, false);
        Move(lanes[0].Passed, now);
        if (lanes.Length == 1 || lanes[1].Passed == 0) return;
        preload.Pass(lanes[1].Passed);
        if (!preload.Active) FinishPreload(now);
    }
}
