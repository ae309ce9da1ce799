using System.Security.Cryptography;
using System.Text;

namespace NetCompile.Checker.Tests;

public sealed class CertificateReaderTests
{
    private static readonly Problem s_problem = Problem.Create(1, 2, 6, 6, 1);
    private static readonly byte[] s_bytes = CertificateWriter.Write(s_problem.Proof(), isCompressed: false);

    [Fact]
    public void Every_single_changed_byte_is_noticed()
    {
        Random random = new(3);
        for (int i = 0; i < s_bytes.Length; i++)
        {
            byte[] changed = (byte[])s_bytes.Clone();
            changed[i] ^= (byte)(1 << random.Next(8));
            Assert.Throws<CertificateException>(() => CertificateReader.Read(changed, "c"));
        }
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        for (int length = 0; length < s_bytes.Length; length++)
        {
            Assert.Throws<CertificateException>(() => CertificateReader.Read(s_bytes.AsMemory(0, length), "c"));
        }
    }

    [Fact]
    public void With_the_checksum_repaired_every_changed_character_is_refused_or_still_a_proof_of_this_property_alone()
    {
        string body = Body();
        int accepted = 0;
        const string characters = "0123456789-.,AZPxpbre \n:E";
        Random random = new(4);
        for (int i = 0; i < body.Length; i++)
        {
            char other = characters[random.Next(characters.Length)];
            if (other == body[i])
            {
                continue;
            }

            byte[] changed = WithChecksum(body[..i] + other + body[(i + 1)..]);
            if (!TryRead(changed, out Certificate? certificate))
            {
                continue;
            }

            // What still reads may prove the property, a cut at another value for example; nothing may ever prove the one that is violated.
            accepted += Proves(certificate!, s_problem.Holds) ? 1 : 0;
            Assert.False(Proves(certificate!, s_problem.Violated));
            Certificate forged = certificate! with { PropertyHash = PropertyIdentity.Hash(s_problem.Violated) };
            Assert.False(Proves(forged, s_problem.Violated), $"character {i} changed to '{other}' proves what is false");
        }

        Assert.InRange(accepted, 1, body.Length / 2);
    }

    [Fact]
    public void Removed_doubled_and_swapped_lines_are_refused_or_still_proofs()
    {
        string[] lines = Body().TrimEnd('\n').Split('\n');
        Random random = new(6);
        for (int trial = 0; trial < 300; trial++)
        {
            List<string> changed = [.. lines];
            int i = random.Next(lines.Length), j = random.Next(lines.Length);
            switch (trial % 3)
            {
                case 0:
                    changed.RemoveAt(i);
                    break;
                case 1:
                    changed.Insert(i, lines[j]);
                    break;
                default:
                    (changed[i], changed[j]) = (changed[j], changed[i]);
                    break;
            }

            if (TryRead(WithChecksum(string.Join('\n', changed) + "\n"), out Certificate? certificate))
            {
                Assert.False(Proves(certificate! with { PropertyHash = PropertyIdentity.Hash(s_problem.Violated) }, s_problem.Violated));
            }
        }
    }

