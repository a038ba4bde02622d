using System.Buffers.Binary;
using BnFold.Cli.Reports.Html;
using BnFold.Cli.Terminals;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Html;

/// <summary>Pages as a browser sees them. Skipped where there is no Chromium.</summary>
public sealed class BrowserTests : IDisposable
{
    private static readonly string[] _browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_browser_reads_the_page_and_draws_it()
    {
        var page = _folder.File("report.html");
        var run = Tool.Run(
            Verifier.Compare, Ink.None, TestContext.Current.CancellationToken,
            Repository.Model("levit_small.onnx"), "-o", _folder.File("folded.onnx"), "--report", page);
        Assert.Equal(0, run.ExitCode);

        var document = await Browse("--dump-dom", page);
        Assert.Contains("<h1>levit_small.onnx</h1>", document, StringComparison.Ordinal);
        Assert.Contains("11 of 11 BatchNormalizations folded", document, StringComparison.Ordinal);
        Assert.Contains("class=\"verdict good\">Verified<", document, StringComparison.Ordinal);
        Assert.Contains("class=\"node site\"", document, StringComparison.Ordinal);

        await IsDrawn(page);
    }

    [Theory, InlineData("verify", "Differs"), InlineData("check", "Differs"), InlineData("bench", "Faster"), InlineData("stats", "Drifts")]
    public async Task A_browser_reads_the_page_of_every_command(string command, string verdict)
    {
        var page = _folder.File("report.html");
        File.WriteAllText(page, command switch
        {
            "verify" => VerifyPage.Of(SampleComparison.Of("m.onnx")),
            "check" => CheckPage.Of(SampleCheck.Of("m.onnx")),
            "bench" => BenchPage.Of(SampleBenchmark.Of("m.onnx")),
            _ => StatsPage.Of(SampleStatistics.Of("m.onnx")),
        });
        var document = await Browse("--dump-dom", page);
        Assert.Contains($">{verdict}</strong>", document, StringComparison.Ordinal);
        Assert.Contains("<h2>Run</h2>", document, StringComparison.Ordinal);
        await IsDrawn(page);
    }

    private async Task IsDrawn(string page)
    {
        var picture = _folder.File("page.png");
        await Browse($"--screenshot={picture}", page);
        var png = File.ReadAllBytes(picture);
        Assert.Equal((390, 1200), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        // An empty page of this size takes 5 kB.
        Assert.InRange(png.Length, 20_000, 2_000_000);
    }

    private async Task<string> Browse(string action, string page)
    {
        var browser = _browsers.FirstOrDefault(File.Exists);
        if (browser is null) Assert.Skip("There is no Chromium.");
        string[] switches =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
            "--disable-background-networking", "--window-size=390,1200", $"--user-data-dir={_folder.File("profile")}",
        ];
        var run = await ChildProcess.Run([browser, .. switches, action, new Uri(page).AbsoluteUri]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run.Output;
    }
}
