using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Generator.Emit;

/// <summary>A forward pass as a straight sequence of steps over reused buffers; the same for one sample and for a batch.</summary>
/// <remarks>
/// Three simplifications, none of which changes the function: operators that the output does not depend on are left out; an activation that is
/// the only user of a dense layer is computed by the layer's kernel; an elementwise operator works in place where its source is not needed again.
/// </remarks>
/// <param name="Steps">The steps in order.</param>
/// <param name="BufferSizes">Elements of each intermediate buffer.</param>
internal sealed record ForwardPlan(ImmutableArray<ForwardStep> Steps, ImmutableArray<int> BufferSizes)
{
    /// <summary>Plans the forward pass of <paramref name="model"/>.</summary>
    public static ForwardPlan Create(NetworkModel model) => new Planner(model).Plan();

    private sealed class Planner
    {
        private readonly NetworkModel _model;
        private readonly List<int>[] _users;
        private readonly bool[] _isLive;
        private readonly ValuePlace?[] _places;
        private readonly List<int> _bufferSizes = new();
        private readonly List<bool> _isBufferFree = new();
        private readonly int[] _usesLeft;

        public Planner(NetworkModel model)
        {
            _model = model;
            int n = model.Operators.Length;
            _isLive = new bool[n];
            _users = Enumerable.Range(0, n).Select(_ => new List<int>()).ToArray();
            _places = new ValuePlace?[n];
            _isLive[model.Output] = true;
            for (int id = model.Output; id >= 0; id--)
            {
                if (_isLive[id])
                {
                    foreach (int source in model.Operators[id].Sources.Distinct())
                    {
                        _isLive[source] = true;
                        _users[source].Add(id);
                    }
                }
            }

            _usesLeft = _users.Select(u => u.Count).ToArray();
        }

        public ForwardPlan Plan()
        {
            _places[0] = ValuePlace.Input;
            if (_model.Output == 0)
            {
                return new ForwardPlan(ImmutableArray.Create(new ForwardStep(_model.Operators[0], null, ImmutableArray.Create(ValuePlace.Input), ValuePlace.Output)), ImmutableArray<int>.Empty);
            }

            bool[] isResult = MarkResultChain();
            ImmutableArray<ForwardStep>.Builder steps = ImmutableArray.CreateBuilder<ForwardStep>();
            HashSet<int> fused = new();
            for (int id = 1; id <= _model.Output; id++)
            {
                NetworkOperator o = _model.Operators[id];
                if (!_isLive[id] || fused.Contains(id))
                {
                    continue;
                }

                NetworkOperator? activation = FusableActivation(o);
                NetworkOperator result = activation ?? o;
                ImmutableArray<ValuePlace> sources = o.Sources.Select(s => _places[s]!.Value).ToImmutableArray();
                ValuePlace target = isResult[result.Id] ? ValuePlace.Output : CanWorkInPlace(o) ? sources[0] : TakeBuffer(o.Count);
                _places[result.Id] = target;
                if (activation is not null)
                {
                    fused.Add(activation.Id);
                }

                steps.Add(new ForwardStep(o, activation, sources, target));
                foreach (int source in o.Sources.Distinct())
                {
                    if (--_usesLeft[source] == 0 && _places[source] is { Kind: PlaceKind.Buffer } place && place != target)
                    {
                        _isBufferFree[place.Index] = true;
                    }
                }
            }

            return new ForwardPlan(steps.ToImmutable(), _bufferSizes.ToImmutableArray());
        }

        /// <summary>The operators whose value may be written to the caller's output: the output's, and the elementwise chain before it.</summary>
        private bool[] MarkResultChain()
        {
            bool[] isResult = new bool[_model.Operators.Length];
            int id = _model.Output;
            isResult[id] = true;
            while (IsElementwise(_model.Operators[id]))
            {
                id = _model.Operators[id].Sources[0];
                if (id == 0 || _users[id].Count != 1)
                {
                    break;
                }

                isResult[id] = true;
            }

            return isResult;
        }

        private NetworkOperator? FusableActivation(NetworkOperator o) =>
            o is DenseOperator && _users[o.Id].Count == 1 && _model.Operators[_users[o.Id][0]] is var user && user is ReluOperator or LeakyReluOperator ? user : null;

        // A sum may overwrite its left operand: every element is read before it is written.
        private bool CanWorkInPlace(NetworkOperator o) =>
            (IsElementwise(o) || o is SumOperator) && _usesLeft[o.Sources[0]] == 1 && _places[o.Sources[0]] is { Kind: PlaceKind.Buffer };

        private static bool IsElementwise(NetworkOperator o) => o is ScaleOperator or ShiftOperator or ReluOperator or LeakyReluOperator or ClipOperator or StepOperator;

        private ValuePlace TakeBuffer(int count)
        {
            // The free buffer that wastes least, else the largest one grown, else a new one.
            int best = -1;
            for (int i = 0; i < _bufferSizes.Count; i++)
            {
                if (_isBufferFree[i] && (best < 0 || IsBetterFit(_bufferSizes[i], _bufferSizes[best], count)))
                {
                    best = i;
                }
            }

            if (best < 0)
            {
                best = _bufferSizes.Count;
                _bufferSizes.Add(count);
                _isBufferFree.Add(false);
            }

            _bufferSizes[best] = Math.Max(_bufferSizes[best], count);
            _isBufferFree[best] = false;
            return new ValuePlace(PlaceKind.Buffer, best);
        }

        private static bool IsBetterFit(int size, int than, int count) =>
            size >= count ? than < count || size < than : than < count && size > than;
    }
}

/// <summary>One step of a forward pass.</summary>
/// <param name="Operator">What is computed; the input operator stands for a copy of the input to the output.</param>
/// <param name="Activation">The activation computed with it, or null.</param>
/// <param name="Sources">Where the operator's sources lie, in their order.</param>
/// <param name="Target">Where the result goes; one of the sources where the step works in place.</param>
internal sealed record ForwardStep(NetworkOperator Operator, NetworkOperator? Activation, ImmutableArray<ValuePlace> Sources, ValuePlace Target);

/// <summary>Which memory a value lies in.</summary>
internal enum PlaceKind
{
    /// <summary>The caller's input.</summary>
    Input,

    /// <summary>The caller's output.</summary>
    Output,

    /// <summary>An intermediate buffer.</summary>
    Buffer,
}

/// <summary>Where a value lies during the forward pass.</summary>
internal readonly record struct ValuePlace(PlaceKind Kind, int Index)
{
    public static ValuePlace Input => new(PlaceKind.Input, 0);

    public static ValuePlace Output => new(PlaceKind.Output, 0);

    /// <summary>The span's name in the emitted code.</summary>
    public string Name => Kind switch
    {
        PlaceKind.Input => "input",
        PlaceKind.Output => "output",
        _ => $"buffer{Index}",
    };
}
