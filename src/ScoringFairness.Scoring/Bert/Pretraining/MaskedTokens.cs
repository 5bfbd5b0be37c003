using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Bert.Pretraining;

/// <summary>Texts with some of their tokens masked, and what stood there.</summary>
/// <param name="Texts">The texts as the model sees them.</param>
/// <param name="Positions">Where tokens are masked: row × length of the longest text + place.</param>
/// <param name="Labels">The ids that stood there.</param>
/// <remarks>
/// Devlin, Chang, Lee, Toutanova (2019), arXiv 1810.04805, section 3.1: 15 % of the tokens, of which 80 % become [MASK], 10 % a
/// token at random, 10 % stay as they are. At least one of each text.
/// </remarks>
internal sealed record MaskedTokens(IReadOnlyList<TokenizedText> Texts, long[] Positions, long[] Labels)
{
    private const int MaskedPercent = 15;
    private const int MaskIdPercent = 80;
    private const int RandomIdPercent = 10;

    /// <summary>Masks tokens; [CLS] and [SEP] never are.</summary>
    public static MaskedTokens Of(IReadOnlyList<int[]> texts, int maskId, int vocabularySize, SplitMix64 random)
    {
        var length = texts.Max(text => text.Length);
        var (seen, positions, labels) = (new List<TokenizedText>(), new List<long>(), new List<long>());
        foreach (var (row, text) in texts.Index())
        {
            var ids = text.ToArray();
            var masked = Enumerable.Range(1, Math.Max(0, ids.Length - 2)).Where(_ => random.Below(100) < MaskedPercent).ToList();
            if (masked.Count == 0 && ids.Length > 2) masked.Add(1 + random.Below(ids.Length - 2));
            foreach (var place in masked)
            {
                positions.Add((long)row * length + place);
                labels.Add(ids[place]);
                var drawn = random.Below(100);
                if (drawn < MaskIdPercent) ids[place] = maskId;
                else if (drawn < MaskIdPercent + RandomIdPercent) ids[place] = random.Below(vocabularySize);
            }
            seen.Add(ids);
        }
        return new(seen, [.. positions], [.. labels]);
    }
}
