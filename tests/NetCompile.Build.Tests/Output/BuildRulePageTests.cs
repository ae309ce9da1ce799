using NetCompile.Build.Loading;
using NetCompile.Build.Output;
using NetCompile.Build.Proofs;
using NetCompile.Runtime;
using NetCompile.TestSupport;
using NetCompile.Verification;

namespace NetCompile.Build.Tests.Output;

/// <summary>The pages of <c>analyzers/docs</c> about codes of the build show what the build prints.</summary>
public sealed class BuildRulePageTests : IDisposable
{
    private readonly BuildFolder _folder = new();
    private readonly StringWriter _output = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NC0511_shows_a_counterexample_in_the_names_of_the_property()
    {
        ProofRecord violated = Record(Verdict.Violated) with { Counterexample = new([8.83f, 22.96f], [0.41f], 0, false, false) };
        Tell(violated, 36);
        Assert.Equal(RulePage.Of("NC0511").Message, Said);
    }

    [Fact]
    public void NC0512_says_which_limit_to_raise()
    {
        Tell(Record(Verdict.Unknown) with { Reason = UnknownReason.TimeLimit, Boxes = 1_204_311, Seconds = 60 }, 28);
        Assert.Equal(RulePage.Of("NC0512").Message, Said);
    }

    [Fact]
    public void NC0513_refuses_the_value_of_its_example_and_takes_the_corrected_one()
    {
        string[] examples = [.. RulePage.Of("NC0513").Text.Split("<NetCompileProve>").Skip(1).Select(t => t.Split('<')[0])];
        Assert.Equal(["some", "marked"], examples);
        BuildException e = Assert.Throws<BuildException>(() => ProveOptions.Parse(Lines(examples[0])));
        new BuildMessages(_output).Failure(e.Message);
        Assert.Equal(RulePage.Of("NC0513").Message, Said);
        Assert.False(ProveOptions.Parse(Lines(examples[1])).IsForAll);

        static string[] Lines(string prove) => ["assembly=a.dll", "project=.", "output=o", "stamp=s", $"prove={prove}"];
    }

    [Fact]
    public void NC0514_says_that_no_input_meets_the_conditions()
    {
        Tell(Record(Verdict.Holds) with { IsVacuous = true }, 28);
        Assert.Equal(RulePage.Of("NC0514").Message, Said);
    }

    private string Said => _output.ToString().TrimEnd();

    private static ProofRecord Record(Verdict verdict) => new() { Key = "k", Name = "n", Verdict = verdict, Budget = "b" };

    private void Tell(ProofRecord record, int line)
    {
        NetworkProperty sample = Sample.Property("KeepsDistance", Sample.Below(1));
        NetworkProperty property = new(sample.Runner, sample.Property, (_, _, _) => throw new InvalidOperationException("no search is needed to print a record"))
        {
            NetworkName = "Cars.Cruise",
            Name = "KeepsDistance",
            Text = "!(x.gap <= x.speed) || y.acceleration <= 0",
            InputNames = ["gap", "speed"],
            OutputNames = ["acceleration"],
        };
        new BuildMessages(_output).Tell(
            new ProofOutcome(new LocatedProperty(property, new PropertyLocationAttribute("Cars.Cruise", "KeepsDistance", "Cruise.cs", line, 24)), record, IsKept: false), _folder.Options());
    }
}
