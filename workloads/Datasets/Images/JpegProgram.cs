using System.ComponentModel;
using System.Diagnostics;
using WageSim.Models;

namespace WageSim.Workloads.Datasets.Images;

/// <summary>Decodes JPEG files by djpeg of libjpeg-turbo, a process each.</summary>
internal sealed class JpegProgram(string program)
{
    // Exit code of warnings, such as of bytes too many, with which the image is still whole; but for this one.
    private const int Warned = 2;
    private const string Premature = "Premature end";

    public RgbImage Decode(string path)
    {
        using var process = Start(path);
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        string said = errors.GetAwaiter().GetResult().Trim().ReplaceLineEndings(" ");
        bool whole = process.ExitCode == 0 || (process.ExitCode == Warned && !said.Contains(Premature));
        if (!whole) throw Bad(path, said.Length > 0 ? said : $"{program} ends with exit code {process.ExitCode}");
        try
        {
            return PortablePixmap.Read(output.ToArray());
        }
        catch (InvalidDataException error)
        {
            throw Bad(path, $"{program} writes {error.Message}");
        }
    }

    private Process Start(string path)
    {
        var start = new ProcessStartInfo(program, ["-pnm", Path.GetFullPath(path)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new InputException(
                $"{path}: JPEG images are decoded by the program {program} of libjpeg-turbo, which cannot be started", error);
        }
    }

    private static InputException Bad(string path, string why) => new($"{path}: the JPEG image cannot be decoded: {why}");
}
