using System.Globalization;
using System.Text.RegularExpressions;

namespace NetCompile.Packages.Tests;

/// <summary>Projects of users, in an empty folder with an empty package cache: what they write builds, runs, and is told what is wrong with it.</summary>
[Collection(PackedFeedCollection.Name)]
public sealed class ConsumerTests(PackedFeed feed)
{
    // y = |a| − |b| on [−1, 1]²: 1 at most.
    private const string Layers = "[Dense(4, Weights = new[] { 1.0, 0, -1, 0, 0, 1, 0, -1 }), Relu, Dense(1, Weights = new[] { 1.0, 1, -1, -1 })]";

    /// <summary>A console application and a library for two frameworks, with and without nullable references and implicit usings, a model outside of the project, several networks.</summary>
    [Fact]
    public void ASolutionBuildsRunsAndProvesFromPackagesAlone()
    {
        string root = feed.NewFolder("solution ö");
        Directory.CreateDirectory(Path.Combine(root, "trained models"));
        File.Copy(Sdk.InRepository("samples", "CruiseControl", "models", "cruise.onnx"), Path.Combine(root, "trained models", "cruise.onnx"));
        Write(root, "Library/Library.csproj", Project("<TargetFrameworks>net8.0;net10.0</TargetFrameworks><NetCompileProve>all</NetCompileProve><NetCompileCertificates>false</NetCompileCertificates>", "NetCompile"));
        Write(root, "Library/Difference.cs", Difference(1.5));
        Write(root, "App/App.csproj", Project(
            "<OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
            "NetCompile", """<ProjectReference Include="../Library/Library.csproj" /><AdditionalFiles Include="../trained models/cruise.onnx" />"""));
        Write(root, "App/Cruise.cs", """
            using NetCompile;

            namespace App;

            [Network("../trained models/cruise.onnx")]
            [Input("gap", 0, 150, Mean = 75, Range = 150), Input("speed", 0, 40, Mean = 20, Range = 40), Input("leadSpeed", 0, 40, Mean = 20, Range = 40), Input("setSpeed", 10, 40, Mean = 25, Range = 30)]
            [Output("acceleration")]
            internal static partial class Cruise
            {
                [Property]
                public static bool BrakesBehindASlowerCar(Input x, Output y) => !(x.gap <= x.speed && x.leadSpeed <= x.speed) || y.acceleration <= -2;
            }
            """);
        Write(root, "App/Program.cs", """
            using App;

            Console.WriteLine(FormattableString.Invariant($"forward {Cruise.Forward(new(60, 25, 25, 30)).acceleration:0.00}"));
            Console.WriteLine(Cruise.Verify.BrakesBehindASlowerCar());
            Console.WriteLine(Library.Difference.Verify.AtMost());
            """);
        Write(root, "Plan/Plan.csproj", Project("<OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>LatestMajor</RollForward>", "NetCompile.Milp.Cbc"));
        Write(root, "Plan/Program.cs", $$"""
            using System;
            using NetCompile;
            using NetCompile.Milp;

            MilpModel model = new MilpModel("plan");
            MilpVariable a = model.AddVariable(-1, 1), b = model.AddVariable(-1, 1);
            EncodedNetwork network = Net.AddTo(model, a, b);
            model.Maximize(1 * network.Outputs[0]);
            Console.WriteLine("binaries " + model.IntegerCount);

            [Network, Input("a", -1, 1), Input("b", -1, 1), Output("y")]
            {{Layers}}
            static partial class Net { }
            """);
        Write(root, "Tests/Tests.csproj", Project(
            "<TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable>", "NetCompile.Xunit",
            string.Concat(new[] { "Microsoft.NET.Test.Sdk", "xunit", "xunit.runner.visualstudio" }.Select(Reference)) + """<ProjectReference Include="../Library/Library.csproj" />"""));
        Write(root, "Tests/DifferenceTests.cs", """
            using NetCompile.Xunit;
            using Xunit;

            public class DifferenceTests
            {
                [Theory, NetworkProperties(typeof(Library.Difference))]
                public void Holds(ProvedProperty property) => property.RequireHolds();
            }
            """);
        Write(root, "All.proj", """
            <Project DefaultTargets="Build">
              <Target Name="Restore"><MSBuild Projects="App/App.csproj;Plan/Plan.csproj;Tests/Tests.csproj" Targets="Restore" /></Target>
              <Target Name="Build"><MSBuild Projects="App/App.csproj;Plan/Plan.csproj;Tests/Tests.csproj" Targets="Build" /></Target>
            </Project>
            """);

        string built = Succeeds(root, "build", "All.proj", "-v:minimal");
        AssertSaid("NetCompile: Library.Difference.AtMost holds", built);
        Assert.DoesNotContain("warning", built);

        string ran = Succeeds(root, "exec", "App/bin/Debug/net10.0/App.dll");
        AssertSaid("forward 0.38", ran);
        AssertSaid("BrakesBehindASlowerCar: holds in float32 arithmetic", ran);
        AssertSaid("AtMost: holds in float32 arithmetic", ran);
        AssertSaid("binaries 4", Succeeds(root, "exec", "Plan/bin/Debug/net8.0/Plan.dll"));
        string tested = Succeeds(root, "test", "Tests/Tests.csproj", "--no-build");
        AssertSaid("Passed:     2", tested);

        // A changed constant breaks one property: the build says where and with which input, and the other one is not proved again.
        Write(root, "Library/Difference.cs", Difference(0.5).Replace("using NetCompile;", "#pragma warning disable NC0502 // Left to the build.\nusing NetCompile;", StringComparison.Ordinal));
        string broken = Fails(root, "build", "Library/Library.csproj", "-v:minimal");
        AssertMatches(@"Difference\.cs\(11,28\): error NC0511: 'Library\.Difference\.AtMost' is violated: a = \S+, b = \S+ gives y = ", broken);
        AssertSaid("NetCompile: Library.Difference.AtLeast holds (unchanged)", broken);
        Write(root, "Library/Difference.cs", Difference(1.5));
        AssertSaid("holds", Succeeds(root, "build", "Library/Library.csproj", "-v:minimal"));
    }

