namespace WageSim.Machine;

// What the skipping of loops needs to leave and to take up an array.
public sealed partial class ArrayUnit
{
    public override void Save(TimingState to)
    {
        base.Save(to);
        to.Write((long)tile);
        to.Write(Math.Max(lastWriteBackEnd - time, 0));
        to.Write(Math.Max(waitsUntil - time, 0));
        to.Write(next);
        stream.Save(to);
        preload.Save(to);
        to.Write(PlaceOf(preloading));
        to.Write(writeBacks.Count);
        for (int i = 0; i < writeBacks.Count; i++)
        {
            to.Write(PlaceOf(writeBacks[i].Execution));
            to.Write(writeBacks[i].Start - time);
            writeBacks[i].Beats.Save(to);
        }
    }

    public override void Load(TimingState from)
    {
        base.Load(from);
        tile = (Tile)from.ReadNumber();
        (lastWriteBackEnd, waitsUntil) = (time + from.ReadNumber(), time + from.ReadNumber());
        next = from.ReadObject<Track>();
        (stream, preload) = (TrackCursor.Load(from), TrackCursor.Load(from));
        preloading = InFlightAt(from.ReadNumber());
        writeBacks.Clear();
        for (long count = from.ReadNumber(); count > 0; count--)
        {
            ref var sums = ref writeBacks.Push();
            (sums.Execution, sums.Start, sums.Beats) =
                (InFlightAt(from.ReadNumber())!, time + from.ReadNumber(), TrackCursor.Load(from));
        }
    }
}
