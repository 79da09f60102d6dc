using WageSim.Models;

namespace WageSim.Workloads.Datasets.Images;

/// <summary>Reads PNG images, and JPEG images by the program djpeg; which it is, the first bytes say, not the name.</summary>
/// <param name="djpeg">The program, found on the path or given with its folder.</param>
public sealed class ImageDecoder(string djpeg = ImageDecoder.Djpeg)
{
    /// <summary>libjpeg-turbo's decoder: the same pixels on every host.</summary>
    public const string Djpeg = "djpeg";

    private const int MagicBytes = 8;

    /// <summary>Decodes a file.</summary>
    public RgbImage Read(string path)
    {
        byte[] file = ReadableFile.Read(path, stream =>
        {
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        });
        var magic = file.AsSpan(0, Math.Min(MagicBytes, file.Length));
        if (magic is [0xff, 0xd8, 0xff, ..]) return new JpegProgram(djpeg).Decode(path);
        if (magic.SequenceEqual(PngReader.Signature))
        {
            try
            {
                return PngReader.Decode(file);
            }
            catch (InvalidDataException error)
            {
                throw new InputException($"{path}: the PNG image cannot be decoded: {error.Message}", error);
            }
        }
        throw new InputException($"{path}: is neither a JPEG nor a PNG image: its first bytes are {Convert.ToHexStringLower(magic)}");
    }
}
