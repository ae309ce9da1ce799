using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;

namespace NetCompile.Runtime;

/// <summary>The names of a network's inputs or outputs, element by element, from the way generated code writes them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VariableNames
{
    /// <summary>One name per element.</summary>
    /// <param name="names">A name, or a block with its length: <c>pixel[784]</c> stands for <c>pixel[0]</c> … <c>pixel[783]</c>.</param>
    public static ImmutableArray<string> Of(params string[] names)
    {
        ImmutableArray<string>.Builder elements = ImmutableArray.CreateBuilder<string>();
        foreach (string name in names)
        {
            int bracket = name.IndexOf('[');
            if (bracket < 0)
            {
                elements.Add(name);
                continue;
            }

            int count = int.Parse(name.AsSpan(bracket + 1, name.Length - bracket - 2), CultureInfo.InvariantCulture);
            for (int i = 0; i < count; i++)
            {
                elements.Add(string.Create(CultureInfo.InvariantCulture, $"{name.AsSpan(0, bracket)}[{i}]"));
            }
        }

        return elements.ToImmutable();
    }
}
