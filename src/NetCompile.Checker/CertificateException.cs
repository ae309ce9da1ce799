namespace NetCompile.Checker;

/// <summary>A certificate that is damaged, belongs to something else, or proves nothing.</summary>
public sealed class CertificateException : Exception
{
    /// <summary>A certificate is refused.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="line">The line of the certificate, from 1; 0 where no single line is at fault.</param>
    /// <param name="innerException">The failure behind it, if any.</param>
    public CertificateException(string problem, int line = 0, Exception? innerException = null)
        : base(line > 0 ? $"line {line}: {problem}" : problem, innerException) => (Problem, Line) = (problem, line);

    /// <summary>What is wrong, without the line.</summary>
    public string Problem { get; }

    /// <summary>The line of the certificate, from 1; 0 where no single line is at fault.</summary>
    public int Line { get; }
}
