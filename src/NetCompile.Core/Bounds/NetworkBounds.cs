using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Bounds;

/// <summary>Proven bounds on every operator of a network over an input region.</summary>
public sealed class NetworkBounds
{
    private readonly NetworkModel _model;

    internal NetworkBounds(NetworkModel model, ImmutableArray<OperatorBounds> operators) => (_model, Operators) = (model, operators);

    /// <summary>The bounds by operator id.</summary>
    public ImmutableArray<OperatorBounds> Operators { get; }

    /// <summary>The bounds of the network's output.</summary>
    public OperatorBounds Output => Operators[_model.Output];

    /// <summary>For each activation operator, in order, how many units are stable.</summary>
    public ImmutableArray<ActivationStability> Stability => _model.Operators.Where(o => o.IsActivation).Select(StabilityOf).ToImmutableArray();

    private ActivationStability StabilityOf(NetworkOperator o)
    {
        OperatorBounds input = Operators[o.Sources[0]];
        int active = 0, inactive = 0;
        for (int i = 0; i < o.Count; i++)
        {
            ActivationPiece piece = o is MaximumOperator maximum
                ? (MaximumRelaxation.Of(maximum, i, input).IsSingle ? ActivationPiece.Active : ActivationPiece.Unstable)
                : ActivationShape.PieceOf(o, i, input.Lower[i], input.Upper[i]);
            active += piece == ActivationPiece.Active ? 1 : 0;
            inactive += piece == ActivationPiece.Inactive ? 1 : 0;
        }

        return new ActivationStability(o.Id, active, inactive, o.Count - active - inactive);
    }
}