    /// <summary>What is wrong with a declaration is said at the line that is to blame.</summary>
    [Fact]
    public void DiagnosticsReachABuild()
    {
        string root = feed.NewFolder("diagnostics");
        Write(root, "Wrong.csproj", Project("<TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable>", "NetCompile"));
        Write(root, "Wrong.cs", $$"""
            using NetCompile;

            [Network, Input("a", 1, -1), Input("b", -1, 1), Output("y")]
            {{Layers}}
            static partial class Swapped { }

            [Network("missing.onnx"), Input("a", -1, 1), Output("y")]
            static partial class Missing { }

            [Network, Input("a", -1, 1), Input("b", -1, 1), Output("y")]
            {{Layers}}
            [BigM(0.25)]
            static partial class Weak { }

            [Network, Input("a", -1, 1), Input("b", -1, 1), Output("y")]
            {{Layers}}
            static partial class Broken
            {
                [Property]
                public static bool AtMost(Output y) => y.y <= 0.5;
            }
            """);

        string output = Fails(root, "build", "-v:minimal");
        AssertMatches(@"Wrong\.cs\(3,\d+\): error NC0203: The lower bound 1 of input 'a' is above its upper bound -1", output);
        AssertMatches(@"Wrong\.cs\(7,\d+\): error NC0101: .*missing\.onnx", output);
        AssertMatches(@"Wrong\.cs\(12,\d+\): error NC0207", output);
        AssertMatches(@"Wrong\.cs\(20,24\): error NC0502: .*a = .*, b = .*y = ", output);
    }

    /// <summary>The command line as a tool, and the template, each installed from its package.</summary>
    [Fact]
    public void ToolAndTemplateInstall()
    {
        string root = feed.NewFolder("tool");
        Succeeds(root, "tool", "install", "NetCompile.Cli", "--tool-path", "tools", "--version", PackedFeed.Version);
        string tool = Path.Combine(root, "tools", OperatingSystem.IsWindows() ? "netcompile.exe" : "netcompile");
        (int exitCode, string output) = Sdk.Run(tool, root, feed.Consumer, "info", Sdk.InRepository("samples", "CruiseControl", "models", "cruise.onnx"));
        Assert.True(exitCode == 0, output);
        AssertSaid("4", output);

        Succeeds(root, "new", "install", feed.PathOf("NetCompile.Templates"));
        Succeeds(root, "new", "netcompile", "-o", "MyController");
        string controller = Path.Combine(root, "MyController");
        AssertSaid("NetCompile: MyController.Cruise.BrakesBehindASlowerCar holds", Succeeds(controller, "build", "-v:minimal"));
        AssertSaid("BrakesBehindASlowerCar: holds in float32 arithmetic", Succeeds(controller, "exec", "bin/Debug/net10.0/MyController.dll"));
        Assert.True(File.Exists(Path.Combine(controller, "obj", "Debug", "net10.0", "netcompile", "report.html")));
    }

    private static string Difference(double limit) => $$"""
        using NetCompile;

        namespace Library
        {
            [Network, Input("a", -1, 1), Input("b", -1, 1), Output("y")]
            {{Layers}}
            public static partial class Difference
            {
                [Property]
                public static bool AtMost(Output y) => y.y <= {{limit.ToString(CultureInfo.InvariantCulture)}};

                [Property]
                public static bool AtLeast(Output y) => y.y >= -1.5;
            }
        }
        """;

    private static string Project(string properties, string package, string items = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>{properties}</PropertyGroup>
          <ItemGroup><PackageReference Include="{package}" Version="{PackedFeed.Version}" />{items}</ItemGroup>
        </Project>
        """;

    private static string Reference(string package) => $"""<PackageReference Include="{package}" Version="{PackedFeed.VersionOf(package)}" />""";

    private static void Write(string root, string path, string text)
    {
        string full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    // xunit shortens what it compares; a build that failed must be seen whole.
    private static void AssertSaid(string expected, string output) => Assert.True(output.Contains(expected, StringComparison.Ordinal), $"'{expected}' is not in:{Environment.NewLine}{output}");

    private static void AssertMatches(string pattern, string output) => Assert.True(Regex.IsMatch(output, pattern), $"'{pattern}' does not match:{Environment.NewLine}{output}");

    private string Succeeds(string folder, params string[] arguments)
    {
        (int exitCode, string output) = Sdk.Run("dotnet", folder, feed.Consumer, arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }

    private string Fails(string folder, params string[] arguments)
    {
        (int exitCode, string output) = Sdk.Run("dotnet", folder, feed.Consumer, arguments);
        Assert.True(exitCode != 0, output);
        return output;
    }
}
