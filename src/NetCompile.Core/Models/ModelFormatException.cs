namespace NetCompile.Models;

/// <summary>Why a model or property file could not be used.</summary>
public enum ModelErrorKind
{
    /// <summary>The file is truncated or does not follow its format.</summary>
    Malformed,

    /// <summary>The file is well formed but uses an operator, type or feature that NetCompile does not support.</summary>
    Unsupported,

    /// <summary>Shapes of connected operators disagree.</summary>
    ShapeMismatch,

    /// <summary>A weight is NaN or infinite.</summary>
    NonFiniteWeight,
}

/// <summary>A model or property file that cannot be used. The message names the file, the place, and the node and operator where there is one.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Creates the exception; <see cref="Exception.Message"/> is put together from the parts.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="problem">What is wrong in words, without a final period.</param>
    /// <param name="file">The file's name as the caller gave it.</param>
    /// <param name="offset">The byte offset in the (unpacked) file, for binary formats.</param>
    /// <param name="line">The line, counted from 1, for text formats.</param>
    /// <param name="node">The node's name in the model.</param>
    /// <param name="operatorName">The operator in the model, for example <c>Conv</c>.</param>
    /// <param name="inner">The cause, if any.</param>
    public ModelFormatException(
        ModelErrorKind kind, string problem, string? file = null, long? offset = null, int? line = null, string? node = null, string? operatorName = null, Exception? inner = null)
        : base(Compose(problem, file, offset, line, node, operatorName), inner)
    {
        Kind = kind;
        Problem = problem;
        File = file;
        Offset = offset;
        Line = line;
        Node = node;
        OperatorName = operatorName;
    }

    /// <summary>What is wrong.</summary>
    public ModelErrorKind Kind { get; }

    /// <summary>What is wrong in words, without the place.</summary>
    public string Problem { get; }

    /// <summary>The file's name, where known.</summary>
    public string? File { get; }

    /// <summary>The byte offset in the unpacked file, for binary formats.</summary>
    public long? Offset { get; }

    /// <summary>The line, counted from 1, for text formats.</summary>
    public int? Line { get; }

    /// <summary>The node's name in the model.</summary>
    public string? Node { get; }

    /// <summary>The operator in the model.</summary>
    public string? OperatorName { get; }

    /// <summary>The same error with the file's name filled in.</summary>
    public ModelFormatException WithFile(string file) => new(Kind, Problem, file, Offset, Line, Node, OperatorName, InnerException);

    private static string Compose(string problem, string? file, long? offset, int? line, string? node, string? operatorName)
    {
        string place = file ?? "model";
        if (line is not null)
        {
            place += $", line {line}";
        }

        if (offset is not null)
        {
            place += $", offset {offset}";
        }

        if (operatorName is not null)
        {
            place += $", operator {operatorName}";
        }

        if (!string.IsNullOrEmpty(node))
        {
            place += $", node '{node}'";
        }

        return $"{place}: {problem}";
    }
}
