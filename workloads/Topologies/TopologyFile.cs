using System.Globalization;
using WageSim.Models;
using WageSim.Models.Files;

namespace WageSim.Workloads.Topologies;

/// <summary>SCALE-Sim topology files: CSV with a header, convolutions or products M, N, K, a comma behind the last column or not.</summary>
/// <remarks>
/// https://scale-sim-project.readthedocs.io, "topology files". A convolution whose name holds DP is depthwise: it runs once for each
/// channel. A last column of N:M is version 3's sparsity.
/// </remarks>
public static class TopologyFile
{
    private const int MostLayers = 10_000;
    private const string Sparsity = "Sparsity";
    private static readonly string[] sparsitySpellings = ["sparsity", "sparsityratio", "sparsitysupport", "sparsityratiomn"];
    private static readonly string[] nameSpellings = ["layer", "layername", "layers", "layerid", "name"];

    /// <summary>Reads and checks a file.</summary>
    public static Topology Read(string path) => Parse(TextFile.Read(path), path);

    /// <summary>Reads and checks a file's text; `source` names it in errors.</summary>
    public static Topology Parse(string text, string source)
    {
        var rows = TextFile.Rows(text, source);
        if (rows.Count == 0) throw new InputException($"{source}: is empty; a header and a line for each layer are expected");
        var (headerLine, header) = rows[0];
        var columns = Columns(source, headerLine, header);
        var layers = new List<TopologyLayer>();
        var sparse = new List<string>();
        foreach (var (line, cells) in rows.Skip(1))
        {
            if (layers.Count == MostLayers) throw new InputException($"{source}: line {line}: more than {MostLayers} layers");
            layers.Add(new Row(source, line, cells, columns).Layer(sparse));
        }
        if (layers.Count == 0) throw new InputException($"{source}: has a header and no layer");
        string[] notes = sparse.Count == 0 ? [] :
            [$"sparsity is not modelled: {Listed(sparse)} {(sparse.Count == 1 ? "is" : "are")} timed dense"];
        return new(source, layers, notes);
    }

    private static string Listed(List<string> names) =>
        names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";

    /// <summary>The columns of a header by their place; null where a column is empty.</summary>
    private static List<TopologyColumn?> Columns(string source, int line, string[] header)
    {
        var known = header.Select(Letters).Contains("k") || header.Select(Letters).Contains("m")
            ? TopologyColumn.Product : TopologyColumn.Convolution;
        var columns = new List<TopologyColumn?>();
        for (int i = 0; i < header.Length; i++)
        {
            string letters = Letters(header[i]);
            var column = i == 0 && nameSpellings.Contains(letters) ? new("Layer name", nameSpellings, 0)
                : sparsitySpellings.Contains(letters) ? new(Sparsity, sparsitySpellings, 0, Optional: true)
                : known.FirstOrDefault(candidate => candidate.Spellings.Contains(letters));
            if (column is null && letters.Length + header[i].Length > 0)
                throw new InputException(
                    $"{source}: line {line}, column {i + 1}: '{header[i]}' is unknown; did you mean " +
                    $"{Spelling.Nearest(header[i], known.Select(other => other.Name))}? {Expected}");
            if (column is not null && columns.Any(other => other?.Name == column.Name))
                throw new InputException($"{source}: line {line}, column {i + 1}: '{header[i]}' comes twice");
            columns.Add(column);
        }
        foreach (var column in known)
            if (!column.Optional && !columns.Contains(column))
                throw new InputException($"{source}: line {line}: the header has no column '{column.Name}'; {Expected}");
        if (columns[0]?.Name != "Layer name")
            throw new InputException($"{source}: line {line}, column 1: '{header[0]}' is not the layers' names; {Expected}");
        return columns;
    }

    private static string Expected =>
        $"expected are Layer name and {string.Join(", ", TopologyColumn.Convolution.Select(column => column.Name))} (Stride Width may be " +
        $"left out), or Layer name and {string.Join(", ", TopologyColumn.Product.Take(3).Select(column => column.Name))}";

    private static string Letters(string header) => string.Concat(header.Where(char.IsAsciiLetter)).ToLowerInvariant();

    private sealed record Row(string Source, int Line, string[] Cells, List<TopologyColumn?> Columns)
    {
        public TopologyLayer Layer(List<string> sparse)
        {
            string name = Cells[0];
            if (name.Length == 0) throw Fault(0, "a name is expected");
            for (int i = 0; i < Cells.Length; i++)
                if (i >= Columns.Count || Columns[i] is null)
                    if (Cells[i].Length > 0) throw Fault(i, "there is no such column in the header");
            if (Columns.FindIndex(column => column?.Name == Sparsity) is >= 0 and var at && IsSparse(at)) sparse.Add(name);
            return Columns.Contains(TopologyColumn.Product[0]) ? Product(name) : Convolution(name);
        }

        private TopologyLayer Product(string name) =>
            TopologyLayer.Product(name, Value("M"), Value("N"), Value("K"), Optional("Batch") ?? 1);

        private TopologyLayer Convolution(string name)
        {
            bool depthwise = name.Contains("DP", StringComparison.Ordinal);
            int channels = Value("Channels"), stride = Value("Strides");
            var layer = new TopologyLayer(
                name, Value("IFMAP Height"), Value("IFMAP Width"), Value("Filter Height"), Value("Filter Width"),
                depthwise ? 1 : channels, Value("Num Filter"), stride, Optional("Stride Width") ?? stride, depthwise ? channels : 1);
            if (layer.KernelHeight > layer.Height)
                throw Fault(Place("Filter Height"), $"is more than the {layer.Height} lines of the IFMAP");
            if (layer.KernelWidth > layer.Width)
                throw Fault(Place("Filter Width"), $"is more than the {layer.Width} pixels of an IFMAP's line");
            return layer;
        }

        private int Place(string name) => Columns.FindIndex(column => column?.Name == name);

        private int? Optional(string name) =>
            Place(name) is >= 0 and var at && at < Cells.Length && Cells[at].Length > 0 ? Value(name) : null;

        private int Value(string name)
        {
            int at = Place(name), most = Columns[at]!.Most;
            string text = at < Cells.Length ? Cells[at] : "";
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 && value <= most
                ? value
                : throw Fault(at, $"a whole number 1..{most} is expected");
        }

        // N:M, of each M weights in a row at most N are not zero; 1:1 and the like are dense.
        private bool IsSparse(int at)
        {
            if (at >= Cells.Length || Cells[at].Length == 0) return false;
            string[] parts = Cells[at].Split(':');
            int[] numbers =
                [.. parts.Select(part => int.TryParse(part, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                    CultureInfo.InvariantCulture, out int number) ? number : 0)];
            return numbers is [> 0, > 0] && numbers[0] <= numbers[1]
                ? numbers[0] < numbers[1]
                : throw Fault(at, "a ratio N:M of whole numbers is expected, such as 1:1 or 2:4");
        }

        private InputException Fault(int at, string why)
        {
            string column = at < Columns.Count && Columns[at] is { } known ? $" ({known.Name})" : "";
            return new($"{Source}: line {Line}, column {at + 1}{column}: '{(at < Cells.Length ? Cells[at] : "")}': {why}");
        }
    }
}
