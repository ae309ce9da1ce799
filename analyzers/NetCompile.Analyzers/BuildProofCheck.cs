using Microsoft.CodeAnalysis;
using NetCompile.Generator.Diagnostics;
using NetCompile.Generator.Parsing;

namespace NetCompile.Analyzers;

/// <summary>Reports properties that ask for a proof in the build, in a project that does none.</summary>
internal static class BuildProofCheck
{
    private const string Name = "ProveAtBuild";

    public static void Run(Check check)
    {
        for (int i = 0; i < check.Declaration.Properties.Count; i++)
        {
            PropertyDeclaration property = check.Declaration.Properties[i];
            if (property.ProveAtBuild && UseOf(check, i) is { } use)
            {
                check.Add(ProofRules.NotProvedInBuild, use.NamedLocation(Name), property.Name);
            }
        }
    }

    private static AttributeUse? UseOf(Check check, int index) =>
        check.Attributes.Properties[index]
        ?? (check.MethodOf(check.Declaration.Properties[index]) is { } method
            ? AttributeUse.On(method, check.CancellationToken).FirstOrDefault(a => a.Name == "Property")
            : null);
}
