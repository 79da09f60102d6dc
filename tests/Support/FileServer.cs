using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WageSim.Tests.Support;

/// <summary>A web server on the loopback interface that misbehaves as it is told.</summary>
public sealed class FileServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task serving;

    public FileServer()
    {
        listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/set/");
        serving = Task.Run(Serve);
    }

    /// <summary>Folder of the files; ends with a slash.</summary>
    public Uri Address { get; }

    public ConcurrentDictionary<string, byte[]> Files { get; } = [];

    /// <summary>Whether it knows the Range header.</summary>
    public bool Ranges { get; set; } = true;

    /// <summary>For the next answers: after how many bytes of the body the connection breaks.</summary>
    public ConcurrentQueue<int> Breaks { get; } = [];

    /// <summary>For the next answers: a status instead of the file.</summary>
    public ConcurrentQueue<string> Failures { get; } = [];

    /// <summary>Whether it leaves out the length, as servers do that make their answers on the way.</summary>
    public bool WithoutLength { get; set; }

    /// <summary>Added to the first byte of every range.</summary>
    public int RangeError { get; set; }

    /// <summary>First line and Range header of every request.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public void Dispose()
    {
        listener.Stop();
        serving.Wait();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await Answer(client.GetStream());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped.
        }
    }

    private async Task Answer(NetworkStream stream)
    {
        var (name, from) = await Request(stream);
        try
        {
            if (Failures.TryDequeue(out string? failure))
            {
                await Head(stream, failure, "Content-Length: 0");
                return;
            }
            if (!Files.TryGetValue(name, out byte[]? file))
            {
                await Head(stream, "404 Not Found", "Content-Length: 0");
                return;
            }
            bool range = Ranges && from is not null;
            int start = range ? from!.Value + RangeError : 0;
            if (start >= file.Length && range)
            {
                await Head(stream, "416 Range Not Satisfiable", $"Content-Range: bytes */{file.Length}", "Content-Length: 0");
                return;
            }
            string length = WithoutLength ? "X-Length: none" : $"Content-Length: {file.Length - start}";
            if (range) await Head(stream, "206 Partial Content", length, $"Content-Range: bytes {start}-{file.Length - 1}/{file.Length}");
            else await Head(stream, "200 OK", length);
            int count = Breaks.TryDequeue(out int most) ? Math.Min(most, file.Length - start) : file.Length - start;
            await stream.WriteAsync(file.AsMemory(start, count));
        }
        catch (IOException)
        {
            // The client has heard enough.
        }
    }

    private async Task<(string Name, int? From)> Request(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, false, 1024, leaveOpen: true);
        string first = await reader.ReadLineAsync() ?? "", range = "";
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase)) range = line["Range: bytes=".Length..];
        Requests.Enqueue($"{first.Replace(" HTTP/1.1", "")} {range}".TrimEnd());
        return (first.Split(' ')[1]["/set/".Length..], range.Length > 0 ? int.Parse(range.Split('-')[0]) : null);
    }

    private static async Task Head(NetworkStream stream, string status, params string[] headers)
    {
        string[] lines = [$"HTTP/1.1 {status}", .. headers, "Connection: close", "", ""];
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines)));
    }
}
