using NetCompile.Build.Loading;
using NetCompile.Reports;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Tests.Output;

public sealed class ReportPageTests : IDisposable
{
    private readonly BuildFolder _folder = new();
    private readonly List<string> _asked = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_kept_verdict_is_shown_as_it_was_found_at_the_place_where_it_stands_now()
    {
        Prove(At("Open", Sample.Undecided(), 7), At("Fine", Sample.Below(1.5), 9));
        PropertyReport first = Saved.Properties[0];
        Assert.NotEmpty(first.Growth);
        Assert.NotEmpty(first.Phases);

        Prove(At("Open", Sample.Undecided(), 8), At("Fine", Sample.Below(1.25), 10));
        Assert.Equal(["Open", "Fine", "Fine"], _asked);
        PropertyReport second = Saved.Properties[0];
        Assert.Equal<IEnumerable<GrowthSample>>(first.Growth, second.Growth);
        Assert.Equal<IEnumerable<PhaseTime>>(first.Phases, second.Phases);
        Assert.Equal(("Nets/Net.cs", 8), (second.File, second.Line));
        Assert.Contains("Nets/Net.cs, line 8", Page);
        Assert.Equal(HtmlReport.Text(Saved), Page);
    }

    [Fact]
    public void Words_that_changed_are_shown_as_they_are_now()
    {
        LocatedProperty old = At("Open", Sample.Undecided(), 7);
        Prove(old);
        NetworkProperty p = old.Property;
        Prove(old with { Property = new(p.Runner, p.Property, p.Verify) { NetworkName = p.NetworkName, Name = p.Name, Text = "other words", InputNames = ["speed"], OutputNames = p.OutputNames } });
        Assert.Equal(["Open"], _asked);
        Assert.Contains("speed", Page);
        Assert.Contains("other words", Page);
        Assert.DoesNotContain("text of Open", Page);
    }

    [Fact]
    public void Another_verdict_on_a_property_replaces_what_was_shown_of_it()
    {
        Prove(At("Limit", Sample.Below(1.5), 3));
        Assert.Contains("</span>holds</span>", Page);
        Prove(At("Limit", Sample.Below(0.5), 3));
        Assert.Contains("</span>violated</span>", Page);
        Assert.DoesNotContain("</span>holds</span>", Page);
    }

    /// <summary>Two properties of one question, of which a report shows each under its own name.</summary>
    [Fact]
    public void Equal_questions_are_shown_by_their_names()
    {
        Prove(At("A", Sample.Below(1.5), 3), At("B", Sample.Below(1.5), 5));
        Prove(At("B", Sample.Below(1.5), 3), At("A", Sample.Below(1.5), 5));
        Assert.Equal(["B", "A"], Saved.Properties.Select(p => p.Name));
        Assert.Equal([3, 5], Saved.Properties.Select(p => p.Line));
    }

    [Fact]
    public void A_build_that_breaks_off_leaves_no_page_and_the_next_one_shows_it_all_again()
    {
        LocatedProperty open = At("Open", Sample.Undecided(), 7);
        Prove(open);
        PropertyReport before = Saved.Properties[0];
        using CancellationTokenSource cancellation = new();
        NetworkProperty inner = Sample.Property("Later", Sample.Below(1.5));
        NetworkProperty cancels = new(inner.Runner, inner.Property, (_, _, _) =>
        {
            cancellation.Cancel();
            return new VerificationResult { Verdict = Verdict.Unknown, Reason = UnknownReason.Cancelled, PropertyName = "Later" };
        })
        { NetworkName = "Cars.Net", Name = "Later", Text = "", InputNames = ["a"], OutputNames = ["y", "zero"] };
        Assert.Throws<BuildException>(() => _folder.Prove(Options, cancellation.Token, open, Sample.At(cancels, 9)));
        Assert.False(File.Exists(_folder.File("report.html")));

        Prove(open);
        Assert.Equal<IEnumerable<GrowthSample>>(before.Growth, Saved.Properties[0].Growth);
        Assert.Contains("Open", Page);
    }

    [Fact]
    public void What_cannot_be_verified_stands_on_the_page()
    {
        NetworkProperty inner = Sample.Property("Reads", Sample.Below(1.5));
        NetworkProperty throws = new(inner.Runner, inner.Property, (_, _, _) => throw new InvalidOperationException("no such table"))
        { NetworkName = "Cars.Net", Name = "Reads", Text = "", InputNames = ["a"], OutputNames = ["y", "zero"] };
        Prove(Sample.At(throws, 3), At("Fine", Sample.Below(1.5), 5));
        Assert.Equal<IEnumerable<PropertyFailure>>([new PropertyFailure("Cars.Net", "Reads", "no such table")], Saved.Failures);
        Assert.Contains("Reads could not be verified: no such table", Page);

        Prove(At("Reads", Sample.Below(1.25), 3), At("Fine", Sample.Below(1.5), 5));
        Assert.DoesNotContain("could not be verified", Page);
    }

