namespace NetCompile.Generator.Tests;

public class RecentResultsTests
{
    [Fact]
    public void A_key_is_computed_once_until_others_push_it_out()
    {
        RecentResults<string, string> recent = new(2);
        int computed = 0;
        string Get(string key) => recent.GetOrAdd(key, () => $"{key}{++computed}");

        Assert.Equal(["a1", "a1", "b2", "a1", "c3", "a1", "b4"], new[] { "a", "a", "b", "a", "c", "a", "b" }.Select(Get));
    }

    [Fact]
    public void A_cancelled_computation_is_forgotten()
    {
        RecentResults<string, string> recent = new(2);
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => recent.GetOrAdd("a", token => Cancel(source, token), source.Token));

        Assert.Equal("done", recent.GetOrAdd("a", _ => "done", default));
        Assert.Throws<OperationCanceledException>(() => recent.GetOrAdd("a", _ => "not asked", source.Token));
    }

    [Fact]
    public async Task Who_waits_for_a_computation_that_another_cancels_computes_it_again()
    {
        RecentResults<string, string> recent = new(2);
        using CancellationTokenSource source = new();
        using ManualResetEventSlim started = new(), waits = new();
        Task first = Task.Run(() => Assert.Throws<OperationCanceledException>(() => recent.GetOrAdd(
            "a",
            token =>
            {
                started.Set();
                waits.Wait(CancellationToken.None);
                return Cancel(source, token);
            },
            source.Token)));
        started.Wait();
        Task<string> second = Task.Run(() =>
        {
            waits.Set();
            return recent.GetOrAdd("a", _ => "again", default);
        });

        await first;
        Assert.Equal("again", await second);
    }

    [Fact]
    public void Another_exception_is_thrown_and_not_kept()
    {
        RecentResults<string, string> recent = new(2);
        Assert.Throws<InvalidOperationException>(() => recent.GetOrAdd("a", _ => throw new InvalidOperationException(), default));
        Assert.Equal("b", recent.GetOrAdd("a", _ => "b", default));
    }

    private static string Cancel(CancellationTokenSource source, CancellationToken token)
    {
        source.Cancel();
        token.ThrowIfCancellationRequested();
        return "";
    }
}
