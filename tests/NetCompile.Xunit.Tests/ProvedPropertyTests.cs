using NetCompile.Verification;
using Xunit.Sdk;

namespace NetCompile.Xunit.Tests;

public class ProvedPropertyTests
{
    [Fact]
    public void A_proof_passes_and_tells_its_effort() => Assert.Equal(Verdict.Holds, Property("Fine").RequireHolds().Verdict);

    [Fact]
    public void A_violation_fails_with_the_counterexample_in_the_author_s_names()
    {
        PropertyNotProvedException e = Assert.Throws<PropertyNotProvedException>(() => Property("Wrong").RequireHolds());
        Counterexample found = e.Result.Counterexample!;
        Mixed.Input input = Mixed.Input.FromSpan(found.Input.AsSpan());
        Assert.False(Mixed.Wrong(Mixed.Forward(input)));
        Assert.Equal(
            FormattableString.Invariant($"""
            NetCompile.Xunit.Tests.Mixed.Wrong is violated by
              gap  = {input.gap:R}
              size = {input.size:R}
            which gives
              brake = {Mixed.Forward(input).brake:R}
            and contradicts y.brake <= 0.5
            Train the network for such inputs, or correct the property or the ranges of the inputs.
            """).ReplaceLineEndings(),
            e.Message);
    }

    [Fact]
    public void An_undecided_property_fails_with_the_reason()
    {
        PropertyNotProvedException e = Assert.Throws<PropertyNotProvedException>(() => Property("Open", new(typeof(Mixed)) { NodeLimit = 30, Threads = 1 }).RequireHolds());
        Assert.Equal(UnknownReason.NodeLimit, e.Result.Reason);
        Assert.Matches(@"^NetCompile\.Xunit\.Tests\.Mixed\.Open is neither proved nor refuted: the limit on boxes ended the search after \d+ boxes and \d+\.\d s\. Raise NodeLimit, ", e.Message);
    }

    [Fact]
    public void A_cancelled_proof_fails_and_says_so()
    {
        using CancellationTokenSource cancellation = new();
        ProvedProperty property = Property("Open", new(typeof(Mixed)) { TimeLimit = 600, Threads = 1 });
        PropertyNotProvedException e = Assert.Throws<PropertyNotProvedException>(() => property.RequireHolds(progress: new Cancels(cancellation), cancellationToken: cancellation.Token));
        Assert.Matches(@"is neither proved nor refuted: the search was cancelled after [0-9,]+ boxes and [0-9.]+ s\.$", e.Message);
        Assert.Equal(UnknownReason.Cancelled, e.Result.Reason);
    }

    [Fact]
    public void The_time_limit_is_named_with_its_length()
    {
        PropertyNotProvedException e = Assert.Throws<PropertyNotProvedException>(() => Property("Open", new(typeof(Mixed)) { TimeLimit = 0.001, Threads = 1 }).RequireHolds());
        Assert.Contains("the time limit of 0.001 s ended the search", e.Message);
        Assert.Throws<PropertyNotProvedException>(() => Property("Fine").RequireHolds(new VerificationOptions { NodeLimit = 1, Branching = Branching.Input, TimeLimit = TimeSpan.Zero }));
    }

    [Fact]
    public void A_property_about_nothing_fails_unless_that_is_allowed()
    {
        Assert.Contains("holds vacuously", Assert.Throws<PropertyNotProvedException>(() => Property("Empty").RequireHolds()).Message);
        Assert.True(Property("Empty", new(typeof(Mixed)) { AllowVacuous = true }).RequireHolds().IsVacuous);
    }

    [Fact]
    public void A_long_list_of_values_is_cut()
    {
        ProvedProperty property = (ProvedProperty)new NetworkPropertiesAttribute(typeof(Sound)).GetData(null!).First()[0];
        VerificationResult result = property.RequireHolds() with { Verdict = Verdict.Violated, Counterexample = new([.. new float[30]], [0, 0], 0, IsInputRounded: true) { IsWithinRounding = true } };
        string text = FailureText.Violated(property.Property, result);
        Assert.Contains("  pixel[23] = 0", text);
        Assert.Contains("  … and 6 more", text);
        Assert.DoesNotContain("pixel[24]", text);
        Assert.Contains("less than the rounding of the method's own sums", text);
        Assert.Contains("nearest float32", text);
    }

    [Fact]
    public void It_travels_to_the_process_that_runs_the_test_with_its_limits()
    {
        ProvedProperty sent = Property("Open", new(typeof(Mixed)) { NodeLimit = 30, Threads = 1, TimeLimit = 5 });
        ProvedProperty received = SerializationHelper.Deserialize<ProvedProperty>(SerializationHelper.Serialize(sent));
        Assert.Equal(sent.ToString(), received.ToString());
        Assert.Equal(UnknownReason.NodeLimit, received.Verify().Reason);

        ProvedProperty whole = SerializationHelper.Deserialize<ProvedProperty>(SerializationHelper.Serialize(Property("Empty", new(typeof(Silent)) { WholeAssembly = true, AllowVacuous = true })));
        Assert.True(whole.RequireHolds().IsVacuous);
    }

    [Fact]
    public void A_property_that_is_gone_asks_for_a_rebuild() =>
        Assert.Contains("rebuild it", Assert.Throws<InvalidOperationException>(() => new PropertySource(typeof(Mixed), false).Find("NetCompile.Xunit.Tests.Mixed.Gone")).Message);

    private static ProvedProperty Property(string name, NetworkPropertiesAttribute? attribute = null) =>
        (attribute ?? new(typeof(Mixed))).GetData(null!).Select(d => (ProvedProperty)d[0]).Single(p => p.ToString() == "NetCompile.Xunit.Tests.Mixed." + name);

    private sealed class Cancels(CancellationTokenSource source) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => source.Cancel();
    }
}
