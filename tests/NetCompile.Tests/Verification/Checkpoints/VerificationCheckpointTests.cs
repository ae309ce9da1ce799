using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Tests.Verification.Checkpoints;

public sealed class VerificationCheckpointTests
{
    private static readonly VerificationCheckpoint s_checkpoint = Problem.Hard.Stop(new() { Threads = 1, Seed = 77 }, 15);

    [Fact]
    public void Everything_survives_the_file()
    {
        VerificationCheckpoint read = Problem.Copy(s_checkpoint);
        Assert.Equal(Problem.Hard.Model.ContentHash, read.ModelHash);
        Assert.Matches("^[0-9a-f]{64}$", read.PropertyHash);
        Assert.Equal(("hard", Arithmetic.Float32, Branching.Input, 77, 1), (read.PropertyName, read.Arithmetic, read.Branching, read.Seed, read.Runs));
        Assert.Equal((15, s_checkpoint.OpenBoxes, s_checkpoint.Depth), (read.Boxes, read.OpenBoxes, read.Depth));
        Assert.Equal((s_checkpoint.ProvedFraction, UnknownReason.None), (read.ProvedFraction, read.GivenUp));
        Assert.Equal(s_checkpoint.Elapsed, read.Elapsed);
        Assert.Equal(Problem.Bytes(s_checkpoint), Problem.Bytes(read));
        Assert.StartsWith($"hard: {s_checkpoint.OpenBoxes.ToString(CultureInfo.InvariantCulture)} open of 15 boxes, ", read.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_any_byte_is_found()
    {
        byte[] bytes = Problem.Bytes(s_checkpoint);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= (byte)(1 << (i % 8));
            Assert.Throws<CheckpointException>(() => Load(changed));
        }
    }

    [Fact]
    public void A_missing_end_and_a_surplus_one_are_found()
    {
        byte[] bytes = Problem.Bytes(s_checkpoint);
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] truncated = bytes[..length];
            CheckpointException e = Assert.Throws<CheckpointException>(() => Load(truncated));
            Assert.Contains("truncated", e.Message, StringComparison.Ordinal);
        }

