namespace WageSim.Workloads.Compiler;

/// <summary>
/// Tensors that share memory where no phase needs both: each lives from the first phase that uses it to the last one, and may live again.
/// </summary>
internal sealed class Temporaries
{
    private const int Alignment = 64;

    private sealed class Life
    {
        public int First { get; set; } = int.MaxValue;
        public int Last { get; set; } = -1;
        public long Place { get; set; }
    }

    private sealed class Tensor(long size)
    {
        public long Size { get; } = size;
        public List<Life> Lives { get; } = [new()];
        public int Current { get; set; }
    }

    private readonly Dictionary<string, Tensor> tensors = [];
    private Func<int> phase = () => 0;
    private bool isPlaced;

    public bool Any => tensors.Count > 0;

    public bool Has(string name) => tensors.ContainsKey(name);

    public void Add(string name, long size) => tensors.Add(name, new(Allocation.Round(size, Alignment)));

    public void Observe(Func<int> phase) => this.phase = phase;

    /// <summary>The place of a tensor; notes the use while there are no places yet.</summary>
    public long Use(string name)
    {
        var tensor = tensors[name];
        var life = tensor.Lives[tensor.Current];
        if (!isPlaced) (life.First, life.Last) = (Math.Min(life.First, phase()), Math.Max(life.Last, phase()));
        return life.Place;
    }

    /// <summary>What a tensor held is not needed any more; it is made again, perhaps elsewhere.</summary>
    public void Renew(string name)
    {
        var tensor = tensors[name];
        if (!isPlaced) tensor.Lives.Add(new());
        tensor.Current++;
    }

    /// <summary>Places all tensors that are used, the largest ones first, each as low as those that live beside it allow.</summary>
    /// <returns>Bytes from the start to the end of the highest one.</returns>
    public long Place(long start)
    {
        List<(Life Life, long Size)> placed = [];
        var used = tensors.Values.SelectMany(tensor => tensor.Lives, (tensor, life) => (Life: life, tensor.Size))
            .Where(use => use.Life.Last >= 0);
        foreach (var (life, size) in used.OrderByDescending(use => use.Size))
        {
            life.Place = start;
            var beside = placed.Where(other => other.Life.First <= life.Last && life.First <= other.Life.Last);
            foreach (var (other, otherSize) in beside.OrderBy(other => other.Life.Place))
                if (other.Place < life.Place + size) life.Place = Math.Max(life.Place, other.Place + otherSize);
            placed.Add((life, size));
        }
        foreach (var tensor in tensors.Values) tensor.Current = 0;
        isPlaced = true;
        return placed.Select(use => use.Life.Place + use.Size - start).DefaultIfEmpty().Max();
    }
}
