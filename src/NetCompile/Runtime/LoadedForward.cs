using NetCompile.Kernels;
using NetCompile.Models;

namespace NetCompile.Runtime;

/// <summary>The float32 forward pass of a network loaded at run time: a list of kernel calls over one buffer, both planned once.</summary>
/// <remarks>
/// Operators that the output does not depend on are left out; a ReLU or leaky ReLU whose dense layer nothing else reads is fused into it.
/// Thread-safe: the buffer is the calling thread's scratch memory, so nothing is allocated after the first call on a thread.
/// </remarks>
internal sealed class LoadedForward
{
    private readonly NetworkModel _model;
    private readonly ForwardStep[] _steps;
    private readonly ValueSlot _output;
    private readonly int _bufferLength;

    public LoadedForward(NetworkModel model)
    {
        _model = model;
        List<(NetworkOperator Operator, NetworkOperator? Activation)> steps = ListSteps(model);
        int[] lastStep = new int[model.Operators.Length];
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (int source in steps[i].Operator.Sources)
            {
                lastStep[source] = i;
            }
        }

        lastStep[model.Output] = steps.Count;
        ValueSlot[] slots = new ValueSlot[model.Operators.Length];
        slots[0] = new ValueSlot(-1, model.InputCount);
        BufferPlan plan = new();
        _steps = new ForwardStep[steps.Count];
        for (int i = 0; i < steps.Count; i++)
        {
            (NetworkOperator o, NetworkOperator? activation) = steps[i];
            NetworkOperator result = activation ?? o;
            slots[result.Id] = new ValueSlot(plan.Place(result.Count, i, lastStep[result.Id]), result.Count);
            _steps[i] = ForwardStep.Create(o, activation, [.. o.Sources.Select(s => slots[s])], slots[result.Id]);
        }

        _output = slots[model.Output];
        _bufferLength = plan.Length;
    }

    /// <summary>One sample. The spans may overlap.</summary>
    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        CheckLength(input.Length, _model.InputCount, 1, nameof(input));
        CheckLength(output.Length, _model.OutputCount, 1, nameof(output));
        using BatchScratch scratch = BatchScratch.Rent(_bufferLength);
        ForwardValues values = new(input, scratch.Take(_bufferLength), 1);
        foreach (ForwardStep step in _steps)
        {
            step.Run(values);
        }

        values.Read(_output).CopyTo(output);
    }

    /// <summary><paramref name="count"/> samples. The spans must not overlap.</summary>
    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckLength(inputs.Length, _model.InputCount, count, nameof(inputs));
        CheckLength(outputs.Length, _model.OutputCount, count, nameof(outputs));
        ValueSpan.RequireSeparate(inputs, outputs, nameof(outputs));
        int first = 0;
        if (((long)_bufferLength + _model.InputCount) * BatchLayout.Lanes <= Array.MaxLength - AlignedFloats.Alignment)
        {
            for (; count - first >= BatchLayout.FewestSamples; first += Math.Min(BatchLayout.Lanes, count - first))
            {
                ForwardLanes(inputs, outputs, first, Math.Min(BatchLayout.Lanes, count - first));
            }
        }

        for (; first < count; first++)
        {
            Forward(Samples(inputs, _model.InputCount, first, 1), outputs.Slice(first * _model.OutputCount, _model.OutputCount));
        }
    }

    private void ForwardLanes(ReadOnlySpan<float> inputs, Span<float> outputs, int first, int samples)
    {
        using BatchScratch scratch = BatchScratch.Rent((_bufferLength + _model.InputCount) * BatchLayout.Lanes);
        Span<float> input = scratch.Take(_model.InputCount * BatchLayout.Lanes);
        BatchLayout.ToLanes(Samples(inputs, _model.InputCount, first, samples), input, _model.InputCount);
        ForwardValues values = new(input, scratch.Take(_bufferLength * BatchLayout.Lanes), BatchLayout.Lanes);
        foreach (ForwardStep step in _steps)
        {
            step.Run(values);
        }

        BatchLayout.FromLanes(values.Read(_output), outputs.Slice(first * _model.OutputCount, samples * _model.OutputCount), _model.OutputCount);
    }

    private static ReadOnlySpan<float> Samples(ReadOnlySpan<float> values, int width, int first, int samples) => values.Slice(first * width, samples * width);

    /// <summary>The operators that the output depends on, in order, each with the activation fused into it.</summary>
    private static List<(NetworkOperator Operator, NetworkOperator? Activation)> ListSteps(NetworkModel model)
    {
        bool[] isNeeded = new bool[model.Operators.Length];
        int[] readers = new int[model.Operators.Length];
        isNeeded[model.Output] = true;
        readers[model.Output] = 1;
        for (int id = model.Output; id > 0; id--)
        {
            foreach (int source in isNeeded[id] ? model.Operators[id].Sources : [])
            {
                isNeeded[source] = true;
                readers[source]++;
            }
        }

        List<(NetworkOperator Operator, NetworkOperator? Activation)> steps = [];
        Dictionary<int, int> stepOfDense = [];
        foreach (NetworkOperator o in model.Operators.Where(o => isNeeded[o.Id] && o is not InputOperator))
        {
            // A value read once is read by this activation; the network's output counts as read.
            if (o is ReluOperator or LeakyReluOperator && readers[o.Sources[0]] == 1 && stepOfDense.TryGetValue(o.Sources[0], out int dense))
            {
                steps[dense] = (steps[dense].Operator, o);
                continue;
            }

            if (o is DenseOperator)
            {
                stepOfDense.Add(o.Id, steps.Count);
            }

            steps.Add((o, null));
        }

        return steps;
    }

    private static void CheckLength(int length, int width, int count, string name)
    {
        if (length != (long)width * count)
        {
            throw new ArgumentException(
                count == 1 ? $"The length of {name} is {length}; the network needs {width}."
                    : $"The length of {name} is {length}; {count} samples of {width} elements need {(long)width * count}.",
                name);
        }
    }
}
