using NetCompile.Build.Loading;
using NetCompile.Checker;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Build.Tests;

public sealed class BuildProofTests : IDisposable
{
    private readonly BuildFolder _folder = new();
    private readonly List<string> _asked = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_verdict_is_told_once_at_its_place()
    {
        string[] lines = _folder.Prove(
            _folder.Options(nodes: 40),
            At("Fine", Sample.Below(1.5), 3), At("Wrong", Sample.Below(0.5), 5), At("Open", Sample.Undecided(), 7), At("Empty", Sample.Vacuous(), 9),
            Sample.At(new NetworkProperty(Sample.Property("x", Sample.Below(2)).Runner, Sample.Below(2), (_, _, _) => throw new ArgumentException("no range")) { NetworkName = "Cars.Net", Name = "Bad", Text = "", InputNames = ["a"], OutputNames = ["y", "zero"] }, 11));

        Assert.Equal(5, lines.Length);
        Assert.Matches(@"^NetCompile: Cars\.Net\.Fine holds \(1 box, \d+ ms\)$", lines[0]);
        Assert.Matches(@"^Nets/Net\.cs\(5,24\): error NC0511: 'Cars\.Net\.Wrong' is violated: a = [0-9.]+ gives y = [0-9.]+, zero = 0, which contradicts 'text of Wrong'; \w+", lines[1]);
        Assert.Matches(@"^Nets/Net\.cs\(7,24\): warning NC0512: 'Cars\.Net\.Open' is neither proved nor refuted: the limit on boxes ended the search after \d+ boxes, .*; raise NetCompileProveNodes", lines[2]);
        Assert.Matches(@"^Nets/Net\.cs\(9,24\): warning NC0514: 'Cars\.Net\.Empty' holds vacuously: ", lines[3]);
        Assert.Equal("Nets/Net.cs(11,24): error NC0513: 'Cars.Net.Bad' cannot be verified: no range", lines[4]);
        Assert.All(lines, l => Assert.False(l.EndsWith('.'), l));
        Assert.False(File.Exists(_folder.Stamp));
    }

    [Fact]
    public void What_holds_is_not_proved_again_and_leaves_the_stamp_that_ends_the_step_early()
    {
        LocatedProperty[] properties = [At("Fine", Sample.Below(1.5), 3), At("Finer", Sample.Below(1.25), 5)];
        Assert.Equal(2, _folder.Prove(_folder.Options(), properties).Length);
        Assert.True(File.Exists(_folder.Stamp));
        DateTime written = File.GetLastWriteTimeUtc(_folder.File("proofs.json"));

        Assert.Equal(["NetCompile: 2 properties hold (unchanged)"], _folder.Prove(_folder.Options(), properties));
        Assert.Equal(["Fine", "Finer"], _asked);
        Assert.True(File.Exists(_folder.Stamp));
        Assert.Equal(written, File.GetLastWriteTimeUtc(_folder.File("proofs.json")));
    }

    [Fact]
    public void A_changed_property_alone_is_verified_again_and_so_is_its_reversal()
    {
        LocatedProperty other = At("Other", Sample.Below(1.25), 5);
        _folder.Prove(_folder.Options(), At("Limit", Sample.Below(1.5), 3), other);

        string[] broken = _folder.Prove(_folder.Options(), At("Limit", Sample.Below(0.5), 3), other);
        Assert.Contains("error NC0511: 'Cars.Net.Limit'", broken[0]);
        Assert.Equal("NetCompile: Cars.Net.Other holds (unchanged)", broken[1]);

        string[] reverted = _folder.Prove(_folder.Options(), At("Limit", Sample.Below(1.5), 3), other);
        Assert.StartsWith("NetCompile: Cars.Net.Limit holds (", reverted[0]);
        Assert.Equal(["Limit", "Other", "Limit", "Limit"], _asked);
    }

    [Fact]
    public void A_known_violation_fails_the_build_again_without_a_search()
    {
        LocatedProperty wrong = At("Wrong", Sample.Below(0.5), 5);
        string first = Assert.Single(_folder.Prove(_folder.Options(), wrong)), second = Assert.Single(_folder.Prove(_folder.Options(), wrong));
        Assert.Equal(first + " (unchanged)", second);
        Assert.Equal(["Wrong"], _asked);
        Assert.False(File.Exists(_folder.Stamp));
    }

