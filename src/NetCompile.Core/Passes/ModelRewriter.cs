using System.Collections.Immutable;
using NetCompile.Models;

namespace NetCompile.Passes;

/// <summary>Copies a model operator by operator into a new one; a pass leaves out, redirects or replaces what it changes.</summary>
internal sealed class ModelRewriter
{
    private readonly NetworkModel _model;
    private readonly NetworkModelBuilder _builder;
    private readonly int[] _newIds;

    public ModelRewriter(NetworkModel model)
    {
        _model = model;
        _builder = new NetworkModelBuilder(model.Name, model.InputShape, model.Operators[0].Name);
        _newIds = new int[model.Operators.Length];
    }

    /// <summary>The new model so far.</summary>
    public NetworkModelBuilder Builder => _builder;

    /// <summary>The new id of an operator of the old model.</summary>
    public int this[int oldId]
    {
        get => _newIds[oldId];
        set => _newIds[oldId] = value;
    }

    /// <summary>Copies an operator; its sources have been mapped before.</summary>
    public void Copy(NetworkOperator o)
    {
        int[] sources = [.. o.Sources.Select(s => _newIds[s])];
        _newIds[o.Id] = o switch
        {
            InputOperator => _builder.Input,
            DenseOperator d => _builder.AddDense(sources[0], d.Weights, d.Bias, d.Name, d.Shape),
            ScaleOperator s => _builder.AddScale(sources[0], s.Factor, s.IsDivision, s.Name),
            ShiftOperator t => _builder.AddShift(sources[0], t.Offset, t.Name),
            SumOperator s => _builder.AddSum(sources[0], sources[1], s.IsDifference, s.Name),
            GatherOperator g => _builder.AddGather(sources.ToImmutableArray(), g.Indices, g.Shape, g.Name),
            ReluOperator r => _builder.AddRelu(sources[0], r.Name),
            LeakyReluOperator l => _builder.AddLeakyRelu(sources[0], l.Slope, l.Name),
            ClipOperator c => _builder.AddClip(sources[0], c.Lower, c.Upper, c.Name),
            MaximumOperator m => _builder.AddMaximum(sources[0], m.Groups, m.Shape, m.Name),
            StepOperator s => _builder.AddStep(sources[0], s.Low, s.AtZero, s.High, s.Name),
            _ => throw new ArgumentException($"An operator of kind {o.Kind} cannot be copied.", nameof(o)),
        };
    }

    /// <summary>Finishes the new model.</summary>
    public NetworkModel Build() => _builder.Build(_newIds[_model.Output], _model.InputRanges, _model.Source);
}
