using System.Runtime.CompilerServices;
using Xunit;

namespace NetCompile.TestSupport;

/// <summary>Compares text with a file that a person has read and approved.</summary>
/// <remarks>
/// The approved text lies beside the test as <c>NAME.verified.EXT</c>. Where the text differs, it is written to <c>NAME.received.EXT</c> and the test fails;
/// to approve it, rename the file. Received files are not part of the repository.
/// </remarks>
public static class Snapshot
{
    /// <summary>Fails where <paramref name="actual"/> is not the approved text.</summary>
    /// <param name="actual">The text; line ends do not matter.</param>
    /// <param name="name">The snapshot's name, unique in the folder of the test.</param>
    /// <param name="extension">The files' extension, without dot.</param>
    /// <param name="testFile">The test's source file; filled in by the compiler.</param>
    public static void Matches(string actual, string name, string extension = "cs", [CallerFilePath] string testFile = "")
    {
        string folder = Path.GetDirectoryName(testFile)!;
        string verified = Path.Combine(folder, $"{name}.verified.{extension}");
        string received = Path.Combine(folder, $"{name}.received.{extension}");
        actual = Normalize(actual);
        string expected = File.Exists(verified) ? Normalize(File.ReadAllText(verified)) : "";
        if (actual == expected && expected.Length > 0)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail($"{FirstDifference(expected, actual)}\nCompare:  diff \"{verified}\" \"{received}\"\nApprove:  mv \"{received}\" \"{verified}\"");
    }

    private static string FirstDifference(string expected, string actual)
    {
        if (expected.Length == 0)
        {
            return "There is no approved text yet.";
        }

        string[] approved = expected.Split('\n'), now = actual.Split('\n');
        int line = Enumerable.Range(0, Math.Max(approved.Length, now.Length)).First(i => i >= approved.Length || i >= now.Length || approved[i] != now[i]);
        return $"Line {line + 1} differs.\n  approved: {(line < approved.Length ? approved[line] : "(end)")}\n  received: {(line < now.Length ? now[line] : "(end)")}";
    }

    private static string Normalize(string text) => text.Replace("\r\n", "\n").TrimStart('\uFEFF').TrimEnd() + "\n";
}
