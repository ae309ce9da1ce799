using NetCompile.Verification;

namespace NetCompile.Reports.Tests.Recording;

public sealed class ProgressRecorderTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(15, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 16)]
    [InlineData(1000, 4)]
    [InlineData(100_000, 64)]
    public void KeepsAtMostItsCapacity_TheFirstAndTheLast(int reports, int capacity)
    {
        ProgressRecorder recorder = Record(reports, capacity);
        Assert.InRange(recorder.Samples.Length, Math.Min(reports, capacity / 2), capacity);
        Assert.Equal(0, recorder.Samples[0].Boxes);
        Assert.Equal(reports - 1, recorder.Samples[^1].Boxes);
    }

    [Fact]
    public void ThinsEvenly()
    {
        long[] boxes = [.. Record(12_345, 50).Samples.Select(s => s.Boxes)];
        long[] gaps = [.. boxes.Zip(boxes.Skip(1), (a, b) => b - a)];
        long gap = gaps[0];
        Assert.True(long.IsPow2(gap), $"the first gap is {gap}");
        Assert.All(gaps[..^1], g => Assert.Equal(gap, g));
        Assert.InRange(gaps[^1], 1, gap);
    }

    [Fact]
    public void KeepsWhatItIsTold()
    {
        ProgressRecorder recorder = new();
        recorder.Report(new VerificationProgress(TimeSpan.FromSeconds(1.5), 10, 3, 0.25, 4));
        Assert.Equal(new GrowthSample(1.5, 10, 3, 0.25, 4), Assert.Single(recorder.Samples));
    }

    [Fact]
    public void TellsTheNext()
    {
        List<long> told = [];
        ProgressRecorder recorder = new(new Listener(p => told.Add(p.Boxes)), capacity: 4);
        for (int i = 0; i < 20; i++)
        {
            recorder.Report(new VerificationProgress(TimeSpan.Zero, i, 0, 0, 0));
        }

        Assert.Equal([.. Enumerable.Range(0, 20).Select(i => (long)i)], told);
    }

    [Fact]
    public void RefusesACapacityThatHoldsNothing()
    {
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => new ProgressRecorder(capacity: 3));
        Assert.Contains("capacity is 3", e.Message);
    }

    private static ProgressRecorder Record(int reports, int capacity)
    {
        ProgressRecorder recorder = new(capacity: capacity);
        for (int i = 0; i < reports; i++)
        {
            recorder.Report(new VerificationProgress(TimeSpan.FromMilliseconds(i), i, 0, 0, 0));
        }

        return recorder;
    }

    private sealed class Listener(Action<VerificationProgress> tell) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => tell(value);
    }
}
