namespace ScoringFairness.Service.Scorers;

/// <summary>What the form of a new audit offers of a kind of scorer: boxes to choose scorers by, then fields for all of them.</summary>
public sealed record FormPart
{
    /// <summary>The scorers that may be chosen.</summary>
    public IReadOnlyList<FormBox> Boxes { get; init; } = [];

    /// <summary>What may be said about them.</summary>
    public IReadOnlyList<FormInput> Inputs { get; init; } = [];
}

/// <summary>A scorer that may be chosen.</summary>
/// <param name="Field">The field under which the choice is sent.</param>
/// <param name="Value">The value that stands for it.</param>
/// <param name="Words">What it is.</param>
/// <param name="Note">What is said of it in small print; null: nothing.</param>
/// <param name="IsTicked">Whether a form that nobody has filled in yet chooses it.</param>
public sealed record FormBox(string Field, string Value, string Words, string? Note = null, bool IsTicked = false)
{
    /// <summary>The only items that it can be audited on; null: any.</summary>
    public IReadOnlyList<string>? OfItems { get; init; }
}

/// <summary>A field of a line.</summary>
/// <param name="Name">The name under which it is sent.</param>
/// <param name="Label">What it is.</param>
/// <param name="Help">What to know to fill it in, and what holds where it is empty.</param>
/// <param name="IsNumber">Whether it is a number.</param>
public sealed record FormInput(string Name, string Label, string Help, bool IsNumber = false)
{
    /// <summary>What is suggested.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
