using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>The texts of a fit as the model reads them.</summary>
internal sealed record FitTokens(IReadOnlyList<TokenizedText> Training, IReadOnlyList<TokenizedText> Validation, IReadOnlyList<TokenizedText> Responses)
{
    /// <summary>What becomes of all of them together.</summary>
    public FitTokens Through(Func<IReadOnlyList<TokenizedText>, IReadOnlyList<TokenizedText>> step)
    {
        var all = step([.. Training, .. Validation, .. Responses]);
        return new(
            [.. all.Take(Training.Count)], [.. all.Skip(Training.Count).Take(Validation.Count)], [.. all.Skip(Training.Count + Validation.Count)]);
    }
}
