namespace ScoringFairness.Architecture.Tests.Code;

/// <summary>The folders right under a namespace, by the names of types.</summary>
internal sealed record Layout(string Namespace)
{
    /// <summary>The folder of the types that stand in the namespace itself.</summary>
    public const string Root = "(root)";

    /// <summary>The name of the type that the compiler makes of the statements of Program.cs.</summary>
    public const string Program = "Program";

    /// <summary>Whether the type stands in the namespace or under it.</summary>
    public bool Holds(string type) => type == Program || type.StartsWith(Namespace + ".", StringComparison.Ordinal);

    /// <summary>The segment of the type's name after the namespace, where the type stands deeper.</summary>
    public string Folder(string type)
    {
        var inside = Short(type);
        var end = inside.IndexOf('.', StringComparison.Ordinal);
        return end < 0 ? Root : inside[..end];
    }

    /// <summary>The type's name without the namespace.</summary>
    public string Short(string type) => type.StartsWith(Namespace + ".", StringComparison.Ordinal) ? type[(Namespace.Length + 1)..] : type;
}
