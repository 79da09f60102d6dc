using WageSim.CommandLine;
using WageSim.Models;
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

    private const int MaxElements = 1 << 24;

    /// <summary>The network with its shapes, for images of a shape that was given, or else its own, or else the digits'.</summary>
    public static Network Build(string asked, string? input)
    {
        var choice = Of(asked);
        return Network.Parse(choice.Notation, input is null ? choice.Input ?? NetworkCatalogue.All[0].Input : ParseShape(input));
    }

    private static ImageShape ParseShape(string text)
    {
        int[] sizes = [.. text.Split('x', '×').Select(part => part.All(char.IsAsciiDigit) && int.TryParse(part, out int size) ? size : 0)];
        if (sizes.Length != 3 || sizes.Contains(0))
            throw new InputException($"--input: '{text}' is not a shape; HxWxC is expected, such as 28x28x1");
        if ((Int128)sizes[0] * sizes[1] * sizes[2] > MaxElements)
            throw new InputException($"--input: {text} has more than {Format.Count(MaxElements)} elements");
        return new(sizes[0], sizes[1], sizes[2]);
    }

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
