using System.Net;
using System.Net.Http.Headers;
using WageSim.Models;

namespace WageSim.Workloads.Datasets.Download;

/// <summary>
/// Fetches a file to a temporary name beside its own, goes on where an earlier attempt broke off, and renames it when its sum is right.
/// </summary>
/// <param name="pause">Time before the second attempt after an attempt that brought nothing; doubled each time.</param>
/// <param name="patience">Longest time without a byte.</param>
public sealed class Downloader(HttpClient client, TimeSpan pause, TimeSpan patience)
{
    private const int FruitlessAttempts = 3, BufferBytes = 1 << 17;

    private sealed record Failure(string Reason);

    /// <summary>What is left of a file that is still on its way.</summary>
    public static string Partial(string path) => path + ".part";

    /// <summary>Fetches a published file from an address to a path that is free.</summary>
    /// <param name="progress">Called with the bytes that are there.</param>
    public async Task Fetch(PublishedFile file, Uri address, string path, Action<long> progress, CancellationToken cancellation)
    {
        string partial = Partial(path);
        for (int fruitless = 0; Length(partial) != file.Bytes;)
        {
            long before = Length(partial);
            if (before > file.Bytes) File.Delete(partial);
            if (await Attempt(file, address, partial, progress, cancellation) is not { } failure) continue;
            fruitless = Length(partial) > before ? 0 : fruitless + 1;
            if (fruitless >= FruitlessAttempts)
            {
                long there = Length(partial);
                string later = there > 0 ? $"; {there} of {file.Bytes} bytes are there, and the same command goes on from them" : "";
                throw new InputException($"{address}: {failure.Reason}{later}");
            }
            if (fruitless > 0) await Task.Delay(pause * (1 << fruitless - 1), cancellation);
        }
        Finish(file, address, partial, path, cancellation);
    }

    private async Task<Failure?> Attempt(
        PublishedFile file, Uri address, string partial, Action<long> progress, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(patience);
        try
        {
            long have = Length(partial);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (have > 0) request.Headers.Range = new(have, null);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                File.Delete(partial);
                return new("the server has no such range");
            }
            if ((int)response.StatusCode >= 500) return new(Status(response));
            if (!response.IsSuccessStatusCode) throw new InputException($"{address}: {Status(response)}");
            bool goesOn = response.StatusCode == HttpStatusCode.PartialContent;
            if (goesOn && response.Content.Headers.ContentRange?.From != have)
            {
                File.Delete(partial);
                return new($"the server sent another range than from byte {have}");
            }
            // A server without ranges sends the file from its beginning.
            long start = goesOn ? have : 0;
            CheckSize(file, address, start, response.Content.Headers);
            await using var source = await response.Content.ReadAsStreamAsync(stop.Token);
            await using var target = new FileStream(partial, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);
            return await Copy(source, target, start, file.Bytes);
        }
        catch (HttpRequestException error)
        {
            return new(error.Message.ReplaceLineEndings(" "));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new($"no answer for {patience.TotalSeconds:0.#} s");
        }

        async Task<Failure?> Copy(Stream source, FileStream target, long at, long end)
        {
            byte[] buffer = new byte[BufferBytes];
            while (true)
            {
                stop.CancelAfter(patience);
                int count;
                try
                {
                    count = await source.ReadAsync(buffer, stop.Token);
                }
                catch (IOException)
                {
                    return new("the connection broke");
                }
                if (count == 0) return at < end ? new("the connection broke") : null;
                at += count;
                if (at > end) throw new InputException($"{address}: sends more than the published {end} bytes");
                await target.WriteAsync(buffer.AsMemory(0, count), cancellation);
                progress(at);
            }
        }
    }

    private static void CheckSize(PublishedFile file, Uri address, long start, HttpContentHeaders headers)
    {
        if (headers.ContentLength is { } length && start + length != file.Bytes)
            throw new InputException($"{address}: has {start + length} bytes; the published file has {file.Bytes}");
    }

    private static void Finish(PublishedFile file, Uri address, string partial, string path, CancellationToken cancellation)
    {
        string md5 = ReadableFile.Read(partial, stream => Checksum.Md5(stream, _ => { }, cancellation));
        if (md5 != file.Md5)
        {
            // What is wrong cannot be gone on from.
            File.Delete(partial);
            throw new InputException($"{address}: md5 {md5} of the {file.Bytes} bytes is not the published {file.Md5}; they are not kept");
        }
        File.Move(partial, path);
    }

    private static string Status(HttpResponseMessage response) => $"the server answers {(int)response.StatusCode} {response.ReasonPhrase}";

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
