using System.CommandLine;
using NetCompile.Checker;
using NetCompile.Cli.Files;
using NetCompile.Cli.Reports;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Cli.Commands;

/// <summary><c>netcompile check CERTIFICATE MODEL PROPERTY</c>: confirms a certificate without the engine that found it.</summary>
internal static class CheckCommand
{
    private const string Description = "Confirm a certificate, with a checker that shares nothing with the engine but the readers.";

    private const string Details =
        $"""
        The first line of standard output is the answer: proved, refuted (by the certificate's counterexample) or rejected.
        Exit codes: 0 proved, 1 refuted, 6 rejected; {ExitCodes.NoAnswerHelp}, 130 cancelled.
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> certificate = new("CERTIFICATE") { Description = "The certificate: what 'verify --certificate' wrote." };
        Argument<string> model = CommonOptions.Model();
        Argument<string> property = CommonOptions.Property();
        Option<int?> threads = CommonOptions.Threads();
        Command command = new DetailedCommand("check", Description, Details) { certificate, model, property, threads };
        command.SetAction(parsed => Execute(
            context, parsed.GetRequiredValue(certificate), parsed.GetRequiredValue(model), parsed.GetRequiredValue(property), parsed.GetValue(threads) ?? 0));
        return command;
    }

    private static int Execute(CommandContext context, string certificatePath, string modelPath, string propertyPath, int threads)
    {
        NetworkModel model = ModelFiles.ReadModel(modelPath);
        VerificationProperty property = ModelFiles.ReadProperty(propertyPath, model);
        (byte[] bytes, string opened) = ModelFiles.ReadCertificate(certificatePath);
        try
        {
            Certificate certificate = CertificateReader.Read(bytes, opened);
            CheckResult result = LiveLeaves.Show(
                context, Path.GetFileName(opened), progress => CertificateChecker.Check(certificate, model, property, threads, progress, context.Cancellation));
            Write(context.Out, result);
            return result.IsProved ? ExitCodes.Holds : ExitCodes.Violated;
        }
        catch (CertificateException e)
        {
            context.Out.WriteLine("rejected");
            context.Error.WriteLine($"netcompile: {opened}: {e.Message}");
            return ExitCodes.Rejected;
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine("netcompile: cancelled; nothing is confirmed");
            return ExitCodes.Cancelled;
        }
    }

    private static void Write(TextWriter output, CheckResult result)
    {
        output.WriteLine(result.IsProved ? "proved" : "refuted");
        output.WriteLine($"{"arithmetic",-15} {VerdictText.Explain(result.IsFloat32 ? Verification.Arithmetic.Float32 : Verification.Arithmetic.Real)}");
        if (result.IsProved)
        {
            output.WriteLine($"{"leaves",-15} {VerdictText.Count(result.Leaves)}");
        }

        output.WriteLine($"{"seconds",-15} {VerdictText.Seconds(result.Elapsed.TotalSeconds)}");
    }
}
