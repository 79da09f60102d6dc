using System.Globalization;
using System.Text;

namespace WageSim.Workloads.Datasets.Images;

/// <summary>Binary PPM and PGM: P6 or P5, width, height, 255, a blank, then bytes.</summary>
internal static class PortablePixmap
{
    private const int HeaderWords = 4;

    /// <summary>Reads an image; a grey one has three equal channels.</summary>
    public static RgbImage Read(byte[] file)
    {
        var words = new List<string>();
        int at = 0;
        while (words.Count < HeaderWords && at < file.Length)
        {
            int end = Array.FindIndex(file, at, value => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t');
            if (end < 0) break;
            words.Add(Encoding.ASCII.GetString(file, at, end - at));
            at = end + 1;
        }
        if (words is not [("P5" or "P6") and var kind, var wide, var high, "255"]
            || !Size(wide, out int width) || !Size(high, out int height) || (long)width * height > RgbImage.MaxPixels)
            throw new InvalidDataException("no PPM or PGM image of bytes");
        int channels = kind == "P6" ? RgbImage.Channels : 1, bytes = width * height * channels;
        if (file.Length - at != bytes) throw new InvalidDataException($"{file.Length - at} bytes of pixels instead of {bytes}");
        byte[] pixels = file[at..];
        return new(width, height, channels == 1 ? [.. pixels.SelectMany(value => Enumerable.Repeat(value, RgbImage.Channels))] : pixels);

        static bool Size(string text, out int size) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is > 0 and <= ushort.MaxValue;
    }
}
