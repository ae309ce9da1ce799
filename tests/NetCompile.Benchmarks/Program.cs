using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NetCompile.Benchmarks.Bounds;
using NetCompile.Benchmarks.Builds;
using NetCompile.Benchmarks.Forward;
using NetCompile.Benchmarks.Milp;
using NetCompile.Benchmarks.Specialization;
using NetCompile.Benchmarks.Verification;

namespace NetCompile.Benchmarks;

internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["--quick"]:
                ForwardComparison.Run();
                return 0;
            case ["--bounds", string model, string property]:
                BoundsComparison.Run(model, property);
                return 0;
            case ["--specialization"]:
                GeneratedComparison.Run();
                return 0;
            case ["--specialization", string model, string property, .. string[] rest]:
                SpecializationComparison.Run(model, property, rest.Length > 0 ? double.Parse(rest[0], CultureInfo.InvariantCulture) : 1);
                return 0;
            case ["--write-models", string folder]:
                ModelFiles.Write(folder);
                return 0;
            case ["--encodings", string data, .. string[] rest]:
                return EncodingComparison.Run(data, rest.Length > 0 ? double.Parse(rest[0], CultureInfo.InvariantCulture) : 60, rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : 0);
            case ["--builds", string repository]:
                return BuildTimings.Run(Path.GetFullPath(repository));
            case ["--edits", string repository]:
                return EditTimings.Run(Path.GetFullPath(repository));
            case ["--verification", .. string[] rest]:
                return VerificationBenchmark.Run(rest);
            case [OwnProcess.Argument, .. string[] rest]:
                return VerificationBenchmark.RunPart(rest);
            default:
                // In process: the default toolchain restores a project of its own, which needs a package feed.
                IConfig config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
                return 0;
        }
    }
}
