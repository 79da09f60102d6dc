using Microsoft.Playwright;
using WageSim.Reports.Charts;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.Reports.Pages;

/// <summary>Pages as a browser shows them: reports of one run and of three.</summary>
public sealed class PageInBrowserTests(FinishedRuns runs, Browser browser) : IClassFixture<FinishedRuns>, IClassFixture<Browser>
{
    private string Report(bool several)
    {
        string folder = runs.New();
        string[] of = several ? [runs.First, runs.Second, runs.File] : [runs.First];
        Cli.Good(["report", .. of, "--out", folder]);
        return Path.Combine(folder, "index.html");
    }

    [BrowserTheory]
    [InlineData(1280, ColorScheme.Light, false)]
    [InlineData(1280, ColorScheme.Dark, true)]
    [InlineData(390, ColorScheme.Light, true)]
    [InlineData(390, ColorScheme.Dark, false)]
    public async Task A_report_opens_without_faults_and_without_scrolling_sideways(int width, ColorScheme theme, bool several)
    {
        List<string> faults = [];
        var page = await browser.Open(Report(several), width, theme, faults);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        string background = theme == ColorScheme.Dark ? Palette.DarkBackground : Palette.LightBackground;
        Assert.Equal(Rgb(background), await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('.full,.narrow')].filter(f => f.offsetParent && " +
            $"(f.className === '{(width < 640 ? "full" : "narrow")}')).length"));
        Assert.Equal("[]", await page.EvaluateAsync<string>(Clipped));
        Assert.Empty(faults);
        await page.CloseAsync();
    }

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task The_button_changes_the_theme_and_hovering_shows_the_value(int width)
    {
        List<string> faults = [];
        var page = await browser.Open(Report(several: false), width, ColorScheme.Light, faults);
        await page.ClickAsync("#theme");
        Assert.Equal(Rgb(Palette.DarkBackground), await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Equal("Light theme", await page.InnerTextAsync("#theme"));
        var mark = page.Locator($"#utilisation .{(width < 640 ? "narrow" : "full")} .m").First;
        await mark.ScrollIntoViewIfNeededAsync();
        await mark.HoverAsync();
        await page.WaitForFunctionAsync("document.querySelector('#tip').innerText !== ''");
        Assert.Matches("^conv0, forward: [0-9.]+ %$", await page.InnerTextAsync("#tip"));
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(faults);
        await page.CloseAsync();
    }

    [BrowserTheory]
    [InlineData(718)]
    public async Task A_printed_report_is_light_and_shows_whole_tables(int width)
    {
        List<string> faults = [];
        var page = await browser.Open(Report(several: true), width, ColorScheme.Dark, faults);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal(Rgb(Palette.LightBackground), await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.False(await page.IsVisibleAsync("#theme"));
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('.scroll')].filter(box => box.scrollHeight > box.clientHeight + 1).length"));
        Assert.Equal("[]", await page.EvaluateAsync<string>(
            "JSON.stringify([...document.querySelectorAll('table')].filter(t => t.getBoundingClientRect().right > innerWidth + 1)" +
            ".map(t => t.closest('.table').id))"));
        Assert.True((await page.PdfAsync(new() { Format = "A4" })).Length > 10_000);
        Assert.Empty(faults);
        await page.CloseAsync();
    }

    // Words of figures that reach beyond their picture, as the browser's own font has them.
    private const string Clipped = """
        JSON.stringify([...document.querySelectorAll('svg.chart text')].filter(text => {
          const picture = text.ownerSVGElement.getBoundingClientRect(), box = text.getBoundingClientRect();
          return box.width > 0 && (box.left < picture.left - 1 || box.right > picture.right + 1 || box.top < picture.top - 1 ||
            box.bottom > picture.bottom + 1);
        }).map(text => text.textContent))
        """;

    private static string Rgb(string colour) =>
        $"rgb({string.Join(", ", Enumerable.Range(0, 3).Select(i => Convert.ToInt32(colour[(1 + 2 * i)..(3 + 2 * i)], 16)))})";
}
