namespace NetCompile;

/// <summary>Chooses how the generated <c>AddTo</c> encodes the unstable neurons of the network in an optimisation model, where its caller gives no options.</summary>
/// <remarks>
/// For one neuron <c>h = max(0, a)</c>, <c>a = w·x + b</c>, <c>L ≤ a ≤ U</c>:
/// <list type="bullet">
/// <item><c>big-m</c>, the default: one binary and four rows; as strong as its bounds. [PT] eq. (4).</item>
/// <item><c>extended</c>: the hull over the box of the inputs, at a variable for each input of each neuron. [PT] eq. (5).</item>
/// <item><c>partition:P</c> or <c>partition:P:STRATEGY</c>: the inputs in P groups; between the two above. [PT] eq. (6).</item>
/// <item><c>ideal</c>: big-m, and the cuts that make it as strong as <c>extended</c> by rounds of separation. [PT] eq. (7b).</item>
/// <item><c>indicator</c>: indicator constraints instead of big-Ms. <c>sos1</c>: SOS1 sets instead of binaries.</item>
/// <item><c>triangle</c> ([PT] eq. (8)) and <c>projected-hull</c> ([PT] eq. (9)): linear relaxations, whose solutions need not be values of the network.</item>
/// </list>
/// The names are those of the command line and of <c>ReluEncoding.Parse</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MilpEncodingAttribute : Attribute
{
    /// <summary>An encoding by name.</summary>
    /// <param name="name">For example <c>partition:4</c>.</param>
    public MilpEncodingAttribute(string name) => Name = name;

    /// <summary>The name.</summary>
    public string Name { get; }
}
