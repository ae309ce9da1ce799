using NetCompile.Certification;
using NetCompile.Checker;
using NetCompile.Cli.Commands;
using NetCompile.Cli.Files;
using NetCompile.Cli.Reports;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Verification;

namespace NetCompile.Cli.Certificates;

/// <summary>Writes the certificate of a verdict, completed so that it checks.</summary>
internal static class CertificateFile
{
    /// <summary>Writes the certificate and says what was written; an unknown verdict has none, and a file of an earlier run is removed so that it is not taken for this run's.</summary>
    /// <exception cref="CliException">No certificate can be written for the verdict, or the file cannot be.</exception>
    public static void Write(CommandContext context, string path, VerificationResult result, NetworkModel model, VerificationProperty property, int threads, bool quiet)
    {
        if (CertificateDraft.Of(result, model, property, $"netcompile {ToolVersion.Text}") is not { } draft)
        {
            OutputFiles.Guard(path, () => File.Delete(path));
            Say("none: the verdict is unknown");
            return;
        }

        try
        {
            Certificate certificate = LiveLeaves.Show(
                context, Path.GetFileName(path), progress => CertificateCompleter.Complete(draft, model, property, threads, progress, context.Cancellation));
            byte[] bytes = CertificateWriter.Write(certificate, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase));
            OutputFiles.Write(path, bytes);
            Say($"{path} ({VerdictText.Count(bytes.Length)} bytes)");
        }
        catch (CertificateException e)
        {
            throw new CliException(ExitCodes.CannotWrite, $"no certificate for the verdict: {e.Message}", e);
        }
        catch (OperationCanceledException)
        {
            OutputFiles.Guard(path, () => File.Delete(path));
            Say("none: cancelled while it was completed");
        }

        void Say(string text)
        {
            if (!quiet)
            {
                context.Out.WriteLine($"{"certificate",-15} {text}");
            }
        }
    }
}
