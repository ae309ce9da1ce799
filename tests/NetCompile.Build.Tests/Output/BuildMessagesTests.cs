using System.Text.RegularExpressions;
using NetCompile.Build.Output;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Tests.Output;

public sealed partial class BuildMessagesTests : IDisposable
{
    private readonly BuildFolder _folder = new();
    private readonly StringWriter _output = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_failure_is_one_line_that_MSBuild_takes_for_an_error()
    {
        new BuildMessages(_output).Failure("first\nsecond");
        Match match = Canonical().Match(_output.ToString().TrimEnd());
        Assert.True(match.Success);
        Assert.Equal(("NetCompile", "error", "NC0513", "the properties cannot be proved: first second"), (match.Groups["origin"].Value.Trim(), match.Groups["category"].Value, match.Groups["code"].Value, match.Groups["text"].Value.Trim()));
    }

    [Fact]
    public void A_file_that_is_there_is_named_in_full_and_another_as_it_is_known()
    {
        Directory.CreateDirectory(_folder.File("Bäume und (mehr)"));
        File.WriteAllText(_folder.File("Bäume und (mehr)/Net.cs"), "");
        PropertyLocationAttribute place = new("N", "P", "Bäume und (mehr)/Net.cs", 12, 24);
        Assert.Equal((Path.GetFullPath(_folder.File("Bäume und (mehr)/Net.cs")), 12, 24), BuildMessages.Place(place, _folder.Path));
        Assert.Equal(("Elsewhere.cs", 12, 24), BuildMessages.Place(new("N", "P", "Elsewhere.cs", 12, 24), _folder.Path));
        Assert.Equal((null, 0, 0), BuildMessages.Place(null, _folder.Path));
    }

    [Theory]
    [InlineData(null, "NetCompile", "it fails")]
    [InlineData("/a (b), c/Bäume.cs", "/a (b), c/Bäume.cs(12,24)", "it fails")]
    [InlineData("C:\\a b\\Net.cs", "C:\\a b\\Net.cs(12,24)", "it fails")]
    [InlineData("/home/a:b/Net.cs", "NetCompile", "/home/a:b/Net.cs(12,24): it fails")]
    [InlineData("/2:3/Net.cs", "NetCompile", "/2:3/Net.cs(12,24): it fails")]
    public void MSBuild_takes_every_place_for_one(string? file, string origin, string text)
    {
        foreach (BuildRule rule in BuildRule.All)
        {
            Match match = Canonical().Match(BuildMessages.Canonical(new BuildProblem(file, file is null ? 0 : 12, file is null ? 0 : 24, rule, "it fails")));
            Assert.True(match.Success);
            Assert.Equal((origin, rule.IsError ? "error" : "warning", rule.Id, text), (match.Groups["origin"].Value.Trim(), match.Groups["category"].Value, match.Groups["code"].Value, match.Groups["text"].Value.Trim()));
        }
    }

    [Fact]
    public void The_end_names_the_first_error_and_warnings_are_none()
    {
        BuildMessages messages = new(_output);
        messages.Tell(new(Sample.At(Sample.Property("P", Sample.Vacuous()), 1), new() { Key = "k", Name = "n", Verdict = Verdict.Holds, IsVacuous = true, Budget = "b" }, IsKept: false), _folder.Options());
        messages.End(_folder.File("end"));
        Assert.Equal("done", File.ReadAllText(_folder.File("end")));

        messages.Tell(new(Sample.At(Sample.Property("P", Sample.Below(0)), 1), null, IsKept: false) { Failure = "no" }, _folder.Options());
        messages.Tell(new(Sample.At(Sample.Property("P", Sample.Below(0)), 1), new() { Key = "k", Name = "n", Verdict = Verdict.Violated, Budget = "b", Counterexample = new([1], [1, 0], 0, false, false) }, IsKept: false), _folder.Options());
        messages.End(_folder.File("end"));
        Assert.Equal("NC0513", File.ReadAllText(_folder.File("end")));
    }

    [Fact]
    public void Notes_and_progress_are_no_errors_whatever_names_they_hold()
    {
        BuildMessages messages = new(_output);
        messages.Note("error holds (1 box, 3 ms)");
        messages.Note("no report.html, because error CS0001 happened");
        Assert.All(_output.ToString().Split(Environment.NewLine), l => Assert.DoesNotMatch(Canonical(), l));
    }

    [Fact]
    public void A_short_search_is_silent()
    {
        new BuildMessages(_output).ProgressOf(Sample.Property("A", Sample.Below(1.5))).Report(new VerificationProgress(TimeSpan.FromSeconds(1), 10, 2, 0.5, 3));
        Assert.Empty(_output.ToString());
    }

    // As MSBuild's CanonicalError recognises messages.
    [GeneratedRegex(@"^\s*(((?<origin>(((\d+>)?[a-zA-Z]?:[^:]*)|([^:]*))):)|())(?<subcategory>(()|([^:]*? )))(?<category>(error|warning))( \s*(?<code>[^: ]*))?\s*:(?<text>.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Canonical();
}
