using NetCompile.Build.Proofs;
using NetCompile.Verification;

namespace NetCompile.Build.Tests.Proofs;

public sealed class ProofCacheTests : IDisposable
{
    private static readonly ProofRecord s_violated = new()
    {
        Key = "k1",
        Name = "Cars.Net.Wrong",
        Verdict = Verdict.Violated,
        Boxes = 12,
        Depth = 3,
        Seconds = 0.125,
        Budget = "60 s",
        Counterexample = new CounterexampleRecord([0.1f, -0f, float.Epsilon], [float.PositiveInfinity, float.NaN], 1, true, true),
        Certificate = "x.nccert",
    };

    private static readonly ProofRecord s_holds = new() { Key = "k2", Name = "Cars.Net.Fine", Verdict = Verdict.Holds, Budget = "60 s", IsVacuous = true };

    private readonly BuildFolder _folder = new();

    private string Path => _folder.File("proofs.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Verdicts_read_back_bit_for_bit()
    {
        ProofCache cache = ProofCache.Open(Path);
        cache.Keep(s_violated, isProved: true);
        ProofRecord read = ProofCache.Open(Path).Find("k1")!;
        Assert.Equal(s_violated.Counterexample!.Input.Select(BitConverter.SingleToInt32Bits), read.Counterexample!.Input.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(s_violated.Counterexample.Output, read.Counterexample.Output);
        Assert.Equal(s_violated with { Counterexample = null }, read with { Counterexample = null });
        Assert.Equal((1, true, true), (read.Counterexample.CaseIndex, read.Counterexample.IsInputRounded, read.Counterexample.IsWithinRounding));
    }

    [Fact]
    public void A_build_that_ends_early_leaves_the_verdicts_of_the_last_one_and_a_whole_one_drops_them()
    {
        ProofCache first = ProofCache.Open(Path);
        first.Keep(s_holds, isProved: true);
        first.Finish();
        ProofCache second = ProofCache.Open(Path);
        second.Keep(s_violated, isProved: true);
        Assert.Equal(s_holds, ProofCache.Open(Path).Find("k2"));
        second.Finish();
        Assert.Null(ProofCache.Open(Path).Find("k2"));
        Assert.NotNull(ProofCache.Open(Path).Find("k1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"format\": 2, \"proofs\": [{\"key\": \"k\", \"name\": \"n\", \"verdict\": \"Holds\", \"budget\": \"b\"}]}")]
    [InlineData("{\"format\": 1}")]
    [InlineData("{\"format\": 1, \"proofs\": [{\"key\": \"k\", \"name\": \"n\", \"verdict\": \"Proved\", \"budget\": \"b\"}]}")]
    [InlineData("{\"format\": 1, \"proofs\": [{\"key\": \"k\", \"name\": \"n\", \"verdict\": \"Violated\", \"budget\": \"b\"}]}")]
    [InlineData("{\"format\": 1, \"proofs\": [{\"key\": \"k\", \"name\": \"n\", \"verdict\": 7, \"budget\": \"b\"}]}")]
    [InlineData("{\"format\": 1, \"proofs\": [{\"key\": \"k\", \"name\": \"n\", \"budget\": \"b\"}]}")]
    [InlineData("{\"format\": 1, \"proofs\": [{\"key\": \"k\", \"name\": \"n\", \"verdict\": \"Unknown\", \"reason\": 99, \"budget\": \"b\"}]}")]
    [InlineData("{\"format\": 1, \"proofs\": [null]}")]
    [InlineData("{\"format\": 1, \"proofs\": [{\"key\": null, \"name\": \"n\", \"verdict\": \"Holds\", \"budget\": \"b\"}]}")]
    public void A_damaged_file_or_one_of_another_version_is_no_file(string text)
    {
        File.WriteAllText(Path, text);
        Assert.Null(ProofCache.Open(Path).Find("k"));
    }

    [Fact]
    public void It_knows_whether_it_differs_from_the_last_build()
    {
        ProofCache first = ProofCache.Open(Path);
        first.Keep(s_holds, isProved: true);
        Assert.True(first.IsChanged);
        first.Finish();

        ProofCache same = ProofCache.Open(Path), renamed = ProofCache.Open(Path), none = ProofCache.Open(Path);
        same.Keep(same.Find("k2")!, isProved: false);
        Assert.False(same.IsChanged);
        renamed.Keep(s_holds with { Name = "Cars.Net.Better" }, isProved: false);
        Assert.True(renamed.IsChanged);
        Assert.True(none.IsChanged);
    }
}