        CheckpointException longer = Assert.Throws<CheckpointException>(() => Load([.. bytes, 0]));
        Assert.Contains("follows its end", longer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_kind_of_file_and_another_version_are_named()
    {
        CheckpointException other = Assert.Throws<CheckpointException>(() => Load(Encoding.UTF8.GetBytes("sat\n((X_0 1) (Y_0 2))\n")));
        Assert.Contains("no checkpoint", other.Message, StringComparison.Ordinal);
        byte[] newer = Problem.Bytes(s_checkpoint);
        newer[8] = 9;
        CheckpointException version = Assert.Throws<CheckpointException>(() => Load(newer));
        Assert.Contains("version 9", version.Message, StringComparison.Ordinal);
        Assert.Contains($"version {CheckpointFile.Version}", version.Message, StringComparison.Ordinal);
    }

    /// <summary>With a right checksum: someone else's writer, or an edit that was made to fit.</summary>
    [Theory]
    [InlineData("\"openBoxes\": ", "\"openBoxes\": 9", "damaged")]
    [InlineData("\"openBoxes\": ", "\"openBoxes\": -", "damaged")]
    [InlineData("\"branching\": \"Input\"", "\"branching\": \"Automatic\"", "no run has")]
    [InlineData("\"branching\": \"Input\"", "\"branching\": \"Relu\"", "of the kind Box among nodes of the kind Phase")]
    [InlineData("\"runs\": 1", "\"runs\": 0", "no run has")]
    [InlineData("\"givenUp\": \"None\"", "\"givenUp\": 17", "no run has")]
    [InlineData("\"givenUp\": \"None\"", "\"givenUp\": \"Later\"", "cannot be read")]
    [InlineData("\"modelHash\":", "\"model\":", "cannot be read")]
    [InlineData("{", "null {", "cannot be read")]
    public void A_header_that_does_not_fit_is_refused(string old, string replacement, string expected)
    {
        byte[] forged = WithHeader(Problem.Bytes(s_checkpoint), header =>
        {
            Assert.Contains(old, header, StringComparison.Ordinal);
            int at = header.IndexOf(old, StringComparison.Ordinal);
            return header[..at] + replacement + header[(at + old.Length)..];
        });
        CheckpointException e = Assert.Throws<CheckpointException>(() => Problem.Hard.Verify(new() { ResumeFrom = Load(forged) }));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    /// <summary>The nodes of a larger region do not fit into a smaller one, even where everything else is made to agree.</summary>
    [Fact]
    public void Boxes_outside_the_region_are_refused()
    {
        PropertyCase[] smaller = [.. Problem.Hard.Property.Cases.Select(c => new PropertyCase([.. c.Region.Select(r => InputInterval.Exact(r.Lower / 4, r.Upper / 4))], c.Unsafe))];
        VerificationProperty property = Problem.Hard.Property with { Cases = [.. smaller] };
        byte[] forged = WithHeader(Problem.Bytes(s_checkpoint), header => header.Replace(s_checkpoint.PropertyHash, PropertyFingerprint.Of(property), StringComparison.Ordinal));
        CheckpointException e = Assert.Throws<CheckpointException>(() => new Problem(Problem.Hard.Model, property).Verify(new() { ResumeFrom = Load(forged) }));
        Assert.Contains("is not within", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_network_property_arithmetic_or_split_is_refused_with_both_values()
    {
        VerificationProperty property = Problem.Hard.Property;
        NetworkModel other = TestSupport.RandomNetworks.Chain(new Random(8), 6, 30, 30, 1);
        Refused(other, property, new(), Problem.Hard.Model.ContentHash, other.ContentHash);

        VerificationProperty another = property with { Cases = [.. property.Cases.Reverse()] };
        Refused(Problem.Hard.Model, another, new(), s_checkpoint.PropertyHash, PropertyFingerprint.Of(another));
        Refused(Problem.Hard.Model, property, new() { Arithmetic = Arithmetic.Real }, "Float32", "Real");
        Refused(Problem.Hard.Model, property, new() { Branching = Branching.Relu }, "Input", "Relu");

        static void Refused(NetworkModel model, VerificationProperty property, VerificationOptions options, string first, string second)
        {
            CheckpointException e = Assert.Throws<CheckpointException>(() => Verifier.Verify(NetworkRunner.Create(model), property, options with { ResumeFrom = s_checkpoint }));
            Assert.Contains(first, e.Message, StringComparison.Ordinal);
            Assert.Contains(second, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_same_property_under_another_name_is_accepted()
    {
        VerificationProperty renamed = Problem.Hard.Property with { Name = "renamed" };
        Assert.Equal(Verdict.Holds, Verifier.Verify(NetworkRunner.Create(Problem.Hard.Model), renamed, new() { ResumeFrom = s_checkpoint }).Verdict);
    }

    [Fact]
    public void The_property_hash_sees_every_number()
    {
        InputInterval range = new(0, 1, 0.25, 0.75);
        string Of(InputInterval interval, LinearConstraint constraint) =>
            PropertyFingerprint.Of(new VerificationProperty("p", 1, 1, [new PropertyCase([interval], [new Conjunction([constraint])])]));
        LinearConstraint Constraint(double c, bool exact, double bound, bool strict) => new([new LinearTerm(PropertyVariable.Output(0), new StatedNumber(c, exact))], bound, strict);
        LinearConstraint one = Constraint(1, true, 2, false);
        string[] all =
        [
            Of(range, one), Of(range with { Lower = -1 }, one), Of(range with { Upper = 2 }, one), Of(range with { InnerLower = 0.5 }, one), Of(range with { InnerUpper = 0.5 }, one),
            Of(range, Constraint(1.5, true, 2, false)), Of(range, Constraint(1, false, 2, false)), Of(range, Constraint(1, true, 2.5, false)), Of(range, Constraint(1, true, 2, true)),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], Of(range, Constraint(1, true, 2, false)));
    }

    [Fact]
    public void Saving_replaces_the_file_at_once_and_leaves_nothing_else()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("netcompile-checkpoint-");
        try
        {
            string path = Path.Combine(folder.FullName, "run.checkpoint");
            File.WriteAllText(path, "an older one");
            s_checkpoint.Save(path);
            Assert.Equal([path], Directory.GetFiles(folder.FullName));
            Assert.Equal(Problem.Bytes(s_checkpoint), File.ReadAllBytes(path));
            Assert.Equal(s_checkpoint.OpenBoxes, VerificationCheckpoint.Load(path).OpenBoxes);

            // Where it cannot be put in place, the half-done file goes too.
            string occupied = Path.Combine(folder.FullName, "folder");
            Directory.CreateDirectory(occupied);
            Assert.ThrowsAny<SystemException>(() => s_checkpoint.Save(occupied));
            Assert.Equal([path], Directory.GetFiles(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_proof_of_the_whole_cannot_begin_in_the_middle()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Problem.Hard.Verify(new() { ResumeFrom = s_checkpoint, RecordProof = true }));
        Assert.Contains("cannot record a proof", e.Message, StringComparison.Ordinal);
    }

    private static VerificationCheckpoint Load(byte[] bytes) => VerificationCheckpoint.Load(new MemoryStream(bytes));

    private static byte[] WithHeader(byte[] bytes, Func<string, string> change)
    {
        int length = BitConverter.ToInt32(bytes, 12);
        byte[] header = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(bytes, 16, length)));
        byte[] all = [.. bytes[..12], .. BitConverter.GetBytes(header.Length), .. header, .. bytes[(16 + length)..^32]];
        return [.. all, .. SHA256.HashData(all)];
    }
}
