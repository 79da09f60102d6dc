using WageSim.CommandLine;
using WageSim.Models.Networks;
using WageSim.Workloads.Catalogue;

namespace WageSim.Commands;

/// <summary>A network as it was asked for: a name, a notation or an ONNX file.</summary>
/// <param name="Input">Images that a name or file is for; null where a notation leaves them open.</param>
/// <param name="IsFile">Whether the images are the file's, and none else will do.</param>
internal sealed record NetworkChoice(string Notation, ImageShape? Input, bool IsFile)
{
    /// <summary>The shape that images must have, or null.</summary>
    public string? RequiredInput => IsFile ? $"{Input}" : null;

    /// <summary>Looks it up; a line for each thing that a file has and the network has not.</summary>
    public static NetworkChoice Of(string asked)
    {
        var named = NetworkCatalogue.Find(asked);
        foreach (string note in named?.Notes ?? []) Output.Line($"note     {asked}: {note}");
        return named is null
            ? new(NetworkCatalogue.Resolve(asked), null, false)
            : new(named.Notation, named.Input, NetworkCatalogue.IsFile(asked));
    }
}
