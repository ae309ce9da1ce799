namespace NetCompile.Milp;

/// <summary>How far a <see cref="BoundTightening"/> is.</summary>
/// <param name="Method">The method at work.</param>
/// <param name="Operator">The operator whose value is being bounded; −1 while a method bounds all at once.</param>
/// <param name="Layer">Which of the values that are bounded it is, from 0.</param>
/// <param name="LayerCount">How many there are.</param>
/// <param name="NeuronsDone">Neurons of this value that are done.</param>
/// <param name="NeuronCount">Neurons of this value that the method takes.</param>
/// <param name="UnstableLeft">Unstable neurons of the whole network as far as known; those of later layers shrink as well when their turn comes.</param>
public sealed record TighteningProgress(TighteningMethod Method, int Operator, int Layer, int LayerCount, int NeuronsDone, int NeuronCount, int UnstableLeft);
