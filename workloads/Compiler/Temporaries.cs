namespace WageSim.Workloads.Compiler;

/// <summary>Tensors that share memory where no phase needs both: each lives from the first phase that uses it to the last one.</summary>
internal sealed class Temporaries
{
    private const int Alignment = 64;

    private sealed class Tensor(long size)
    {
        public long Size { get; } = size;
        public int First { get; set; } = int.MaxValue;
        public int Last { get; set; } = -1;
        public long Place { get; set; } = -1;
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
        if (isPlaced) return tensor.Place;
        (tensor.First, tensor.Last) = (Math.Min(tensor.First, phase()), Math.Max(tensor.Last, phase()));
        return 0;
    }

    /// <summary>Places all tensors that are used, the largest ones first, each as low as those that live beside it allow.</summary>
    /// <returns>Bytes from the start to the end of the highest one.</returns>
    public long Place(long start)
    {
        List<Tensor> placed = [];
        foreach (var tensor in tensors.Values.Where(tensor => tensor.Last >= 0).OrderByDescending(tensor => tensor.Size))
        {
            tensor.Place = start;
            var beside = placed.Where(other => other.First <= tensor.Last && tensor.First <= other.Last);
            foreach (var other in beside.OrderBy(other => other.Place))
                if (other.Place < tensor.Place + tensor.Size) tensor.Place = Math.Max(tensor.Place, other.Place + other.Size);
            placed.Add(tensor);
        }
        isPlaced = true;
        return placed.Select(tensor => tensor.Place + tensor.Size - start).DefaultIfEmpty().Max();
    }
}
