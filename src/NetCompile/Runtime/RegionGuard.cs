using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetCompile.Passes;
using NetCompile.Properties;

namespace NetCompile.Runtime;

/// <summary>Keeps inputs outside the declared ranges from a network that was specialised to them: it is another function there.</summary>
/// <remarks>An input is inside where it lies between the float32 numbers that the ends of its declared range round to, both included; NaN is not.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RegionGuard
{
    private readonly float[] _lower, _upper, _widenedLower, _widenedUpper;
    private readonly ImmutableArray<InputInterval> _widened;
    private readonly ImmutableArray<string> _names;

    /// <summary>A guard for the declared ranges.</summary>
    /// <param name="region">One interval per input.</param>
    /// <param name="names">The name of each input, for messages.</param>
    /// <exception cref="ArgumentException">The counts differ, or an interval is empty or not finite.</exception>
    public RegionGuard(ImmutableArray<InputInterval> region, ImmutableArray<string> names)
    {
        if (region.Length != names.Length)
        {
            throw new ArgumentException($"{names.Length} names were given for {region.Length} inputs.", nameof(names));
        }

        _widened = SpecializePass.Widen(region);
        _lower = [.. region.Select(i => (float)i.Lower)];
        _upper = [.. region.Select(i => (float)i.Upper)];
        _widenedLower = [.. _widened.Select(i => (float)i.Lower is var f && f < i.Lower ? MathF.BitIncrement(f) : (float)i.Lower)];
        _widenedUpper = [.. _widened.Select(i => (float)i.Upper is var f && f > i.Upper ? MathF.BitDecrement(f) : (float)i.Upper)];
        _names = names;
    }

    /// <summary>Whether every value lies in its range; false for NaN.</summary>
    /// <exception cref="ArgumentException">Another number of values is given.</exception>
    public bool Contains(ReadOnlySpan<float> input) => Contains(input, _lower, _upper);

    private static bool Contains(ReadOnlySpan<float> input, float[] lowerEnds, float[] upperEnds)
    {
        ValueSpan.RequireLength(input.Length, lowerEnds.Length, nameof(input));
        ref float x = ref MemoryMarshal.GetReference(input), lower = ref MemoryMarshal.GetArrayDataReference(lowerEnds), upper = ref MemoryMarshal.GetArrayDataReference(upperEnds);
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= input.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<float> values = Vector256.LoadUnsafe(ref x, (nuint)i);

                // Comparisons with NaN are false.
                if (!(Vector256.GreaterThanOrEqualAll(values, Vector256.LoadUnsafe(ref lower, (nuint)i)) && Vector256.LessThanOrEqualAll(values, Vector256.LoadUnsafe(ref upper, (nuint)i))))
                {
                    return false;
                }
            }
        }

        for (; i < input.Length; i++)
        {
            if (!(input[i] >= lowerEnds[i] && input[i] <= upperEnds[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Refuses an input outside the region.</summary>
    /// <exception cref="ArgumentException">Another number of values is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range or NaN; the message names the input, its value and its range.</exception>
    public void Require(ReadOnlySpan<float> input)
    {
        if (!Contains(input))
        {
            Throw(input, sample: null);
        }
    }

    /// <summary>Refuses samples outside the region. Where the number of values is wrong nothing is checked: the forward pass says so.</summary>
    /// <param name="inputs"><c>[count, InputCount]</c>, row-major.</param>
    /// <param name="count">The number of samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range or NaN; the message names the sample, the input, its value and its range.</exception>
    public void Require(ReadOnlySpan<float> inputs, int count)
    {
        for (int k = 0; inputs.Length == (long)count * _lower.Length && k < count; k++)
        {
            ReadOnlySpan<float> input = inputs.Slice(k * _lower.Length, _lower.Length);
            if (!Contains(input))
            {
                Throw(input, k);
            }
        }
    }

    /// <summary>Refuses an input for which the specialised network is not proved: outside the declared ranges by more than a millionth of their widths.</summary>
    /// <remarks>For what runs the network itself, as the verifier does: a property's decimals may be rounded to beyond the end of a range.</remarks>
    /// <exception cref="ArgumentException">Another number of values is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside or NaN; the message names the input, its value and its range.</exception>
    public void RequireProved(ReadOnlySpan<float> input)
    {
        if (!Contains(input, _widenedLower, _widenedUpper))
        {
            Throw(input, sample: null);
        }
    }

    /// <summary>Refuses samples for which the specialised network is not proved. Where the number of values is wrong nothing is checked: the forward pass says so.</summary>
    /// <param name="inputs"><c>[count, InputCount]</c>, row-major.</param>
    /// <param name="count">The number of samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside or NaN; the message names the sample, the input, its value and its range.</exception>
    public void RequireProved(ReadOnlySpan<float> inputs, int count)
    {
        for (int k = 0; inputs.Length == (long)count * _lower.Length && k < count; k++)
        {
            ReadOnlySpan<float> input = inputs.Slice(k * _lower.Length, _lower.Length);
            if (!Contains(input, _widenedLower, _widenedUpper))
            {
                Throw(input, k);
            }
        }
    }

    /// <summary>Refuses a property that speaks of inputs outside the region. A wrong number of inputs is left to whoever verifies it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A case has inputs outside; the message names the input and both ranges.</exception>
    public void Require(VerificationProperty property)
    {
        ArgumentNullException.ThrowIfNull(property);
        foreach (PropertyCase @case in property.Cases)
        {
            Require(@case.Region);
        }
    }

    /// <summary>Refuses a box that leaves the region. A wrong number of intervals is left to whoever uses the box.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An interval has values outside its input's range; the message names the input and both ranges.</exception>
    public void Require(IReadOnlyList<InputInterval> box)
    {
        ArgumentNullException.ThrowIfNull(box);
        if (box.Count == _widened.Length && SpecializePass.FirstOutside(_widened, box) is { } i)
        {
            throw new ArgumentOutOfRangeException(
                nameof(box),
                string.Create(CultureInfo.InvariantCulture, $"Input '{_names[i]}' ranges from {box[i].Lower} to {box[i].Upper} in the box but is declared from {_lower[i]} to {_upper[i]}; the network is specialised to the declared ranges and says nothing outside."));
        }
    }

    /// <summary>Refuses a box that leaves the region. A wrong number of ends is left to whoever uses the box.</summary>
    /// <param name="lower">The least value of each input.</param>
    /// <param name="upper">The greatest.</param>
    /// <exception cref="ArgumentOutOfRangeException">An interval has values outside its input's range; the message names the input and both ranges.</exception>
    public void Require(IReadOnlyList<double> lower, IReadOnlyList<double> upper)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        Require((IReadOnlyList<InputInterval>)[.. lower.Zip(upper, InputInterval.Exact)]);
    }

    private void Throw(ReadOnlySpan<float> input, int? sample)
    {
        int i = 0;
        while (input[i] >= _lower[i] && input[i] <= _upper[i])
        {
            i++;
        }

        string of = sample is { } k ? string.Create(CultureInfo.InvariantCulture, $" of sample {k}") : "";
        throw new ArgumentOutOfRangeException(
            _names[i], input[i],
            string.Create(CultureInfo.InvariantCulture, $"Input '{_names[i]}'{of} is {input[i]} but is declared from {_lower[i]} to {_upper[i]}; the network is specialised to the declared ranges and says nothing outside."));
    }
}
