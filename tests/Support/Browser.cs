using Microsoft.Playwright;

namespace WageSim.Tests.Support;

/// <summary>Debian's Chromium, without a display, for tests of pages.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Program = "chromium";
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The program's path, or null where it is not installed.</summary>
    public static string? Installed { get; } = Environment.GetEnvironmentVariable("PATH")?.Split(':')
        .Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists);

    /// <summary>Opens a file in a window of some width.</summary>
    /// <param name="faults">Gets the console's errors and warnings, and requests for anything but files.</param>
    public async Task<IPage> Open(string file, int width, ColorScheme theme, List<string> faults)
    {
        var page = await browser!.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = theme });
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") faults.Add(message.Text);
        };
        page.PageError += (_, error) => faults.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                faults.Add(request.Url);
        };
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return page;
    }

    public async Task InitializeAsync()
    {
        if (Installed is null) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Installed, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
    }
}

/// <summary>A theory that needs Chromium, and is skipped with the reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (Browser.Installed is null) Skip = "chromium is not installed";
    }
}
