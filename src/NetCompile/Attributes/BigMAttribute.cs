namespace NetCompile;

/// <summary>States the big-M of neurons in <c>AddTo</c>: bounds on their pre-activations that take the place of the proven ones.</summary>
/// <remarks>
/// The encoding of an unstable neuron <c>h = max(0, a)</c> is <c>h ≥ a</c>, <c>h ≥ 0</c>, <c>h ≤ a − L(1 − z)</c>, <c>h ≤ U z</c> ([PT] eq. (4)), valid where <c>L ≤ a ≤ U</c>. Without this attribute
/// <c>L</c> and <c>U</c> are bounds that NetCompile proved over the declared ranges; with it <c>L = −Lower</c> and <c>U = Upper</c>. Both are magnitudes, in the units of the pre-activation: those of the
/// weights times those of what the layer receives, after the scaling of the inputs.
/// A number that is too large makes the search slow (NC0206); one that is too small cuts off values that the network has (NC0207, NC0208). Neurons that are proved to be stable need no big-M and keep having none.
/// The most specific attribute counts: of a neuron before its layer before the network. Where <c>AddTo</c> is given bounds by its caller, those count alone.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BigMAttribute : Attribute
{
    /// <summary>A big-M of which <see cref="Lower"/>, <see cref="Upper"/> or both are set.</summary>
    public BigMAttribute()
    {
        Lower = double.NaN;
        Upper = double.NaN;
    }

    /// <summary>The same big-M on both sides: <c>−value ≤ a ≤ value</c>.</summary>
    /// <param name="value">Finite and above 0.</param>
    public BigMAttribute(double value)
    {
        Lower = value;
        Upper = value;
    }

    /// <summary>The magnitude of the lower bound, <c>a ≥ −Lower</c>: finite and above 0. NaN, the default, keeps the proven bound.</summary>
    public double Lower { get; set; }

    /// <summary>The magnitude of the upper bound, <c>a ≤ Upper</c>: finite and above 0. NaN, the default, keeps the proven bound.</summary>
    public double Upper { get; set; }

    /// <summary>The layer it is about: layers of activations counted from 0, as the comments in the generated <c>AddTo</c> do. −1, the default, is every layer.</summary>
    public int Layer { get; set; } = -1;

    /// <summary>The layer it is about, by the name of the activation in the model; null, the default, is every layer. Not together with <see cref="Layer"/>.</summary>
    public string? LayerName { get; set; }

    /// <summary>The neuron of that layer, counted from 0. −1, the default, is every neuron.</summary>
    public int Neuron { get; set; } = -1;
}
