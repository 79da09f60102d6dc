using System.Globalization;
using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Runs;

namespace WageSim.Sweeps;

/// <summary>What was asked for → a sweep with every default filled in.</summary>
public static class SweepRequest
{
    private const string DefaultChip = "base", Random = "random", Latin = "latin";

    /// <summary>"array=8x8,16x16 macBits=2,4" → dimensions.</summary>
    public static IEnumerable<Dimension> Grid(string text)
    {
        string[] parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) throw new InputException("--grid: is empty; KEY=VALUE,VALUE… is expected, such as array=8x8,16x16");
        foreach (string part in parts)
        {
            int equals = part.IndexOf('=');
            if (equals <= 0) throw new InputException($"--grid: '{part}': KEY=VALUE,VALUE… is expected, such as array=8x8,16x16");
            yield return Within("--grid", () => Dimension.Parse(part[..equals], part[(equals + 1)..]));
        }
    }

    /// <summary>The sweep of a file, changed by what the command line says.</summary>
    public static SweepPlan Plan(SweepFile? file, SweepFile line)
    {
        file ??= new();
        // A dimension of the command line takes the place of the file's.
        List<Dimension> dimensions =
            [.. file.Dimensions.Where(other => line.Dimensions.All(own => own.Key != other.Key)), .. line.Dimensions];
        string[] listed = [.. (file.Points ?? []).SelectMany(point => point.Select(entry => entry.Key)).Distinct()];
        if (file.Points is null && dimensions.All(dimension => dimension.Count == 1 && SweepKeys.Workload.Contains(dimension.Key)))
            throw new InputException("sweep: nothing is varied; --grid KEY=VALUE,VALUE… or a sweep file with grid or points is expected");
        bool isTopology = SweepKeys.IsTopology([.. listed, .. dimensions.Select(dimension => dimension.Key)]);
        if (isTopology && WorkOf(line.Work ?? file.Work) is { } asked and not Work.Inference)
            throw new InputException($"--work: {asked.ToString().ToLowerInvariant()}: layers of a topology run forward only: inference");
        Default(SweepKeys.Chip, DefaultChip);
        bool isOfDigits = Only(SweepKeys.Network) is "digits-cnn" or "niti-digits" or "wageubn-digits";
        int batch = isTopology ? 1 : TrainingPlan.DefaultBatch(isOfDigits);
        Default(SweepKeys.Batch, $"{batch}");
        string[] first =
        [
            SweepKeys.Scheme, SweepKeys.Network, SweepKeys.Topology, SweepKeys.Batch, SweepKeys.Bits, SweepKeys.WeightBits, SweepKeys.Chip,
        ];
        var work = WorkOf(line.Work ?? file.Work) ?? (isTopology ? Work.Inference : Work.Step);
        var (samples, count) = Samples(line.Samples ?? file.Samples);
        var plan = new SweepPlan
        {
            Dimensions = [.. dimensions.OrderBy(dimension => Array.IndexOf(first, dimension.Key) is var at && at < 0 ? first.Length : at)],
            Listed = file.Points, Samples = samples, Count = count, Seed = (uint)(line.Seed ?? file.Seed ?? 1),
            Overrides = [.. file.Overrides, .. line.Overrides], Work = work, Images = line.Images ?? file.Images,
            Constraints = [.. file.Constraints.Concat(line.Constraints).Select(ConstraintParser.Parse)],
            Densities = (line.Densities ?? file.Densities) is { } run ? Densities.Read(run) : null,
        };
        if (samples == SampleKind.Grid && (line.Seed ?? file.Seed) is not null) throw new InputException("--seed: is for --samples");
        if (isTopology && plan.Densities is not null) throw new InputException("--densities: are of networks; the sweep is of a topology");
        if (plan.Work != Work.Epoch && plan.Images is not null) throw new InputException("--images: is for --work epoch");
        return plan;

        void Default(string key, string value)
        {
            if (!listed.Contains(key) && dimensions.All(dimension => dimension.Key != key)) dimensions.Add(new(key, [value]));
        }

        string? Only(string key) => dimensions.FirstOrDefault(dimension => dimension.Key == key) is { Values: [var value] } ? value : null;
    }

    private static (SampleKind, int) Samples(string? text)
    {
        if (text is null) return (SampleKind.Grid, 0);
        string[] parts = text.Split(':');
        SampleKind? kind = parts[0] switch { Random => SampleKind.Random, Latin => SampleKind.LatinHypercube, _ => null };
        bool good = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int _);
        int count = good ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        return kind is { } known && count is >= 1 and <= Sampling.MostPoints
            ? (known, count)
            : throw new InputException($"--samples: '{text}': {Random}:N or {Latin}:N is expected, N from 1 to {Sampling.MostPoints}");
    }

    private static Work? WorkOf(string? text)
    {
        string[] names = [.. Enum.GetNames<Work>().Select(name => name.ToLowerInvariant())];
        if (text is null) return null;
        return names.Contains(text) ? Enum.Parse<Work>(text, ignoreCase: true)
            : throw new InputException(
                $"--work: '{text}' is unknown; did you mean {Spelling.Nearest(text, names)}? It is one of {string.Join(", ", names)}");
    }

    /// <summary>Names the option in an error.</summary>
    public static T Within<T>(string option, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InputException error)
        {
            throw new InputException($"{option}: {error.Message}", error);
        }
    }
}
