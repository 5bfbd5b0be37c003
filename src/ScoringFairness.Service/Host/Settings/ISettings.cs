namespace ScoringFairness.Service.Host.Settings;

/// <summary>The settings of a section: every property that can be set is a setting, its data annotations say what it may be.</summary>
internal interface ISettings
{
    /// <summary>The section's name.</summary>
    static abstract string Section { get; }
}

/// <summary>A section that the program knows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">What may stand in it.</param>
internal sealed record KnownSection(string Name, SectionShape Shape);
