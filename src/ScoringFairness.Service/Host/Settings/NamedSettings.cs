using System.Collections;

namespace ScoringFairness.Service.Host.Settings;

/// <summary>A section that holds entries under names of the operator's choice, beside the settings that it has itself.</summary>
/// <typeparam name="TEntry">An entry.</typeparam>
internal abstract class NamedSettings<TEntry> : INamedSettings
{
    /// <summary>The entries by name.</summary>
    /// <remarks>Not public: the binder would take it for a setting of its own name.</remarks>
    internal SortedDictionary<string, TEntry> Named { get; } = new(StringComparer.Ordinal);

    IDictionary INamedSettings.Named => Named;
}

/// <summary>What has named entries.</summary>
internal interface INamedSettings
{
    /// <summary>The entries by name.</summary>
    IDictionary Named { get; }
}

/// <summary>Says what the names under a setting are names of.</summary>
/// <param name="noun">A word for them, as <c>organisation</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NamedByAttribute(string noun) : Attribute
{
    public const string Default = "name";

    /// <summary>A word for them.</summary>
    public string Noun { get; } = noun;
}
