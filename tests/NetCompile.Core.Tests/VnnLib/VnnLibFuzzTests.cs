using System.Text;
using System.Text.RegularExpressions;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.TestSupport;
using NetCompile.VnnLib;

namespace NetCompile.Core.Tests.VnnLib;

/// <summary>Damaged files give a property or a <see cref="ModelFormatException"/>, nothing else.</summary>
public sealed class VnnLibFuzzTests
{
    private const int Rounds = 400;

    public static TheoryData<string, string> Files => new()
    {
        { "acasxu", "prop_6.vnnlib" }, { "acasxu", "prop_8.vnnlib" }, { "test", "test_prop.vnnlib" }, { "nn4sys", "lindex_1.vnnlib" }, { "rl_benchmarks", "" },
        { "vnnlib_forms", "test_mul_var_const.vnnlib" }, { "vnnlib_forms", "test_exp_notation.vnnlib" },
    };

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void TruncatedFlippedOrShuffled_NeverCrashes(string set, string file)
    {
        string folder = set == "vnnlib_forms" ? TestData.Require(set) : TestData.Require(set, "vnnlib");
        string path = file.Length > 0 ? Path.Combine(folder, file) : Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).First();
        byte[] original = File.ReadAllBytes(path);
        string[] tokens = Regex.Matches(Encoding.UTF8.GetString(original), @"[()]|[^\s()]+|\s+").Select(m => m.Value).ToArray();
        Random random = new(5);
        int read = 0;
        for (int round = 0; round < Rounds; round++)
        {
            read += TryRead(original[..random.Next(original.Length)]);

            byte[] flipped = (byte[])original.Clone();
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
            }

            read += TryRead(flipped);

            string[] shuffled = (string[])tokens.Clone();
            for (int swaps = random.Next(1, 4); swaps > 0; swaps--)
            {
                int a = random.Next(shuffled.Length), b = random.Next(shuffled.Length);
                (shuffled[a], shuffled[b]) = (shuffled[b], shuffled[a]);
            }

            read += TryRead(Encoding.UTF8.GetBytes(string.Concat(shuffled)));
        }

        Assert.InRange(read, 1, (3 * Rounds) - 1);
    }

    private static int TryRead(byte[] bytes)
    {
        try
        {
            VerificationProperty property = VnnLibReader.Read(bytes, "fuzzed");
            Assert.All(property.Cases, c => Assert.DoesNotContain(c.Region, i => i.IsEmpty || double.IsInfinity(i.Lower) || double.IsInfinity(i.Upper)));
            return 1;
        }
        catch (ModelFormatException e)
        {
            Assert.StartsWith("fuzzed", e.Message);
            return 0;
        }
    }
}
