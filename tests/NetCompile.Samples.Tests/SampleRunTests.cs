namespace NetCompile.Samples.Tests;

public class SampleRunTests
{
    [Fact]
    public void The_cruise_sample_proves_seven_properties_and_replays_one_counterexample()
    {
        (int exitCode, string output) = SampleProcess.Run("CruiseControl.dll");

        Assert.True(exitCode == 0, output);
        string[] lines = output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(7, lines.Count(l => l.StartsWith("holds ", StringComparison.Ordinal)));
        Assert.StartsWith("violated  NeverAcceleratesWhenTooClose", Assert.Single(lines, l => l.StartsWith("violated ", StringComparison.Ordinal)));
        Assert.Matches(@"Replayed: Cruise\.Forward gives \+\d+\.\d\d m/s² and Cruise\.NeverAcceleratesWhenTooClose\(x, y\) returns false\.", output);
        Assert.Contains("7 hold, 1 violated, in ", output);
        Assert.DoesNotContain("\e", output);
    }

    [Fact]
    public void The_digits_sample_proves_eleven_properties_and_shows_the_picture_that_fools_it()
    {
        (int exitCode, string output) = SampleProcess.Run("Digits.dll");

        Assert.True(exitCode == 0, output);
        for (int digit = 0; digit < 10; digit++)
        {
            Assert.Matches($@"read as {digit}\s", output);
        }

        Assert.Contains("the 7 by ±2   holds: always a 7", output);
        Assert.Contains("the 7 by ±3   violated", output);
        Assert.Matches(@"A 7 that is read as [0-689]: no pixel differs by more than (3|2\.\d+) of 16 grey levels", output);
        Assert.Contains("◄ wins", output);
        Assert.Contains("11 hold, 1 violated, in ", output);
        Assert.DoesNotContain("\e", output);
    }
}
