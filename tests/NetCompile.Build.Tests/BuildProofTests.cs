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

    [Theory]
    [InlineData(1.25)] // Proved again.
    [InlineData(1.5)] // Kept, and only renamed.
    public void A_stale_certificate_goes_even_where_its_name_differs_in_letter_case_alone(double limit)
    {
        _folder.Prove(_folder.Options(), At("Fine", Sample.Below(1.5), 3));
        _folder.Prove(_folder.Options(), At("FINE", Sample.Below(limit), 3));
        string file = Assert.Single(Directory.EnumerateFiles(_folder.Path, "*.nccert"));
        Assert.Equal(Path.GetFileName(file), File.Exists(_folder.File("Cars.Net.Fine.nccert")) ? Path.GetFileName(file) : "Cars.Net.FINE.nccert");
        LocatedProperty now = At("FINE", Sample.Below(limit), 3);
        Assert.True(CertificateChecker.Check(CertificateReader.Read(File.ReadAllBytes(file), "c"), now.Property.Runner.Model, now.Property.Property).IsProved);
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
    public void A_build_that_is_cancelled_while_the_last_certificate_is_written_leaves_no_stamp()
    {
        using CancellationTokenSource cancellation = new();
        NetworkProperty inner = Sample.Property("Last", Sample.Below(1.5), _asked);
        NetworkProperty cancels = Named("Last", inner, (options, progress, token) =>
        {
            VerificationResult result = inner.Verify(options, progress, token);
            cancellation.Cancel();
            return result;
        });
        _folder.Prove(_folder.Options(), cancellation.Token, Sample.At(cancels, 3));
        Assert.False(File.Exists(_folder.Stamp));

        _folder.Prove(_folder.Options(), Sample.At(inner, 3));
        Assert.True(File.Exists(_folder.Stamp) && File.Exists(_folder.File("Cars.Net.Last.nccert")));
    }

    [Fact]
    public void The_stamp_repeats_the_question()
    {
        _folder.Prove(_folder.Options() with { Question = "hash=1\nprove=all\n" }, At("Fine", Sample.Below(1.5), 3));
        Assert.Equal("hash=1\nprove=all\n", File.ReadAllText(_folder.Stamp));
    }

    [Fact]
    public void A_certificate_that_became_another_s_is_not_taken_for_a_kept_verdict_s()
    {
        LocatedProperty first = At("Limit", Sample.Below(1.5), 3), changed = At("Limit", Sample.Below(1.25), 3);
        _folder.Prove(_folder.Options(), first);

        // Cancelled after the changed property wrote its certificate under the same name: the verdict on the first one is still there.
        using CancellationTokenSource cancellation = new();
        NetworkProperty never = Named("Later", first.Property, (_, _, _) =>
        {
            cancellation.Cancel();
            return new VerificationResult { Verdict = Verdict.Unknown, Reason = UnknownReason.Cancelled, PropertyName = "Later" };
        });
        LocatedProperty later = Sample.At(new(never.Runner, Sample.Below(1.75), never.Verify) { NetworkName = "Cars.Net", Name = "Later", Text = "", InputNames = ["a"], OutputNames = ["y", "zero"] }, 5);
        Assert.Throws<BuildException>(() => _folder.Prove(_folder.Options(), cancellation.Token, changed, later));

        _folder.Prove(_folder.Options(), first);
        Assert.Equal(["Limit", "Limit", "Limit"], _asked);
        Assert.True(IsCertified(first));
    }

    [Fact]
    public void A_damaged_certificate_is_written_again()
    {
        LocatedProperty fine = At("Fine", Sample.Below(1.5), 3);
        _folder.Prove(_folder.Options(), fine);
        byte[] content = File.ReadAllBytes(_folder.File("Cars.Net.Fine.nccert"));
        File.WriteAllBytes(_folder.File("Cars.Net.Fine.nccert"), content[..^3]);
        _folder.Prove(_folder.Options(), fine);
        Assert.True(IsCertified(fine));
    }

    [Fact]
    public void Properties_that_exchange_their_names_exchange_their_certificates_and_are_not_proved_again()
    {
        _folder.Prove(_folder.Options(), At("A", Sample.Below(1.5), 3), At("B", Sample.Below(1.25), 5));
        LocatedProperty a = At("A", Sample.Below(1.25), 3), b = At("B", Sample.Below(1.5), 5), same = At("C", Sample.Below(1.5), 7);
        Assert.Equal(["NetCompile: 3 properties hold (unchanged)"], _folder.Prove(_folder.Options(), a, b, same));
        Assert.Equal(["A", "B"], _asked);
        Assert.All([a, b, same], p => Assert.True(IsCertified(p)));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.new"));

        Assert.Equal(["NetCompile: 3 properties hold (unchanged)"], _folder.Prove(_folder.Options(), a, b, same));
        Assert.All([a, b, same], p => Assert.True(IsCertified(p)));
    }

    [Fact]
    public void A_name_that_is_too_long_for_a_file_has_a_certificate_all_the_same()
    {
        _folder.Prove(_folder.Options(), At(new string('ü', 150), Sample.Below(1.5), 3), At(new string('ü', 151), Sample.Below(1.25), 5));
        Assert.Equal(2, Directory.EnumerateFiles(_folder.Path, "property-*.nccert").Count());
        Assert.True(File.Exists(_folder.Stamp));
    }

    [Fact]
    public void A_verdict_that_the_checker_refuses_fails_the_build_and_is_not_kept()
    {
        // As an engine would that claims a proof and has none.
        LocatedProperty forged = Sample.At(
            Named("Wrong", Sample.Property("Wrong", Sample.Below(0.5)), (_, _, _) => new VerificationResult { Verdict = Verdict.Holds, PropertyName = "Wrong" }), 3);
        string line = Assert.Single(_folder.Prove(_folder.Options(), forged));
        Assert.Contains("error NC0513: 'Cars.Net.Wrong' cannot be verified: the engine found that it holds, but the independent checker refuses the certificate: case 0 of the property has no proof", line);
        Assert.False(File.Exists(_folder.Stamp));
        Assert.Contains("NC0511", Assert.Single(_folder.Prove(_folder.Options(), At("Wrong", Sample.Below(0.5), 3))));
    }

    [Fact]
    public void What_is_not_asked_for_this_time_is_not_proved_again_the_next()
    {
        LocatedProperty marked = At("Marked", Sample.Below(1.5), 3), other = At("Other", Sample.Below(1.25), 5);
        _folder.Prove(_folder.Options(), marked, other);
        Assert.Equal(["NetCompile: Cars.Net.Marked holds (unchanged)"], _folder.Prove(_folder.Options(), CancellationToken.None, [marked], [other]));
        Assert.True(IsCertified(other));
        Assert.Equal(["NetCompile: 2 properties hold (unchanged)"], _folder.Prove(_folder.Options(), marked, other));
        Assert.Equal(["Marked", "Other"], _asked);
    }

    [Fact]
    public void What_a_property_s_own_code_throws_is_its_failure_alone()
    {
        LocatedProperty reads = Throws("Reads", new IOException("no such table")), starts = Throws("Starts", new TypeInitializationException("Cars.Table", new FormatException("a number is wrong")));
        string[] lines = _folder.Prove(_folder.Options(), reads, starts, At("Fine", Sample.Below(1.5), 7));
        Assert.EndsWith("error NC0513: 'Cars.Net.Reads' cannot be verified: no such table", lines[0]);
        Assert.EndsWith("error NC0513: 'Cars.Net.Starts' cannot be verified: a number is wrong", lines[1]);
        Assert.StartsWith("NetCompile: Cars.Net.Fine holds (", lines[2]);

        static LocatedProperty Throws(string name, Exception e) => Sample.At(Named(name, Sample.Property(name, Sample.Below(1.5)), (_, _, _) => throw e), 3);
    }

    [Fact]
    public void Without_properties_it_is_silent_and_done()
    {
        Assert.Empty(_folder.Prove(_folder.Options()));
        Assert.True(File.Exists(_folder.Stamp));
    }

    private bool IsCertified(LocatedProperty p) => CertificateChecker.Check(
        CertificateReader.Read(File.ReadAllBytes(_folder.File($"{p.Property}.nccert")), "c"), p.Property.Runner.Model, p.Property.Property).IsProved;

    private static NetworkProperty Named(string name, NetworkProperty of, Func<VerificationOptions?, IProgress<VerificationProgress>?, CancellationToken, VerificationResult> verify) =>
        new(of.Runner, of.Property, verify) { NetworkName = "Cars.Net", Name = name, Text = "", InputNames = ["a"], OutputNames = ["y", "zero"] };

    private LocatedProperty At(string name, Properties.VerificationProperty property, int line) => Sample.At(Sample.Property(name, property, _asked), line);
}
