using System.Collections;
using System.Reflection;

namespace NetCompile.Generator.Tests.Pipeline;

/// <summary>Walks everything that a value holds.</summary>
internal static class ObjectGraph
{
    /// <summary>Fails with the path to the first object of a forbidden type: it would keep a whole compilation alive and compare by reference.</summary>
    public static void AssertFreeOf(object? root, string name, params Type[] forbidden)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<(object Value, string Path)> open = new();
        Push(root, name);
        while (open.Count > 0)
        {
            (object value, string path) = open.Pop();
            Type? found = forbidden.FirstOrDefault(f => f.IsInstanceOfType(value));
            Assert.True(found is null, $"{path} is a {value.GetType()}");
            if (value is IEnumerable items and not string)
            {
                int index = 0;
                foreach (object? item in Items(items))
                {
                    Push(item, $"{path}[{index++}]");
                }
            }

            for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            {
                foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    Push(field.GetValue(value), $"{path}.{field.Name}");
                }
            }
        }

        void Push(object? value, string path)
        {
            if (value is null or string or Type or MemberInfo or Delegate || value.GetType() is { IsPrimitive: true } or { IsEnum: true })
            {
                return;
            }

            // Structs are boxed anew each time, so only references can be recognised.
            if (value.GetType().IsValueType || seen.Add(value))
            {
                open.Push((value, path));
            }
        }
    }

    // A default ImmutableArray throws when it is enumerated; it holds nothing.
    private static IEnumerable Items(IEnumerable items) =>
        items.GetType().GetProperty("IsDefault")?.GetValue(items) is true ? Array.Empty<object>() : items;
}
