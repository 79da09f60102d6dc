using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Reports;
using WageSim.Runs;
using WageSim.Tests.Support;
using WageSim.Tests.Workloads.Datasets.Images;

namespace WageSim.Tests.EndToEnd;

/// <summary>A small network on photographs of class folders, as the ImageNet preset trains AlexNet.</summary>
public sealed class PhotographTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PhotographTrainingTests()
    {
        var random = new Random(7);
        string[] names = ["train/a/1", "train/a/2", "train/a/3", "train/b/1", "train/b/2", "train/b/3", "val/a/1", "val/b/1"];
        foreach (string name in names)
        {
            string path = folder.File($"{name}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            int width = random.Next(200, 300), height = random.Next(200, 300);
            byte[] pixels = new byte[width * height * 3];
            random.NextBytes(pixels);
            File.WriteAllBytes(path, PngBytes.Rgb(width, height, pixels));
        }
    }

    public void Dispose() => folder.Dispose();

    private RunResult Run(int threads)
    {
        var settings = new TrainSettings
        {
            Preset = "imagenet-alexnet", Data = $"imagenet:{folder.Path}", Network = "8C11/8p2-MP3/2-8C3-MP3/2-2CE", Batch = 2, Epochs = 1,
            Check = 1, Threads = threads,
        };
        string json = folder.File($"{threads}.json");
        Assert.Equal(ExitCode.Good, TrainingRun.Execute(settings, json, default));
        return JsonSerializer.Deserialize<RunResult>(File.ReadAllText(json), JsonSerializerOptions.Web)!;
    }

    [Fact]
    public void Photographs_train_the_same_weights_with_any_number_of_threads()
    {
        var (one, two) = (Run(1), Run(2));
        Assert.Equal((3, 1, 6, 2), ((int)one.Steps, one.GoldenSteps.Count, one.TrainImages, one.TestImages));
        Assert.Equal(("imagenet-alexnet", "crop+flip", "2-8-12-12"), (one.Preset, one.Augmentation, one.Bits));
        Assert.Equal((one.WeightsSha256, one.Cycles), (two.WeightsSha256, two.Cycles));
    }
}