    [Fact]
    public void A_known_violation_that_the_forward_pass_does_not_confirm_is_searched_for_again()
    {
        LocatedProperty wrong = At("Wrong", Sample.Below(0.5), 5);
        _folder.Prove(_folder.Options(), wrong);
        string json = File.ReadAllText(_folder.File("proofs.json"));
        int output = json.IndexOf("\"output\"", StringComparison.Ordinal), number = json.IndexOfAny("0123456789".ToCharArray(), output);
        File.WriteAllText(_folder.File("proofs.json"), json[..number] + "9" + json[number..]);

        Assert.Contains("NC0511", Assert.Single(_folder.Prove(_folder.Options(), wrong)));
        Assert.Equal(["Wrong", "Wrong"], _asked);
    }

    [Fact]
    public void Unknown_stays_unknown_within_the_same_budget_and_is_tried_again_within_another()
    {
        LocatedProperty open = At("Open", Sample.Undecided(), 7);
        _folder.Prove(_folder.Options(nodes: 40), open);
        Assert.EndsWith("(unchanged)", Assert.Single(_folder.Prove(_folder.Options(nodes: 40), open)));
        Assert.Equal(["Open"], _asked);
        Assert.Contains("NC0512", Assert.Single(_folder.Prove(_folder.Options(nodes: 60), open)));
        Assert.Equal(["Open", "Open"], _asked);
    }

    [Fact]
    public void Certificates_are_written_for_proofs_and_counterexamples_and_check()
    {
        LocatedProperty fine = At("Fine", Sample.Below(1.5), 3), wrong = At("Wrong", Sample.Below(0.5), 5);
        _folder.Prove(_folder.Options(nodes: 40), fine, wrong, At("Open", Sample.Undecided(), 7));

        Assert.Equal(["Cars.Net.Fine.nccert", "Cars.Net.Wrong.nccert"], Certificates());
        Assert.True(Check(fine));
        Assert.False(Check(wrong));

        _folder.Prove(_folder.Options(), fine);
        Assert.Equal(["Cars.Net.Fine.nccert"], Certificates());
        File.Delete(_folder.File("Cars.Net.Fine.nccert"));
        _folder.Prove(_folder.Options(), fine);
        Assert.Equal(["Cars.Net.Fine.nccert"], Certificates());
        Assert.Equal(2, _asked.Count(n => n == "Fine"));

        bool Check(LocatedProperty p) => CertificateChecker.Check(
            CertificateReader.Read(File.ReadAllBytes(_folder.File($"{p.Property}.nccert")), "c"), p.Property.Runner.Model, p.Property.Property).IsProved;

        string[] Certificates() => [.. Directory.EnumerateFiles(_folder.Path, "*.nccert").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Names_that_differ_in_letter_case_alone_keep_a_certificate_each()
    {
        _folder.Prove(_folder.Options(), At("Fine", Sample.Below(1.5), 3), At("FINE", Sample.Below(1.25), 5));
        Assert.True(File.Exists(_folder.File("Cars.Net.Fine.nccert")) && File.Exists(_folder.File("Cars.Net.FINE~2.nccert")));
    }

    [Fact]
    public void A_cancelled_build_says_so_and_keeps_what_it_had_found()
    {
        using CancellationTokenSource cancellation = new();
        NetworkProperty last = Sample.Property("Last", Sample.Below(1.25));
        NetworkProperty cancels = new(last.Runner, last.Property, (options, progress, token) =>
        {
            cancellation.Cancel();
            return last.Verify(options, progress, token);
        })
        { NetworkName = "Cars.Net", Name = "Last", Text = "", InputNames = ["a"], OutputNames = ["y", "zero"] };

        BuildException e = Assert.Throws<BuildException>(() => _folder.Prove(_folder.Options(), cancellation.Token, At("Fine", Sample.Below(1.5), 3), Sample.At(cancels, 5)));
        Assert.Equal("cancelled when 1 of 2 properties were verified; their verdicts are kept", e.Message);
        Assert.False(File.Exists(_folder.Stamp));
        Assert.Equal("NetCompile: Cars.Net.Fine holds (unchanged)", _folder.Prove(_folder.Options(), At("Fine", Sample.Below(1.5), 3)).Single());
    }

    [Fact]
    public void Without_properties_it_is_silent_and_done()
    {
        Assert.Empty(_folder.Prove(_folder.Options()));
        Assert.True(File.Exists(_folder.Stamp));
    }

    private LocatedProperty At(string name, Properties.VerificationProperty property, int line) => Sample.At(Sample.Property(name, property, _asked), line);
}
