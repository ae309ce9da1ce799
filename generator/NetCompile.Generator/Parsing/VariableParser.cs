using System.Collections.Immutable;
using System.Globalization;
using NetCompile.Generator.Diagnostics;
using NetCompile.Models;

namespace NetCompile.Generator.Parsing;

/// <summary>The <c>[Input]</c> and <c>[Output]</c> attributes.</summary>
internal static class VariableParser
{
    public static ImmutableArray<(InputDeclaration Declaration, AttributeUse Use)> ParseInputs(ImmutableArray<AttributeUse> attributes, ErrorList errors)
    {
        ImmutableArray<(InputDeclaration, AttributeUse)>.Builder inputs = ImmutableArray.CreateBuilder<(InputDeclaration, AttributeUse)>();
        Dictionary<string, string> used = new(StringComparer.Ordinal);
        long total = 0;
        foreach (AttributeUse use in attributes.Where(a => a.Name == "Input"))
        {
            string? name = use.Positional<string>(0);
            if (!Names.Check("input", name, use.PositionalLocation(0), errors)
                || !Names.CheckUnique("input", name!, "another input", use.PositionalLocation(0), used, errors))
            {
                continue;
            }

            string what = $"input '{name}'";
            (double Lower, double Upper)? bounds = use.PositionalCount == 3 ? (use.Positional<double>(1), use.Positional<double>(2)) : null;
            if (bounds is { } b && !CheckBounds(use, name!, b.Lower, b.Upper, errors))
            {
                bounds = null;
            }

            (double? trainedFrom, double? trainedTo) = TrainingRange(use, what, errors);
            inputs.Add((
                new InputDeclaration(
                    name!,
                    bounds?.Lower,
                    bounds?.Upper,
                    Finite(use, "Mean", what, mayBeZero: true, errors),
                    Finite(use, "Range", what, mayBeZero: false, errors),
                    Count(use, what, ref total, errors))
                {
                    TrainedFrom = trainedFrom,
                    TrainedTo = trainedTo,
                },
                use));
        }

        return inputs.ToImmutable();
    }

    public static ImmutableArray<(OutputDeclaration Declaration, AttributeUse Use)> ParseOutputs(ImmutableArray<AttributeUse> attributes, ErrorList errors)
    {
        ImmutableArray<(OutputDeclaration, AttributeUse)>.Builder outputs = ImmutableArray.CreateBuilder<(OutputDeclaration, AttributeUse)>();
        Dictionary<string, string> used = new(StringComparer.Ordinal);
        long total = 0;
        foreach (AttributeUse use in attributes.Where(a => a.Name == "Output"))
        {
            ImmutableArray<string> names = use.PositionalArray<string>(0);
            string what = names.Length == 1 ? $"output '{names[0]}'" : "the outputs";
            double? scale = Finite(use, "Scale", what, mayBeZero: false, errors);
            double? offset = Finite(use, "Offset", what, mayBeZero: true, errors);
            int? count = Count(use, what, ref total, errors);
            if (count is not null && names.Length != 1)
            {
                errors.Add(DeclarationRules.BlockWithSeveralNames, use.NamedLocation("Count"), names.Length.ToString(CultureInfo.InvariantCulture), count.Value.ToString(CultureInfo.InvariantCulture));
            }

            for (int i = 0; i < names.Length; i++)
            {
                if (Names.Check("output", names[i], use.PositionalLocation(i), errors)
                    && Names.CheckUnique("output", names[i], "another output", use.PositionalLocation(i), used, errors))
                {
                    outputs.Add((new OutputDeclaration(names[i], scale, offset, count), use));
                }
            }
        }

        return outputs.ToImmutable();
    }

    private static bool CheckBounds(AttributeUse use, string name, double lower, double upper, ErrorList errors)
    {
        // The generated field is a float: a bound that is infinite as a float bounds nothing.
        bool lowerIsFinite = IsFiniteFloat(lower), upperIsFinite = IsFiniteFloat(upper);
        if (!lowerIsFinite)
        {
            errors.Add(BoundsRules.NotFinite, use.PositionalLocation(1), "lower", name, Display.Number(lower));
        }

        if (!upperIsFinite)
        {
            errors.Add(BoundsRules.NotFinite, use.PositionalLocation(2), "upper", name, Display.Number(upper));
        }

        if (lowerIsFinite && upperIsFinite && lower > upper)
        {
            errors.Add(BoundsRules.LowerAboveUpper, use.PositionalLocation(1), name, Display.Number(lower), Display.Number(upper));
        }

        return lowerIsFinite && upperIsFinite && lower <= upper;
    }

    // NaN, the default of the attribute, says nothing.
    private static (double? From, double? To) TrainingRange(AttributeUse use, string what, ErrorList errors)
    {
        double? from = Stated("TrainedFrom"), to = Stated("TrainedTo");
        if (from > to)
        {
            errors.Add(DeclarationRules.InvalidNumber, use.NamedLocation("TrainedFrom"), "TrainedFrom", what, Display.Number(from.Value), $"at most TrainedTo, {Display.Number(to!.Value)}");
        }

        return (from, to);

        double? Stated(string property) => use.Named<double>(property) is { } value && double.IsNaN(value) ? null : Finite(use, property, what, mayBeZero: true, errors);
    }

    private static double? Finite(AttributeUse use, string property, string what, bool mayBeZero, ErrorList errors)
    {
        double? value = use.Named<double>(property);
        if (value is { } v && (!IsFiniteFloat(v) || (!mayBeZero && (float)v == 0)))
        {
            errors.Add(DeclarationRules.InvalidNumber, use.NamedLocation(property), property, what, Display.Number(v), mayBeZero ? "a finite float32 number" : "a finite float32 number other than 0");
        }

        return value;
    }

    private static int? Count(AttributeUse use, string what, ref long total, ErrorList errors)
    {
        int? count = use.Named<int>("Count");
        total += Math.Max(count ?? 1, 1);
        if (count is < 1 || total > TensorShape.MaxCount)
        {
            errors.Add(
                DeclarationRules.InvalidNumber, use.NamedLocation("Count"), "Count", what, (count ?? 1).ToString(CultureInfo.InvariantCulture),
                $"at least 1, and all counts together at most {TensorShape.MaxCount.ToString(CultureInfo.InvariantCulture)}");
        }

        return count;
    }

    private static bool IsFiniteFloat(double value) => !float.IsNaN((float)value) && !float.IsInfinity((float)value);
}
