using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NetCompile.Reports.Tests.Browser;

/// <summary>The page in a real browser: it fits phones and desktops, light and dark, loads nothing, and its choices work.</summary>
public sealed partial class BrowserTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("netcompile-report-");

    /// <summary>Stands first in the page's head: hears of every error from the start.</summary>
    private const string Listen = "<script>window.problems=[];addEventListener('error',e=>problems.push(String(e.message||e.target)),true);addEventListener('securitypolicyviolation',e=>problems.push(e.blockedURI));console.error=m=>problems.push(String(m));</script>";

    /// <summary>
    /// Stands last in its body and measures once all is loaded, which the outer page waits for. The page is shown in a frame of the wanted width, because browsers do not make windows as narrow as a phone.
    /// </summary>
    private const string Measure =
        """
        <script>
        addEventListener('load', function () {
          const wide = [...document.body.querySelectorAll('*')].filter(e => !e.closest('.scroll') && !e.closest('.hidden') && !e.closest('svg *') && e.getBoundingClientRect().right > innerWidth + 0.5).map(e => e.tagName + '.' + e.className);
          const slice = document.querySelector('.slice'), get = (s, a) => slice.querySelector(s).getAttribute(a);
          const state = () => ({ image: get('.s-image', 'href'), proved: get('.s-proved', 'd'), violated: get('.s-violated', 'd'), name: slice.querySelector('.s-xn').textContent + slice.querySelector('.s-yn').textContent, shown: slice.querySelector('.s-frames').style.display, low: slice.querySelector('.s-low').textContent });
          const choose = (s, i) => { const e = slice.querySelector(s); e.selectedIndex = i; e.dispatchEvent(new Event('change')); return state(); };
          const result = { first: state(), width: innerWidth, scroll: document.documentElement.scrollWidth, wide, svgs: document.querySelectorAll('svg').length, images: document.images.length,
            broken: [...document.images].filter(i => !i.naturalWidth).length, loads: performance.getEntriesByType('resource').map(r => r.name).filter(n => !n.startsWith('data:')), choices: !slice.querySelector('.choices').hidden };
          result.pair = choose('.pair', 1);
          result.value = choose('.value', 1);
          const box = slice.querySelector('.frames'); box.checked = false; box.dispatchEvent(new Event('change'));
          result.unframed = state();
          box.checked = true; choose('.value', 0);
          result.again = choose('.pair', 0);
          result.problems = problems;
          parent.document.getElementById('out').textContent = JSON.stringify(result);
        });
        </script>
        """;

    public static TheoryData<string, int, int> Windows
    {
        get
        {
            TheoryData<string, int, int> data = [];
            foreach (string sample in (string[])["cruise", "digits"])
            {
                data.Add(sample, 390, 844);
                data.Add(sample, 360, 640);
                data.Add(sample, 1280, 900);
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Windows))]
    public void ThePageFits_LoadsNothing_AndItsChoicesWork(string sample, int width, int height)
    {
        Chromium.Require();
        string page = HtmlReport.Text(Sample(sample));
        JsonElement measured = MeasureIn(page, width, height);
        Assert.Empty(measured.GetProperty("problems").EnumerateArray());
        Assert.Equal(width, measured.GetProperty("width").GetInt32());
        Assert.InRange(measured.GetProperty("scroll").GetInt32(), 1, width);
        Assert.Empty(measured.GetProperty("wide").EnumerateArray().Select(e => e.GetString()));
        Assert.Empty(measured.GetProperty("loads").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal(0, measured.GetProperty("broken").GetInt32());
        Assert.Equal(sample == "digits" ? 4 : 0, measured.GetProperty("images").GetInt32());
        Assert.True(measured.GetProperty("svgs").GetInt32() >= 4);
        Assert.True(measured.GetProperty("choices").GetBoolean());
    }

    [SkippableFact]
    public void AChoice_ChangesThePlot_AndTheScriptDrawsWhatThePageCameWith()
    {
        Chromium.Require();
        string page = HtmlReport.Text(TestReports.Cruise);
        JsonElement measured = MeasureIn(page, 1280, 900), first = measured.GetProperty("first"), pair = measured.GetProperty("pair"), value = measured.GetProperty("value");

        // Readers without scripts see the same squares.
        Assert.Equal(StaticPath().Match(page).Groups[1].Value, Text(first, "proved"));
        Assert.NotEqual("", Text(first, "proved"));
        Assert.NotEqual(Text(first, "name"), Text(pair, "name"));
        Assert.NotEqual(Text(first, "image"), Text(pair, "image"));
        Assert.NotEqual(Text(first, "proved"), Text(pair, "proved"));
        Assert.Equal(Text(pair, "proved"), Text(value, "proved"));
        Assert.NotEqual(Text(pair, "image"), Text(value, "image"));
        Assert.NotEqual(Text(pair, "low"), Text(value, "low"));
        Assert.Equal("none", Text(measured.GetProperty("unframed"), "shown"));
        Assert.Equal(first.GetRawText(), measured.GetProperty("again").GetRawText());
    }

    [SkippableTheory]
    [InlineData("cruise", 1280, 900)]
    [InlineData("digits", 1280, 900)]
    [InlineData("digits", 600, 844)]
    public void ScreenshotsShowThePage_LightAndDark(string sample, int width, int height)
    {
        Chromium.Require();
        string path = Path.Combine(_folder.FullName, "page.html");
        HtmlReport.Write(path, Sample(sample));
        PngPicture light = Chromium.Screenshot(path, width, height, isDark: false), dark = Chromium.Screenshot(path, width, height, isDark: true);
        foreach (PngPicture picture in (PngPicture[])[light, dark])
        {
            Assert.Equal((width, height), (picture.Width, picture.Height));
            Assert.True(picture.Colours > 50, $"only {picture.Colours} colours: the page is blank");
        }

        Assert.InRange(light.Brightness, 180, 255);
        Assert.InRange(dark.Brightness, 5, 80);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static VerificationReport Sample(string name) => name == "cruise" ? TestReports.Cruise : TestReports.Digits;

    private JsonElement MeasureIn(string page, int width, int height)
    {
        string measured = page.Replace("<head>", "<head>" + Listen).Replace("</body>", Measure + "</body>");
        string path = Path.Combine(_folder.FullName, "frame.html");
        File.WriteAllText(path, $"<!DOCTYPE html><meta charset=\"utf-8\"><pre id=\"out\"></pre><iframe style=\"border:0;width:{width}px;height:{height}px\" srcdoc=\"{WebUtility.HtmlEncode(measured)}\"></iframe>");
        string dom = Chromium.DumpDom(path, Math.Max(width, 600), height);
        Match result = Result().Match(dom);
        Assert.True(result.Success, "the page was not measured: " + dom[^Math.Min(dom.Length, 2000)..]);
        return JsonDocument.Parse(WebUtility.HtmlDecode(result.Groups[1].Value)).RootElement;
    }

    private static string Text(JsonElement state, string name) => state.GetProperty(name).GetString()!;

    [GeneratedRegex("<pre id=\"out\">(\\{.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Result();

    [GeneratedRegex("<path class=\"s-proved\" d=\"([^\"]*)\"")]
    private static partial Regex StaticPath();
}
