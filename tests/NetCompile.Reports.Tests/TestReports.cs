using System.Collections.Immutable;
using System.Reflection;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Reports.Tests;

/// <summary>Reports to write: of the samples, and of small properties.</summary>
internal static class TestReports
{
    private static readonly Lazy<VerificationReport> s_cruise = new(() => Sample("CruiseControl", "StaysWithinItsLimits", "NeverAcceleratesWhenTooClose"));
    private static readonly Lazy<VerificationReport> s_digits = new(() => Sample("Digits", "SevenByOne", "SevenByThree"));

    /// <summary>A proved and a violated property of the cruise controller.</summary>
    public static VerificationReport Cruise => s_cruise.Value;

    /// <summary>A proved and a violated property of the reader of digits.</summary>
    public static VerificationReport Digits => s_digits.Value;

    /// <summary>Verifies a property of some inputs and reports it.</summary>
    public static PropertyReport Report(NetworkModel model, VerificationProperty property, ReportOptions? options = null)
    {
        NetworkProperty subject = Subject(model, property);
        ProgressRecorder recorder = new();
        return PropertyReport.Of(subject, subject.Verify(new VerificationOptions { Threads = 1 }, recorder), recorder, options);
    }

    /// <summary>A property as tools see it, with names as in VNN-LIB.</summary>
    public static NetworkProperty Subject(NetworkModel model, VerificationProperty property)
    {
        NetworkRunner runner = NetworkRunner.Create(model);
        return new NetworkProperty(runner, property, (options, progress, cancellation) => Verifier.Verify(runner, property, options, progress, cancellation))
        {
            NetworkName = "Tests.Network",
            Name = property.Name,
            Text = "y[0] < threshold",
            InputNames = [.. Enumerable.Range(0, model.InputCount).Select(i => $"x{i}")],
            OutputNames = [.. Enumerable.Range(0, model.OutputCount).Select(i => $"y{i}")],
        };
    }

    /// <summary>The property that output 0 stays below a threshold on <c>[−1, 1]ⁿ</c>.</summary>
    public static VerificationProperty Below(NetworkModel model, double threshold) => new(
        "below", model.InputCount, model.OutputCount,
        [new PropertyCase([.. Enumerable.Repeat(InputInterval.Exact(-1, 1), model.InputCount)], [new Conjunction([AtLeast(0, threshold)])])]);

    /// <summary><c>y_k ≥ threshold</c>.</summary>
    public static LinearConstraint AtLeast(int output, double threshold) => new([new LinearTerm(PropertyVariable.Output(output), -1)], -threshold, isStrict: false);

    private static VerificationReport Sample(string assembly, params string[] names)
    {
        ImmutableArray<NetworkProperty> properties = NetworkProperties.In(Assembly.Load(assembly));
        return new VerificationReport
        {
            Title = assembly,
            Properties = [.. names.Select(name =>
            {
                NetworkProperty property = properties.Single(p => p.Name == name);
                ProgressRecorder recorder = new();
                return PropertyReport.Of(property, property.Verify(new VerificationOptions { Threads = 2 }, recorder), recorder);
            })],
        };
    }
}
