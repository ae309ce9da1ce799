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
        Assert.Equal($"{Path.GetFullPath(_folder.File("Bäume und (mehr)/Net.cs"))}(12,24)", BuildMessages.Place(place, _folder.Path));
        Assert.Equal("Elsewhere.cs(12,24)", BuildMessages.Place(new("N", "P", "Elsewhere.cs", 12, 24), _folder.Path));
        Assert.Equal("NetCompile ", BuildMessages.Place(null, _folder.Path));
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
