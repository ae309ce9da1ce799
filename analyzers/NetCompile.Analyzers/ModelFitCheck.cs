using Microsoft.CodeAnalysis;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Parsing;
using NetCompile.Models;

namespace NetCompile.Analyzers;

/// <summary>Checks that declared inputs and outputs are as many as the model's, and that every input has a range.</summary>
internal static class ModelFitCheck
{
    public static void Run(Check check, NetworkModel model)
    {
        NetworkDeclaration declaration = check.Declaration;
        string of = declaration.ModelPath is { } path ? $"the model '{path}'" : "its last layer";
        Compare(check, BoundsRules.InputCount, "Input", "input", declaration.InputCount, model.InputCount, of, check.Attributes.Inputs.LastOrDefault());
        Compare(check, BoundsRules.OutputCount, "Output", "output", declaration.OutputCount, model.OutputCount, of, check.Attributes.Outputs.LastOrDefault());
        if (model.InputRanges.IsDefaultOrEmpty)
        {
            for (int i = 0; i < declaration.Inputs.Count; i++)
            {
                if (declaration.Inputs[i].Lower is null)
                {
                    check.Add(BoundsRules.Unbounded, check.Attributes.Inputs[i].PositionalLocation(0), declaration.Inputs[i].Name);
                }
            }
        }
    }

    private static void Compare(Check check, DiagnosticDescriptor rule, string attribute, string noun, int declared, int actual, string of, AttributeUse? last)
    {
        if (declared != actual)
        {
            int difference = Math.Abs(actual - declared);
            string remedy = declared < actual ? $"declare {Display.Count(difference)} more with [{attribute}]" : $"remove {Display.Count(difference)}";
            check.Add(rule, (last ?? check.Attributes.Network).Location, check.Declaration.Name, Display.Count(declared, noun), of, Display.Count(actual), remedy);
        }
    }
}