    [Theory]
    [InlineData("report.json", "{")]
    [InlineData("report.keys", "another build of the reports")]
    public void What_is_damaged_is_gathered_anew(string file, string content)
    {
        LocatedProperty open = At("Open", Sample.Undecided(), 7);
        Prove(open);
        File.WriteAllText(_folder.File(file), content);
        Prove(open);
        Assert.Equal(["Open"], _asked);
        Assert.Empty(Saved.Properties[0].Growth);
        Assert.NotEmpty(Saved.Properties[0].Bounds);
        Assert.Contains("Open", Page);
    }

    [Fact]
    public void A_page_that_cannot_be_written_fails_no_build_and_the_next_one_tries_again()
    {
        NetworkProperty inner = Sample.Property("Fine", Sample.Below(1.5), _asked);
        NetworkProperty inTheWay = new(inner.Runner, inner.Property, (options, progress, cancellation) =>
        {
            Directory.CreateDirectory(_folder.File("report.html"));
            return inner.Verify(options, progress, cancellation);
        })
        { NetworkName = inner.NetworkName, Name = inner.Name, Text = inner.Text, InputNames = inner.InputNames, OutputNames = inner.OutputNames };
        Assert.Contains(_folder.Prove(Options, Sample.At(inTheWay, 3)), l => l.StartsWith("NetCompile: no report.html, because ", StringComparison.Ordinal));
        Assert.False(File.Exists(_folder.Stamp));

        Directory.Delete(_folder.File("report.html"));
        Assert.DoesNotContain(_folder.Prove(Options, At("Fine", Sample.Below(1.5), 3)), l => l.Contains("report.html", StringComparison.Ordinal));
        Assert.Equal(["Fine"], _asked);
        Assert.Contains("Fine", Page);
        Assert.True(File.Exists(_folder.Stamp));
    }

    [Fact]
    public void A_page_whose_data_cannot_be_kept_is_written_all_the_same()
    {
        Directory.CreateDirectory(_folder.File("report.json"));
        Assert.Contains(_folder.Prove(Options, At("Fine", Sample.Below(1.5), 3)), l => l.StartsWith("NetCompile: report.json is not kept", StringComparison.Ordinal));
        Assert.Contains("Fine", Page);
        Assert.True(File.Exists(_folder.Stamp));
        Assert.False(File.Exists(_folder.File("report.keys")));
    }

    /// <summary>The kept verdict's counterexample was confirmed by the forward pass again; what stands in <c>report.json</c> was not.</summary>
    [Fact]
    public void A_counterexample_that_is_not_the_kept_one_is_not_shown()
    {
        LocatedProperty limit = At("Limit", Sample.Below(0.5), 3);
        Prove(limit);
        VerificationReport saved = Saved;
        CounterexampleReport found = saved.Properties[0].Counterexample!;
        CounterexampleReport[] others =
        [
            found with { Input = [0.25f] }, found with { Output = [123, found.Output[1]] }, found with { Case = 1 }, found with { IsInputRounded = true }, found with { IsWithinRounding = true },
        ];
        foreach (CounterexampleReport other in others)
        {
            File.WriteAllText(_folder.File("report.json"), ReportFile.ToJson(saved with { Properties = [saved.Properties[0] with { Counterexample = other }] }));
            Prove(limit);
            CounterexampleReport shown = Saved.Properties[0].Counterexample!;
            Assert.Equal((found.Case, found.IsInputRounded, found.IsWithinRounding), (shown.Case, shown.IsInputRounded, shown.IsWithinRounding));
            Assert.Equal<IEnumerable<float>>([.. found.Input, .. found.Output], [.. shown.Input, .. shown.Output]);
        }

        Assert.Equal(["Limit"], _asked);
    }

    /// <summary>What was seen of a counterexample is shown again as long as it is the same one.</summary>
    [Fact]
    public void A_kept_counterexample_is_shown_with_how_it_was_found()
    {
        LocatedProperty limit = At("Limit", Sample.Below(0.5), 3);
        Prove(limit);
        VerificationReport saved = Saved;
        PropertyReport marked = saved.Properties[0] with { Phases = [new PhaseTime("seen once", 1)] };
        File.WriteAllText(_folder.File("report.json"), ReportFile.ToJson(saved with { Properties = [marked] }));
        Prove(limit);
        Assert.Equal<IEnumerable<PhaseTime>>(marked.Phases, Saved.Properties[0].Phases);
    }

    [Fact]
    public void Where_no_page_is_wanted_none_is_left()
    {
        LocatedProperty fine = At("Fine", Sample.Below(1.5), 3);
        Prove(fine);
        _folder.Prove(Options with { WritesReport = false }, fine);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "report.*"));
    }

    private ProveOptions Options => _folder.Options(nodes: 40) with { WritesReport = true };

    private string Page => File.ReadAllText(_folder.File("report.html"));

    private VerificationReport Saved => ReportFile.FromJson(File.ReadAllText(_folder.File("report.json")));

    private void Prove(params LocatedProperty[] properties) => _folder.Prove(Options, properties);

    private LocatedProperty At(string name, Properties.VerificationProperty property, int line) => Sample.At(Sample.Property(name, property, _asked), line);
}
