using System.Diagnostics;
using System.Security.Cryptography;
using WageSim.Models;
using WageSim.Tests.Support;
using WageSim.Workloads.Datasets.Images;

namespace WageSim.Tests.Workloads.Datasets.Images;

/// <summary>Real JPEG files through the real program, where it is installed.</summary>
public sealed class DjpegTests : IDisposable
{
    // A pattern of 20×14 pixels, written by libjpeg-turbo 2.1.5, and the SHA-256 of the pixels that its djpeg reads from it.
    private static readonly Dictionary<string, (string Base64, string Sha256)> files = new()
    {
        ["baseline"] = (
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/" +
            "2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAOABQDASIAAhEBAxEB/8QA" +
            "FgABAQEAAAAAAAAAAAAAAAAABwAG/8QAJhAAAAMGBQUAAAAAAAAAAAAAAAERAgMEBQYSEyEjQaEUJEJRkv/EABYBAQEBAAAAAAAAAAAAAAAAAAQFB//EACMR" +
            "AAEDAgUFAAAAAAAAAAAAAAECAxEABgUSISIxNEGRotH/2gAMAwEAAhEDEQA/AA+SUZ09reHcuSIg3Ekoy+1/hpuiegmSSloaHtbVlpckRBq4OQw5P3TtlCbe" +
            "kWZeOxHwHvY21hzBU8IAjZqYJMA5u8kxHGuvFQ7VvJxZTBo4hKX0C7fkQbISiIbALXZ+BAgve446X3R8rZ27tRkG4+DX/9k=",
            "5919ecd7e34a407d39cc91e4969bf589bb8541fce6fa6af6af29d0562a42f1b6"),
        ["progressive"] = (
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//" +
            "2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAOABQDASIAAhEBAxEB/8QA" +
            "FgABAQEAAAAAAAAAAAAAAAAABAAF/8QAFgEBAQEAAAAAAAAAAAAAAAAAAgMF/90ABAAC/9oADAMBAAIQAxAAAAHJW9CkG1Y6X//EABcQAAMBAAAAAAAAAAAA" +
            "AAAAAAACAwH/3QAEAAP/2gAIAQEAAQUCWQsjJn//0FmYhkj/xAAXEQADAQAAAAAAAAAAAAAAAAAAAQQD/90ABAAC/9oACAEDAQE/AcKRUH//xAAaEQACAgMA" +
            "AAAAAAAAAAAAAAAAAQIDFCFS/9oACAECAQE/AXaoLZlXcn//xAAUEAEAAAAAAAAAAAAAAAAAAAAQ/90ABAAD/9oACAEBAAY/An//0H//xAAaEAADAAMBAAAA" +
            "AAAAAAAAAAAAAREhMUFh/9oACAEBAAE/IYcOkMGj/9BCEVeiZs//3QAEAAL/2gAMAwEAAgADAAAAEMs//8QAFxEAAwEAAAAAAAAAAAAAAAAAAAERMf/aAAgB" +
            "AwEBPxBzgiaf/8QAGxEAAgEFAAAAAAAAAAAAAAAAAAERMUHB0fD/2gAIAQIBAT8QkKUtmTk1o//EABsQAAICAwEAAAAAAAAAAAAAAAARASExQZFR/90ABAAD" +
            "/9oACAEBAAE/EK82HrkUD//QVzUiJGdvBFTh/9k=",
            "12028e2ff148530743f61f9ec70981786a772c42b0883de94a8b1d3c8e4ef562"),
        ["grey"] = (
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/" +
            "wAALCAAOABQBAREA/8QAFgABAQEAAAAAAAAAAAAAAAAABQYH/8QAJBAAAAUCBgMBAAAAAAAAAAAAAAECAxEEBQYSEyMxQSFRYZL/2gAIAQEAAD8Azmiw7pQr" +
            "LPXAo6LDuaHMn2IDzVk2y2gjRWRpqFSR9cBtm1tE4hJeFLLn10F2sNNaZbhfkf/Z",
            "e2e91c54f5701d0225a3b89ebf41185155bf494ba478311d9412dc97caf29522"),
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [DjpegTheory, InlineData("baseline"), InlineData("progressive"), InlineData("grey")]
    public void JPEG_files_are_decoded(string kind)
    {
        var (base64, sha256) = files[kind];
        string path = folder.File("x.jpg");
        File.WriteAllBytes(path, Convert.FromBase64String(base64));
        var image = new ImageDecoder().Read(path);
        Assert.Equal((20, 14), (image.Width, image.Height));
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(image.Pixels)));
    }

    [DjpegTheory, InlineData(400), InlineData(200), InlineData(20)]
    public void A_file_that_ends_early_is_an_error(int length)
    {
        string path = folder.File("x.jpg");
        File.WriteAllBytes(path, Convert.FromBase64String(files["baseline"].Base64)[..length]);
        string message = Assert.Throws<InputException>(() => new ImageDecoder().Read(path)).Message;
        Assert.StartsWith($"{path}: the JPEG image cannot be decoded: ", message);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class DjpegTheoryAttribute : TheoryAttribute
    {
        public DjpegTheoryAttribute()
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(ImageDecoder.Djpeg, "-version") { RedirectStandardError = true });
                process!.WaitForExit();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Skip = $"the program {ImageDecoder.Djpeg} of libjpeg-turbo is not installed";
            }
        }
    }
}
