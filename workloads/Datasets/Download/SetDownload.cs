using WageSim.Models;

namespace WageSim.Workloads.Datasets.Download;

/// <summary>Fetches what a folder lacks of a published set.</summary>
public static class SetDownload
{
    /// <summary>Fetches into a folder that exists; files that are there already are checked and left as they are.</summary>
    /// <param name="source">Address of the folder with the files.</param>
    /// <param name="progress">Called with the bytes of the set that are newly there.</param>
    /// <param name="done">Called with each file's name and whether it was fetched, when it is there and right.</param>
    public static async Task Fetch(
        PublishedSet set, Uri source, string folder, Downloader downloader, Action<long> progress, Action<PublishedFile, bool> done,
        CancellationToken cancellation)
    {
        foreach (var file in set.Files)
        {
            long there = 0;
            bool present = Present(file, folder, cancellation);
            if (!present)
            {
                var address = new Uri(source, file.Name);
                await downloader.Fetch(file, address, Path.Combine(folder, file.Name), Report, cancellation);
            }
            Report(file.Bytes);
            done(file, !present);

            void Report(long bytes)
            {
                progress(bytes - there);
                there = bytes;
            }
        }
    }

    private static bool Present(PublishedFile file, string folder, CancellationToken cancellation)
    {
        try
        {
            return SetCheck.Find(file, folder, _ => { }, cancellation) is not null;
        }
        catch (InputException error)
        {
            throw new InputException($"{error.Message}; move it away to fetch it anew", error);
        }
    }
}
