using Microsoft.Playwright;
using WageSim.Reports.Charts;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.Sweeps;

/// <summary>The page of a sweep of 72 chips, as a browser shows it.</summary>
public sealed class ParetoPageInBrowserTests(ParetoPageInBrowserTests.Sweep sweep, Browser browser)
    : IClassFixture<ParetoPageInBrowserTests.Sweep>, IClassFixture<Browser>
{
    /// <summary>A small network on chips with four parameters.</summary>
    public sealed class Sweep : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Sweep()
        {
            if (Browser.Installed is null) return;
            Cli.Good("sweep", "--network", "4C3-MP2-10SSE", "--batch", "4", "--chip", "edge", "--out", folder.File("s"),
                "--grid", "array=4x4,8x8,8x16,16x16 macBits=2,4,8 scratchpad.banks=4,8,16 dram=lpddr4-3200,hbm2");
            Cli.Good("pareto", folder.File("s"), "--objectives", "time,energy,area,edp");
        }

        public string Page => Path.Combine(folder.File("s"), "pareto.html");

        public void Dispose() => folder.Dispose();
    }

    // Words of figures that reach beyond their picture.
    private const string Clipped = """
        JSON.stringify([...document.querySelectorAll('svg.chart text')].filter(text => {
          const picture = text.ownerSVGElement.getBoundingClientRect(), box = text.getBoundingClientRect();
          return box.width > 0 && (box.left < picture.left - 1 || box.right > picture.right + 1 || box.top < picture.top - 1 ||
            box.bottom > picture.bottom + 1);
        }).map(text => text.textContent))
        """;

    [BrowserTheory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task It_opens_without_faults_or_scrolling_sideways_and_a_click_on_a_mark_leads_to_its_chip(int width, ColorScheme theme)
    {
        List<string> faults = [];
        var page = await browser.Open(sweep.Page, width, theme, faults);
        string background = theme == ColorScheme.Dark ? Palette.DarkBackground : Palette.LightBackground;
        Assert.Equal(background, await page.EvaluateAsync<string>("'#' + getComputedStyle(document.body).backgroundColor" +
            ".match(/[0-9]+/g).map(part => Number(part).toString(16).padStart(2, '0')).join('')"), ignoreCase: true);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal("[]", await page.EvaluateAsync<string>(Clipped));
        // Every number of an axis is readable: none has an exponent.
        Assert.Equal("[]", await page.EvaluateAsync<string>(
            "JSON.stringify([...document.querySelectorAll('svg.chart text')].map(t => t.textContent)" +
            ".filter(t => /[0-9]E[-+]?[0-9]/.test(t)))"));
        Assert.Equal(72, await page.EvaluateAsync<int>("document.querySelectorAll('details.point').length"));

        // The first mark of the first scatter plot that is shown; those above it may be drawn over it.
        var mark = page.Locator($"figure .{(width < 640 ? "narrow" : "full")} a[href^='#point-']").Last;
        string target = (await mark.GetAttributeAsync("href"))!;
        Assert.False(await page.EvaluateAsync<bool>($"document.querySelector('{target}').open"));
        await mark.ScrollIntoViewIfNeededAsync();
        await mark.ClickAsync(new() { Force = true });
        // The browser follows the link first and tells the page afterwards: the point opens some time after the click.
        await page.WaitForFunctionAsync($"document.querySelector('{target}').open");
        await page.WaitForFunctionAsync(
            $"(() => {{ const top = document.querySelector('{target}').getBoundingClientRect().top; " +
            "return top > -2 && top < innerHeight; })()");
        Assert.Contains("arrays", await page.Locator(target).InnerTextAsync());
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        // All points open: their tables scroll within themselves.
        await page.EvaluateAsync("document.querySelectorAll('details.point').forEach(point => point.open = true)");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(faults);
        await page.CloseAsync();
    }
}
