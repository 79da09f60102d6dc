namespace WageSim.Workloads.Topologies;

/// <summary>A column of a SCALE-Sim topology file.</summary>
/// <param name="Spellings">Headers that mean it, letters only, in lower case.</param>
/// <param name="Most">Largest value.</param>
/// <param name="Optional">Whether files without it are read: as 1, or as the stride of the other direction.</param>
internal sealed record TopologyColumn(string Name, string[] Spellings, int Most, bool Optional = false)
{
    private const int MostPixels = 65536, MostElements = (1 << 24) - 1;

    /// <summary>Of a convolution; one stride serves both directions, as in files before version 3.</summary>
    public static readonly TopologyColumn[] Convolution =
    [
        new("IFMAP Height", ["ifmapheight", "ifmaph", "inputheight"], MostPixels),
        new("IFMAP Width", ["ifmapwidth", "ifmapw", "inputwidth"], MostPixels),
        new("Filter Height", ["filterheight", "filterh", "filtheight", "kernelheight"], MostPixels),
        new("Filter Width", ["filterwidth", "filterw", "filtwidth", "kernelwidth"], MostPixels),
        new("Channels", ["channels", "channel", "numchannels", "numchannel", "inputchannels"], MostElements),
        new("Num Filter", ["numfilter", "numfilters", "filters", "numfilt"], MostElements),
        new("Strides", ["strides", "stride", "strideheight", "strideh"], MostPixels),
        new("Stride Width", ["stridewidth", "stridew"], MostPixels, Optional: true),
    ];

    /// <summary>Of a matrix product.</summary>
    public static readonly TopologyColumn[] Product =
    [
        new("M", ["m"], MostElements), new("N", ["n"], MostElements), new("K", ["k"], MostElements),
        new("Batch", ["batch", "batches", "numbatch"], MostPixels, Optional: true),
    ];
}
