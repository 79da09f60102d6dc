using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Workloads.Datasets.Download;

namespace WageSim.Commands;

/// <summary>Fetches published data sets and checks them.</summary>
internal static class DataCommand
{
    private const double Megabyte = 1e6;
    private static readonly TimeSpan pause = TimeSpan.FromSeconds(1), patience = TimeSpan.FromSeconds(60);

    public static Command Create(CancellationToken cancellation)
    {
        var command = new Command("data", "Fetch and check data sets") { Get(cancellation), Verify(cancellation) };
        command.SetAction(parsed => command.Parse(["--help"]).Invoke(parsed.InvocationConfiguration));
        return command;
    }

    private static Argument<string> Name() => new("NAME")
    {
        Description = string.Join(", ", PublishedSets.All.Select(set => set.Name)),
    };

    private static Command Get(CancellationToken cancellation)
    {
        var name = Name();
        var folder = Choices.Text("--out", "DIR", "where the files go (default: data/NAME)");
        var from = Choices.Text("--from", "URL", "folder that they come from (default: the set's public source)");
        var json = Choices.Json();
        var command = new Command("get", "Fetch a data set; a broken download goes on where it broke") { name, folder, from, json };
        command.SetAction(parsed =>
        {
            var set = PublishedSets.Get(parsed.GetValue(name)!);
            string target = parsed.GetValue(folder) ?? Path.Combine("data", set.Name);
            var source = parsed.GetValue(from) is { } text ? Source(text) : set.Source;
            OutputFile.Check(parsed.GetValue(json));
            OutputFile.MakeFolder(target);
            Fetch(set, source, target, cancellation);
            if (parsed.GetValue(json) is { } path)
                OutputFile.WriteJson(path, new { set.Name, Folder = target, Source = source, Files = Files(set, target, cancellation) });
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Verify(CancellationToken cancellation)
    {
        var name = Name();
        var folder = new Argument<string>("DIR") { Description = "folder with the files" };
        var json = Choices.Json();
        var command = new Command("verify", "Compare a folder's files with the published sums") { name, folder, json };
        command.SetAction(parsed =>
        {
            var set = PublishedSets.Get(parsed.GetValue(name)!);
            string place = parsed.GetValue(folder)!;
            OutputFile.Check(parsed.GetValue(json));
            var files = Files(set, place, cancellation);
            foreach (var file in files)
            {
                string how = file.Repacked ? "repacked, the same inside" : "as published";
                Output.Line($"{file.Path}: {Format.Count(file.Bytes)} bytes, md5 {file.Md5}, {how}");
            }
            OutputFile.WriteJson(parsed.GetValue(json), new { set.Name, Folder = place, Files = files });
            return ExitCode.Good;
        });
        return command;
    }

    private static void Fetch(PublishedSet set, Uri source, string folder, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { UseProxy = !source.IsLoopback };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new(CommandLineApp.Name, CommandLineApp.Version));
        var downloader = new Downloader(client, pause, patience);
        LongTask.Run("fetching", "MB", set.Files.Sum(file => file.Bytes) / Megabyte, task =>
        {
            SetDownload.Fetch(
                set, source, folder, downloader, bytes => task.Advance(bytes / Megabyte),
                (file, fetched) => task.Line($"{Path.Combine(folder, file.Name)}: {(fetched ? "fetched" : "there already")}, sum right"),
                cancellation).GetAwaiter().GetResult();
            return true;
        });
        Output.Line($"ready: --data {set.Name}:{folder}");
    }

    private static IReadOnlyList<CheckedFile> Files(PublishedSet set, string folder, CancellationToken cancellation) =>
        LongTask.Run("checking", "MB", SetCheck.Bytes(set, folder) / Megabyte, task =>
            SetCheck.All(set, folder, bytes => task.Advance(bytes / Megabyte), cancellation));

    // A folder, whether or not its slash is written.
    private static Uri Source(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new InputException($"--from: '{text}' is not an http or https address");
}
