namespace Optimization.Training;

/// <summary>A formula that a network learns: what a plant, a rule book or a table of values would be in real life.</summary>
internal interface ITeacher
{
    /// <summary>The network's layers: inputs, hidden widths, 1.</summary>
    int[] Widths { get; }

    /// <summary>Draws a sample.</summary>
    /// <param name="random">The source.</param>
    /// <param name="input">Receives what the network sees: (value − mean) / range, as declared in samples/Optimization/Networks.</param>
    /// <returns>What it should answer.</returns>
    double Draw(Random random, Span<double> input);
}
