using NetCompile.Verification;

namespace NetCompile.Cli.Files;

/// <summary>The checkpoint files of one verification: the one it goes on from and the one it leaves.</summary>
/// <param name="resume">The file to go on from; null: start anew.</param>
/// <param name="output">The file to leave; null: none.</param>
/// <param name="error">Where a failure to write while the search runs is told.</param>
internal sealed class CheckpointFiles(string? resume, string? output, TextWriter error)
{
    private bool _isWritten;

    /// <summary>The file that holds what is left to do, once <see cref="Finish"/> wrote it; else null.</summary>
    public string? Left { get; private set; }

    /// <summary>Whether there is a file to go on from.</summary>
    public bool Resumes => resume is not null;

    /// <summary>What the search goes on from, or null.</summary>
    public VerificationCheckpoint? Earlier { get; private set; }

    /// <summary>The options with all that concerns checkpoints.</summary>
    /// <exception cref="CliException">The file to go on from cannot be used, or the other could not be written.</exception>
    public VerificationOptions Apply(VerificationOptions options, TimeSpan interval)
    {
        OutputFiles.RequireWritable(output);
        Earlier = resume is null ? null : Read(resume);
        if (Earlier is not null && !options.Heuristic.Fits(Earlier.Branching))
        {
            throw new CliException(
                ExitCodes.Usage, $"{resume} is of a search that splits {(Earlier.Branching == Branching.Relu ? "phases of neurons" : "inputs")}, among which --heuristic does not choose; leave it out");
        }

        return options with
        {
            ResumeFrom = Earlier,
            KeepCheckpoint = output is not null,
            OnCheckpoint = output is null ? null : Save,
            CheckpointInterval = interval,
        };
    }

    /// <summary>Runs a verification; a checkpoint that does not fit is an error about its file.</summary>
    public VerificationResult Guard(Func<VerificationResult> verify)
    {
        try
        {
            return verify();
        }
        catch (CheckpointException e) when (resume is not null)
        {
            throw Unusable(resume, e);
        }
    }

    /// <summary>Writes what is left to do; where nothing is, removes the file that says otherwise.</summary>
    public void Finish(VerificationResult result)
    {
        if (output is null)
        {
            return;
        }

        if (result.Checkpoint is { } checkpoint)
        {
            OutputFiles.Guard(output, () => checkpoint.Save(output));
            Left = output;
        }
        else if (_isWritten || (resume is not null && Path.GetFullPath(resume) == Path.GetFullPath(output)))
        {
            // Only what this run wrote or took up: some other file of that name is not ours to delete.
            OutputFiles.Guard(output, () => File.Delete(output));
        }
    }

    private static VerificationCheckpoint Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CliException(ExitCodes.NoInput, $"checkpoint file not found: {path}");
        }

        try
        {
            return VerificationCheckpoint.Load(path);
        }
        catch (CheckpointException e)
        {
            throw Unusable(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.NoInput, $"cannot read {path}: {e.Message}", e);
        }
    }

    private static CliException Unusable(string path, CheckpointException e) => new(ExitCodes.BadData, $"{path}: {e.Message}", e);

    private void Save(VerificationCheckpoint checkpoint)
    {
        try
        {
            checkpoint.Save(output!);
            _isWritten = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Hours of search must not be lost over a full disk; the next one may fit, and the last one decides the exit code.
            error.WriteLine($"netcompile: cannot write {output}: {e.Message}; the search goes on");
        }
    }
}
