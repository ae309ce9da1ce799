using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.Runtime;
using NetCompile.Verification;

namespace NetCompile.Cli.Files;

/// <summary>A model file and a property file as what a declared property is to tools.</summary>
internal static class PropertyFiles
{
    /// <summary>Reads both; inputs and outputs have VNN-LIB's names.</summary>
    /// <exception cref="CliException">A file is missing or cannot be read, or they do not belong together.</exception>
    /// <exception cref="ModelFormatException">A file is malformed or unsupported.</exception>
    public static NetworkProperty Load(string modelPath, string propertyPath)
    {
        NetworkModel model = ModelFiles.ReadModel(modelPath);
        VerificationProperty property = ModelFiles.ReadProperty(propertyPath, model);
        NetworkRunner runner = NetworkRunner.Create(model);
        return new NetworkProperty(runner, property, (options, progress, cancellation) => Verifier.Verify(runner, property, options, progress, cancellation))
        {
            NetworkName = Path.GetFileName(modelPath),
            Name = Path.GetFileName(propertyPath),
            Text = $"as stated in {Path.GetFileName(propertyPath)}",
            InputNames = [.. Enumerable.Range(0, model.InputCount).Select(i => PropertyVariable.Input(i).ToString())],
            OutputNames = [.. Enumerable.Range(0, model.OutputCount).Select(i => PropertyVariable.Output(i).ToString())],
            IsUnscaled = true,
        };
    }
}
