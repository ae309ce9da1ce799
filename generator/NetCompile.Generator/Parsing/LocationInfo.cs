using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NetCompile.Generator.Parsing;

/// <summary>A source location that compares by value and holds no syntax tree.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan LineSpan)
{
    public static LocationInfo From(Location location) => new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    public static LocationInfo From(SyntaxReference reference, CancellationToken cancellationToken = default) => From(reference.GetSyntax(cancellationToken).GetLocation());

    public Location ToLocation() => Location.Create(Path, Span, LineSpan);
}
