using WageSim.Models;

namespace WageSim.Workloads.Datasets;

/// <summary>Reads files of users: what goes wrong with one is said in one line that names it.</summary>
internal static class ReadableFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Opens a file from its beginning and reads from it.</summary>
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        try
        {
            using var stream = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
            return read(stream);
        }
        // The library's own words name archive entries and compression methods, whatever the damage.
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new InputException($"{path}: is truncated or corrupt", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }
}
