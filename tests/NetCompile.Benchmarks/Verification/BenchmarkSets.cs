using NetCompile.Cli.Instances;

namespace NetCompile.Benchmarks.Verification;

/// <summary>The public benchmark sets that are measured, and the instances that are listed one by one.</summary>
internal static class BenchmarkSets
{
    public const string Acas = "acasxu";

    /// <summary>In the order of the table.</summary>
    public static readonly string[] Names = [Acas, "mnistfc2022", "mnistfc", "rl_benchmarks", "tllverifybench", "safenlp", "test", "reach_prob_density", "linearizenn"];

    /// <summary>The ACAS Xu instances that other tools find hard.</summary>
    public static readonly (string Network, int Property)[] Hard = [("3_3", 2), ("4_2", 2), ("1_9", 7), ("2_9", 8), ("1_1", 3), ("1_1", 5), ("1_1", 6)];

    /// <summary>Seconds an instance; null: what the set's own list says.</summary>
    public static double? Limit(string set) => set switch
    {
        Acas => 116,
        "mnistfc2022" or "mnistfc" => 300,
        _ => null,
    };

    /// <summary>The names of an ACAS Xu instance in its list.</summary>
    public static InstanceKey AcasKey(string network, int property) => new($"onnx/ACASXU_run2a_{network}_batch_2000.onnx", $"vnnlib/prop_{property}.vnnlib");
}