    [Theory]
    [InlineData("case 0\nx 0 0\nA 0\n", "breaks off")]
    [InlineData("case 0\nA 0\n", "breaks off")]
    [InlineData("case 0\nA 99999999999\nend\n", "no whole number")]
    [InlineData("case 0\nA -1\nend\n", "no whole number")]
    [InlineData("case 0\nA 0,\nend\n", "no whole number")]
    [InlineData("case 0\nx 0 NaN\nA 0\nA 0\nend\n", "no finite number")]
    [InlineData("case 0\nx 0 1e999\nA 0\nA 0\nend\n", "no finite number")]
    [InlineData("case 0\nb A 2000000000\n.\nend\n", "no bound of an element")]
    [InlineData("case 0\nb Q 0\n.\nend\n", "no slope rule")]
    [InlineData("case 0\nb A 1\ne 1 0 l 0\n.\nend\n", "slopes 0 are used")]
    [InlineData("case 0\nneurons 0\nslopes 0 !!\n.\nend\n", "base64")]
    [InlineData("case 0\nneurons 0 1\nslopes 0 AAAA\n.\nend\n", "two each")]
    [InlineData("case 0\nslopes 0 AAAA\n.\nend\n", "neurons 0 are used")]
    [InlineData("case 0\nslopes AAAA\n.\nend\n", "no slopes")]
    [InlineData("case 0\nr 0 A 1:2\n.\nend\n", "no multiplier")]
    [InlineData("case 0\n.\ncase 0\n.\nend\n", "proved twice")]
    [InlineData("case 0\n.\nend\nend\n", "follows the end")]
    [InlineData("case 0\nhello\nend\n", "no node")]
    [InlineData("counterexample 1 2\ncase 0\n.\nend\n", "stands where")]
    public void Malformed_proofs_are_refused_with_the_line(string text, string problem)
    {
        string header = Body()[..Body().IndexOf("case", StringComparison.Ordinal)];
        CertificateException e = Assert.Throws<CertificateException>(() => CertificateReader.Read(WithChecksum(header + text), "c"));
        Assert.Contains(problem, e.Message);
        Assert.True(e.Line > 5);
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        string header = Body()[..Body().IndexOf("case", StringComparison.Ordinal)];
        string deep = header + "case 0\n" + string.Concat(Enumerable.Repeat("b A 0\n", 1_000_000)) + "end\n";
        Assert.Contains("nested", Assert.Throws<CertificateException>(() => CertificateReader.Read(WithChecksum(deep), "c")).Message);
    }

    [Theory]
    [InlineData(1_000_000, "nested")]
    [InlineData(3, "no part")]
    public void Parts_of_an_element_that_do_not_end_are_refused(int depth, string problem)
    {
        string header = Body()[..Body().IndexOf("case", StringComparison.Ordinal)];
        string deep = header + "case 0\nb A 1\nt 3 0 u\n" + string.Concat(Enumerable.Repeat("p 1 0\n", depth)) + "end\n";
        Assert.Contains(problem, Assert.Throws<CertificateException>(() => CertificateReader.Read(WithChecksum(deep), "c")).Message);
    }

    [Fact]
    public void Other_files_are_refused()
    {
        foreach (byte[] bytes in (byte[][])[[], [0], [0x1F, 0x8B], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], Encoding.ASCII.GetBytes("ir_version"), Encoding.ASCII.GetBytes("netcompile-certificate 2\n")])
        {
            Assert.Throws<CertificateException>(() => CertificateReader.Read(bytes, "c"));
        }

        Random random = new(8);
        for (int i = 0; i < 200; i++)
        {
            byte[] noise = new byte[random.Next(400)];
            random.NextBytes(noise);
            Assert.Throws<CertificateException>(() => CertificateReader.Read(noise, "c"));
            string text = "netcompile-certificate 1\n" + Encoding.Latin1.GetString(noise) + "\n";
            Assert.Throws<CertificateException>(() => CertificateReader.Read(WithChecksum(text), "c"));
        }
    }

    private static string Body()
    {
        string text = Encoding.Latin1.GetString(s_bytes);
        return text[..text.IndexOf("sha256 ", StringComparison.Ordinal)];
    }

    internal static byte[] WithChecksum(string body) =>
        Encoding.Latin1.GetBytes(body + "sha256 " + Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(body))).ToLowerInvariant() + "\n");

    internal static bool TryRead(byte[] bytes, out Certificate? certificate)
    {
        try
        {
            certificate = CertificateReader.Read(bytes, "c");
            return true;
        }
        catch (CertificateException)
        {
            certificate = null;
            return false;
        }
    }

    private static bool Proves(Certificate certificate, Properties.VerificationProperty property)
    {
        try
        {
            return CertificateChecker.Check(certificate, s_problem.Model, property, threads: 1).IsProved;
        }
        catch (CertificateException)
        {
            return false;
        }
    }
}
