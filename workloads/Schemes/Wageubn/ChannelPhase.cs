using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;
using Buffer = WageSim.Workloads.Compiler.Buffer;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>
/// A phase over a normalisation's tensors, all values of some channels after those of others: blocks of pixels stream by a table of
/// the channels' constants or sums.
/// </summary>
internal abstract class ChannelPhase(PhaseContext context, NormLayer norm, string phase)
{
    private protected readonly PhaseContext context = context;
    private protected readonly NormLayer norm = norm;
    private protected readonly Emitter emitter = context.Emitter;

    private readonly Dictionary<int, int> elementAt = [], channelAt = [];
    private Buffer[] buffers = [];

    private protected int Channels => norm.Shape.Channels;
    private protected int Values => context.ValuesOf(norm);
    private protected ScalarWords Scalars { get; private set; } = null!;

    /// <summary>Words for scalars on their way.</summary>
    private protected abstract int ScalarCount { get; }

    /// <summary>Buffers of a block of elements, by name and bytes of an element.</summary>
    private protected abstract (string Name, int Bytes)[] ElementBuffers { get; }

    /// <summary>Buffers of some channels, by name and bytes of a channel.</summary>
    private protected abstract (string Name, int Bytes)[] ChannelBuffers { get; }

    /// <summary>Registers, semaphores and commands in front of all loops, and commands behind them.</summary>
    private protected abstract void Prepare();
    private protected virtual void Complete() { }

    /// <summary>Commands of some channels: before their first block, of a block, after the last one.</summary>
    private protected abstract void Begin(int channels);
    private protected abstract void Block(int pixels, int channels);
    private protected abstract void End(int channels);

    private protected Buffer Placed(string name) => buffers.First(buffer => buffer.Name == name);

    public void Emit()
    {
        var (pixels, channels) = Choose();
        emitter.Phase(norm.Name, phase, () =>
        {
            Scalars = new(context, buffers[^1]);
            foreach (int bytes in (ReadOnlySpan<int>)[1, 2, 4]) elementAt[bytes] = emitter.Register();
            foreach (int bytes in (ReadOnlySpan<int>)[4, 8]) channelAt[bytes] = emitter.Register();
            Prepare();
            emitter.ForEach(Channels, channels, [.. Pointers(elementAt, 1), .. Pointers(channelAt, 1)], c =>
            {
                Begin(c);
                emitter.ForEach(Values, pixels, [.. Pointers(elementAt, Channels)], p => Block(p, c));
                End(c);
            });
            Complete();
        });
    }

    private static IEnumerable<(int, long)> Pointers(Dictionary<int, int> registers, long elements) =>
        registers.Select(register => (register.Value, elements * register.Key));

    private (int Pixels, int Channels) Choose()
    {
        long least = 0;
        foreach (int inLoops in (ReadOnlySpan<int>)[2, 1])
            for (int channels = Channels; ; channels = (channels + 1) / 2)
            {
                for (int pixels = Math.Clamp(ElementBlock.Most / channels, 1, Values); ; pixels = (pixels + 1) / 2)
                {
                    int copies = channels == Channels && pixels == Values ? 1 : inLoops;
                    long elements = (long)pixels * channels;
                    BufferWish[] wishes =
                    [
                        .. ElementBuffers.Select(buffer => new BufferWish(buffer.Name, buffer.Bytes * elements, copies)),
                        .. ChannelBuffers.Select(buffer => new BufferWish(buffer.Name, (long)buffer.Bytes * channels, 1)),
                        ScalarWords.Wish(ScalarCount),
                    ];
                    least = wishes.Sum(wish => wish.Total);
                    if (context.PlaceScratchpad(wishes) is { } placed)
                    {
                        buffers = placed;
                        return (pixels, channels);
                    }
                    if (pixels == 1) break;
                }
                if (channels == 1) break;
            }
        throw context.TooSmall(norm.Name, phase, least, 0);
    }

    /// <summary>Loads a block of a tensor of pixels × channels.</summary>
    private protected void Load(string tensor, int bytes, Address target, int pixels, int channels)
    {
        var (rows, run, pitch) = Shape(bytes, pixels, channels);
        context.LoadMatrix(new(elementAt[bytes], context.Dram[tensor]), pitch, target, run, rows, run);
    }

    /// <summary>Stores a block of a tensor of pixels × channels.</summary>
    private protected void Store(Address source, string tensor, int bytes, int pixels, int channels)
    {
        var (rows, run, pitch) = Shape(bytes, pixels, channels);
        context.StoreMatrix(source, new(elementAt[bytes], context.Dram[tensor]), pitch, rows, run);
    }

    /// <summary>Loads or stores a value a channel, of 4 or 8 bytes.</summary>
    private protected void LoadChannels(string tensor, int bytes, Address target, int channels) =>
        context.LoadMatrix(new(channelAt[bytes], context.Dram[tensor]), 0, target, 0, 1, channels * bytes);

    private protected void StoreChannels(Address source, string tensor, int bytes, int channels) =>
        context.StoreMatrix(source, new(channelAt[bytes], context.Dram[tensor]), 0, 1, channels * bytes);

    private (int Rows, int Run, long Pitch) Shape(int bytes, int pixels, int channels) => channels == Channels
        ? (1, pixels * channels * bytes, 0)
        : (pixels, channels * bytes, (long)Channels * bytes);
}
