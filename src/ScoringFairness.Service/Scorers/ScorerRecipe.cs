using ScoringFairness.Service.Scorers.Bert;

namespace ScoringFairness.Service.Scorers;

/// <summary>How a scorer is made: what belongs to a BERT, and what belongs to a chat model.</summary>
public record ScorerRecipe : BertRecipe
{
    /// <summary>A recipe in which nothing is said.</summary>
    public ScorerRecipe()
    {
    }

    /// <summary>The recipe of a BERT.</summary>
    internal ScorerRecipe(BertRecipe recipe)
        : base(recipe)
    {
    }

    /// <summary>For kind chat: the endpoint, one of the section Chat of the settings (default: the only one there is).</summary>
    public string? Endpoint { get; init; }

    /// <summary>For kind chat: the model, one of the endpoint's.</summary>
    public string? Model { get; init; }

    /// <summary>For kind chat, fewShot: graded examples before each response, 1 to 100 (default 8).</summary>
    public int? Examples { get; init; }

    /// <summary>Whether nothing is asked for that only a BERT or a chat model has.</summary>
    internal bool IsEmpty() => new ScorerRecipe(this) == new ScorerRecipe();

    /// <summary>Whether something is asked for that only a chat model has.</summary>
    internal bool AsksForChat() => (Endpoint ?? Model) is not null || Examples is not null || Mode?.OfChat() is not null;

    /// <summary>Whether something is asked for that only a BERT has.</summary>
    internal bool AsksForBert() => Bert() with { Mode = null, Epochs = null } != new BertRecipe() || Mode?.OfBert() is not null;
}
