using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Bert.Pretraining;

/// <summary>Texts with some of their tokens hidden, and what stood there.</summary>
/// <param name="Texts">The texts as the model sees them.</param>
/// <param name="Places">Where tokens are hidden: row × length of the longest text + place.</param>
/// <param name="Words">The ids that stood there.</param>
/// <remarks>
/// Devlin, Chang, Lee, Toutanova (2019), arXiv 1810.04805, section 3.1: 15 % of the tokens, of which 80 % become [MASK], 10 % a
/// token at random, 10 % stay as they are. At least one of each text.
/// </remarks>
internal sealed record MaskedTokens(IReadOnlyList<TokenizedText> Texts, long[] Places, long[] Words)
{
    private const int HiddenPercent = 15;
    private const int MaskedPercent = 80;
    private const int RandomPercent = 10;

    /// <summary>Hides tokens; [CLS] and [SEP] are never hidden.</summary>
    public static MaskedTokens Of(IReadOnlyList<int[]> texts, int maskId, int vocabularySize, SplitMix64 random)
    {
        var length = texts.Max(text => text.Length);
        var (seen, places, words) = (new List<TokenizedText>(), new List<long>(), new List<long>());
        foreach (var (row, text) in texts.Index())
        {
            var ids = text.ToArray();
            var hidden = Enumerable.Range(1, Math.Max(0, ids.Length - 2)).Where(_ => random.Below(100) < HiddenPercent).ToList();
            if (hidden.Count == 0 && ids.Length > 2) hidden.Add(1 + random.Below(ids.Length - 2));
            foreach (var place in hidden)
            {
                places.Add((long)row * length + place);
                words.Add(ids[place]);
                var fate = random.Below(100);
                if (fate < MaskedPercent) ids[place] = maskId;
                else if (fate < MaskedPercent + RandomPercent) ids[place] = random.Below(vocabularySize);
            }
            seen.Add(ids);
        }
        return new(seen, [.. places], [.. words]);
    }
}
