using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Schemes;

namespace WageSim.Workloads.Compiler;

/// <summary>Where every tensor lives in DRAM. Weights come first, so that training and inference programs agree on them.</summary>
internal sealed class DramLayout
{
    /// <summary>The images that the first layer reads where dropout is in front of it.</summary>
    public const string DroppedInput = "dropped";

    /// <summary>The place that tensors share which do not live at the same time.</summary>
    public const string Shared = "wide";

    private const int Alignment = 4096;
    private readonly List<Symbol> symbols = [];
    private readonly Dictionary<string, long> places = [];
    private readonly Temporaries temporaries = new();
    private readonly Chip chip;
    private readonly bool keepsWords, keepsNorms;
    private long next;

    public DramLayout(Lowering lowering, SchemeParameters parameters, Chip chip, CompileOptions options)
    {
        (this.chip, keepsWords) = (chip, options.KeepWords);
        keepsNorms = parameters.Network.Residual is not null && options is { Inference: false, Saved: SavedTensors.Spill };
        lowering.AddTensors(this, parameters, new Bounds(parameters, options), options);
        Check();
    }

    public IReadOnlyList<Symbol> Symbols => symbols;
    public long Bytes => next;

    /// <summary>Address of a tensor, wherever it shares its place.</summary>
    public long this[string name] => places.TryGetValue(name, out long place) ? place : temporaries.Use(name);

    /// <summary>Whether there is a tensor of that name.</summary>
    public bool Has(string name) => places.ContainsKey(name) || temporaries.Has(name);

    /// <summary>Whether tensors wait for a place until it is known which phases use them.</summary>
    public bool HasTemporaries => temporaries.Any;

    /// <summary>Adds a tensor; elements of 1, 2, 4 or 8 bytes.</summary>
    public void Add(string name, int elementBytes, bool signed, int[] shape)
    {
        symbols.Add(new(name, next, elementBytes, signed, shape));
        places[name] = next;
        next = Allocation.Round(next + Size(shape, elementBytes), Alignment);
    }

    /// <summary>Adds tensors in one place that serves all of them, or apart if words are kept.</summary>
    public void AddShared(IReadOnlyList<WordTensor> words, int batch)
    {
        if (keepsWords)
        {
            foreach (var (name, wordBytes, shape) in words) Add(name, wordBytes, true, shape);
            return;
        }
        long largest = words.Select(word => Size(word.Shape, word.WordBytes)).DefaultIfEmpty().Max();
        foreach (var word in words) places[word.Name] = next;
        AddShared(largest, batch);
    }

    /// <summary>Adds a tensor that lives from the first phase which uses it to the last one; kept apart if words are kept.</summary>
    public void AddTemporary(string name, int elementBytes, bool signed, int[] shape)
    {
        if (keepsWords) Add(name, elementBytes, signed, shape);
        else temporaries.Add(name, Size(shape, elementBytes));
    }

    /// <summary>What a temporary held is not needed any more: it is made again from here on.</summary>
    public void Renew(string name)
    {
        if (temporaries.Has(name)) temporaries.Renew(name);
    }

    /// <summary>Notes in which phases temporaries are used from here on.</summary>
    /// <param name="phase">Number of the phase that is being emitted.</param>
    public void Observe(Func<int> phase) => temporaries.Observe(phase);

    /// <summary>Gives temporaries places, those that live at the same time apart.</summary>
    public void PlaceTemporaries(int batch)
    {
        long bytes = temporaries.Place(next);
        AddShared(bytes, batch);
        Check();
    }

    // Wider than an element of it, so that its size is one of whole images; in lines where an image has more bytes than a dimension counts.
    private void AddShared(long bytes, int batch)
    {
        Check(bytes);
        long image = (bytes + batch - 1) / batch;
        if (image > int.MaxValue) Add(Shared, 1, false, [batch, (int)((image + Alignment - 1) / Alignment), Alignment]);
        else if (bytes > 0) Add(Shared, 1, false, [batch, (int)image]);
    }

    private static long Size(int[] shape, int elementBytes) => shape.Aggregate((long)elementBytes, (bytes, count) => bytes * count);

    private void Check(long more = 0)
    {
        long capacity = (long)chip.Dram.CapacityMebibytes << 20, needed = next + more;
        if (needed > capacity)
            throw new InputException(
                $"chip {chip.Name}: the tensors need {needed >> 20} MiB of DRAM; {chip.Dram.Name} has {capacity >> 20} MiB: " +
                "take a smaller batch" + (keepsNorms ? " or recompute what normalisations save (--saved recompute)" : ""));
    }
}
